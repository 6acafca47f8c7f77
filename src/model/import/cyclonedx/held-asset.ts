// SPDX-License-Identifier: Apache-2.0
// Assets of an SBOM while it is read, and what its references lead to.
import type { Asset } from '../../schema.ts';

type SoftwareFact = Exclude<NonNullable<Asset['software']>[number], string>;

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

export interface BomIndex {
  readonly root: HeldAsset | undefined;
  readonly serial: string | undefined;
  readonly version: number;
  readonly referents: Map<string, Referent>;
}

export interface HeldAsset {
  asset: Asset;
  readonly software: Map<string, SoftwareFact>;
  readonly vulnerabilities: Map<string, Vulnerability>;
  readonly version: string | undefined;
}

/** What a `bom-ref` leads to: the assets that are it, or hold it. */
export interface Referent {
  readonly holders: readonly HeldAsset[];
  /** It is the asset itself, not a part of it. */
  readonly isAsset: boolean;
  readonly name: string;
  readonly version: string | undefined;
}
