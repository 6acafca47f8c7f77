// SPDX-License-Identifier: Apache-2.0
// What an SBOM and the feeds say together, worst first.
import { type Asset, readCvssVector } from '../../model/index.ts';
import {
  type AcceptedFlaw,
  type AdvisoryIndex,
  acceptedBy,
  type CvssScore,
  cvssScore,
  fixesAfter,
  type Match,
} from '../../monitor/index.ts';
import type { Consequence } from './consequence.ts';
import type { Feed } from './feed.ts';
import type { Inventory, UsedSoftware } from './inventory.ts';

export type Flaw = NonNullable<Asset['vulnerabilities']>[number];

export interface Finding {
  readonly advisory: string;
  readonly names: readonly string[];
  readonly summary: string;
  readonly asset: string;
  readonly purl: string;
  /** Newer versions in which it is mended, oldest first. */
  readonly fixed: readonly string[];
  readonly cvss?: CvssScore & { readonly vector: string };
  readonly kev: boolean;
  readonly epss?: number;
  /** How it is used and what it gives; without a readable vector, the worst: over the network, code. */
  readonly access: Flaw['access'];
  readonly effect: Flaw['effect'];
  /** What VEX says in the model. */
  readonly status: Flaw['status'];
  /** Why, in the words of VEX. */
  readonly justification?: string;
  readonly exception?: AcceptedFlaw;
  /** Absent where no proof was asked for. */
  readonly proof?: Consequence;
}

export interface Scan {
  readonly findings: readonly Finding[];
  /** Package URLs that cannot be compared: no version, or one that their ecosystem does not know. */
  readonly unreadable: readonly string[];
  readonly components: number;
  /** What the model or SBOM states as open itself and is in no finding. */
  readonly stated?: readonly StatedFlaw[];
}

export interface StatedFlaw {
  readonly id: string;
  readonly asset: string;
}

/** What counts beside the advisories themselves. */
export interface Circumstances extends Pick<Feed, 'kev' | 'epss'> {
  readonly exceptions: readonly AcceptedFlaw[];
  readonly today: string;
}

/** Compares software with advisories. */
export function scanSoftware({ used, unreadable }: Inventory, index: AdvisoryIndex, at: Circumstances): Scan {
  const notCompared = new Set(unreadable);
  const findings = used.flatMap((each): Finding[] => {
    const { matches, isUnreadable } = index.match(each.component);
    if (isUnreadable) notCompared.add(each.purl);
    return matches.map((match) => findingOf(match, each, at));
  });
  return { findings, unreadable: [...notCompared], components: used.length + unreadable.length };
}

function findingOf({ advisory, affected }: Match, used: UsedSoftware, at: Circumstances): Finding {
  const { asset, purl, component } = used;
  const { names } = advisory;
  const scored = advisory.vectors.flatMap((vector) => {
    const result = cvssScore(vector);
    return 'score' in result ? [{ ...result.score, vector }] : [];
  });
  // The newest version of CVSS counts.
  const cvss = scored.sort((one, other) => Number(other.version) - Number(one.version))[0];
  const chances = names.flatMap((name) => at.epss.get(name) ?? []);
  const reading = cvss === undefined ? undefined : readCvssVector(cvss.vector);
  const stated = asset.vulnerabilities?.find(({ id }) => names.includes(id));
  const exception = acceptedBy(at.exceptions, { names, asset: asset.id, today: at.today });
  return {
    advisory: advisory.id,
    names,
    summary: advisory.summary,
    asset: asset.id,
    purl,
    fixed: fixesAfter(affected, component.version),
    ...(cvss === undefined ? {} : { cvss }),
    kev: names.some((name) => at.kev.has(name)),
    ...(chances.length === 0 ? {} : { epss: Math.max(...chances) }),
    access: reading?.access ?? 'network',
    effect: reading?.effect ?? 'code',
    status: stated?.status ?? 'affected',
    ...(stated?.justification === undefined ? {} : { justification: stated.justification }),
    ...(exception === undefined ? {} : { exception }),
  };
}

/** Feeds need not know what a scanner wrote into an SBOM: nothing found by them does not say that nothing is open. */
export function statedAlone(assets: readonly Asset[], findings: readonly Finding[]): readonly StatedFlaw[] {
  const found = new Set(findings.flatMap(({ asset, names }) => names.map((name) => `${asset} ${name}`)));
  return assets.flatMap(({ id: asset, vulnerabilities }) =>
    (vulnerabilities ?? [])
      .filter(({ status }) => status === 'affected' || status === 'under_investigation')
      .filter(({ id }) => !found.has(`${asset} ${id}`))
      .map(({ id }) => ({ id, asset })),
  );
}

/** Neither an exception nor a VEX statement speaks against it. */
export function isOpen({ exception, status }: Finding): boolean {
  return exception === undefined && status !== 'not_affected' && status !== 'fixed';
}

/** Open ones first; then those that open a path, known use, likely use, score. */
export function byPriority(one: Finding, other: Finding): number {
  const order = [isOpen, ({ proof }: Finding) => (proof?.opens.length ?? 0) > 0, ({ kev }: Finding) => kev]
    .map((has) => Number(has(other)) - Number(has(one)))
    .find((each) => each !== 0);
  return (
    order ??
    ((other.epss ?? 0) - (one.epss ?? 0) ||
      (other.cvss?.score ?? 0) - (one.cvss?.score ?? 0) ||
      (one.advisory < other.advisory ? -1 : 1))
  );
}
