// SPDX-License-Identifier: Apache-2.0
// All kinds of detectors, made, saved and restored by name.
import type { Json } from '../../core/canonical-json.ts';
import type { Detector, DetectorKind } from './contract.ts';
import { adwin } from './detectors/adwin.ts';
import { halfSpaceTrees } from './detectors/half-space-trees.ts';
import { isolationForest } from './detectors/isolation-forest.ts';
import { pageHinkley } from './detectors/page-hinkley.ts';
import { peerGroup } from './detectors/peer-group.ts';
import { rarity } from './detectors/rarity.ts';
import { seasonalRate } from './detectors/seasonal-rate.ts';
import { sequence } from './detectors/sequence.ts';
import { series } from './detectors/series.ts';
import { textParameters } from './detectors/text-parameters.ts';
import { weekProfile } from './detectors/week-profile.ts';
import { agreement } from './plausibility/agreement.ts';
import { corridor } from './plausibility/corridor.ts';
import { flatLine } from './plausibility/flat-line.ts';
import { plan } from './plausibility/plan.ts';
import { replay } from './plausibility/replay.ts';
import { speed } from './plausibility/speed.ts';

/** Every kind; the contract suite runs over this list. */
export const DETECTORS = [
  seasonalRate,
  rarity,
  halfSpaceTrees,
  isolationForest,
  pageHinkley,
  adwin,
  textParameters,
  sequence,
  peerGroup,
  series,
  weekProfile,
  speed,
  corridor,
  flatLine,
  replay,
  agreement,
  plan,
] as unknown as readonly DetectorKind<unknown>[];

const SAVED = 'ensuresec/detector/1';

/** What is wrong with parameters, one line each: `path: what was expected`. */
export type Refusal = readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];

/** A new detector, or why its parameters cannot be used. */
export function createAnomalyDetector(
  name: string,
  parameters: unknown,
  seed: number,
): { readonly detector?: Detector; readonly refused: Refusal } {
  const kind = DETECTORS.find((each) => each.name === name);
  if (kind === undefined) {
    const names = DETECTORS.map((each) => each.name).join(', ');
    return { refused: [{ path: [], message: `expected a detector: one of ${names}` }] };
  }
  const parsed = kind.parameters.safeParse(parameters);
  if (!parsed.success) return { refused: parsed.error.issues };
  return { detector: withHeader(kind, parsed.data, seed), refused: [] };
}

/** The detector that `save` gave; undefined when the text is of another version or of none. */
export function restoreAnomalyDetector(saved: Json): Detector | undefined {
  const header = saved as Partial<Header> | null;
  if (header?.schema !== SAVED) return undefined;
  const kind = DETECTORS.find((each) => each.name === header.detector);
  const parsed = kind?.parameters.safeParse(header.parameters);
  if (kind === undefined || !parsed?.success) return undefined;
  return withHeader(kind, parsed.data, header.seed ?? 0, header.state);
}

interface Header {
  readonly schema: string;
  readonly detector: string;
  readonly parameters: Json;
  readonly seed: number;
  readonly state: Json;
}

/** `save` of the whole says what it is of, so that it can be restored without being told. */
function withHeader(kind: DetectorKind<unknown>, parameters: unknown, seed: number, state?: Json): Detector {
  const inner = kind.create(parameters, seed, state);
  return {
    ...inner,
    save: () => ({
      schema: SAVED,
      detector: kind.name,
      parameters: parameters as Json,
      seed,
      state: inner.save(),
    }),
  };
}
