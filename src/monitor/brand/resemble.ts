// SPDX-License-Identifier: Apache-2.0
// Whether a domain name passes itself off as one that is protected, how, and how much alike the two are.
import type { DomainParts } from './name.ts';
import { latinOf, skeletonOf } from './skeleton.ts';
import { type Technique, variantsOf } from './variants.ts';

export type Manner =
  | Technique
  | 'other-ending'
  | 'whole-name-in-front'
  | 'other-script'
  | 'carries-name'
  | 'near';

export interface Resemblance {
  /** The domain that is imitated. */
  readonly of: string;
  readonly how: Manner;
  /** From 0 to 1; the same for every reader is 1. */
  readonly similarity: number;
}

export interface Protected {
  readonly parts: DomainParts;
  readonly variants: ReadonlyMap<string, Technique>;
  readonly skeleton: string;
}

/** Shorter names have too many neighbours by chance: for them only what looks the same counts. */
const MIN_LABEL = 5;
const CARRIES = 0.85;
/** A name that shares less is another name. */
const MIN_SIMILARITY = 0.75;

export function protect(parts: DomainParts): Protected {
  const variants = new Map(variantsOf(parts.label).map(({ label, technique }) => [label, technique]));
  return { parts, variants, skeleton: skeletonOf(parts.label) };
}

/** The strongest resemblance; undefined for names of one's own and for those that are like none. */
export function resemblanceOf(seen: DomainParts, own: readonly Protected[]): Resemblance | undefined {
  if (own.some(({ parts }) => parts.registered === seen.registered)) return undefined;
  const found = own.flatMap((each) => compared(seen, each) ?? []);
  return found.sort((one, other) => other.similarity - one.similarity)[0];
}

function compared(seen: DomainParts, own: Protected): Resemblance | undefined {
  const { parts } = own;
  const as = (how: Manner, similarity: number): Resemblance => ({
    of: parts.domain,
    how,
    similarity: Math.round(similarity * 100) / 100,
  });
  if ([...seen.before, ''].join('.').includes(`${parts.registered}.`)) return as('whole-name-in-front', 0.95);
  if (seen.label === parts.label) return as('other-ending', 0.9);
  if (latinOf(seen.label) === parts.label) return as('other-script', 1);
  if (skeletonOf(seen.label) === own.skeleton) return as('homoglyph', 0.97);
  if (parts.label.length < MIN_LABEL) return undefined;
  const technique = own.variants.get(seen.label);
  const similarity =
    1 - distance(latinOf(seen.label), parts.label) / Math.max(seen.label.length, parts.label.length);
  if (technique !== undefined) return as(technique, Math.max(similarity, MIN_SIMILARITY));
  if (carries(seen, own)) return as('carries-name', CARRIES);
  return similarity >= MIN_SIMILARITY ? as('near', similarity) : undefined;
}

/** The whole name, or its skeleton, as a word of a longer name or of one in front. */
function carries(seen: DomainParts, { parts, skeleton }: Protected): boolean {
  return [seen.label, ...seen.before].some(
    (label) =>
      label.startsWith(parts.label) ||
      label.endsWith(parts.label) ||
      label.split('-').some((word) => skeletonOf(word) === skeleton),
  );
}

/** Optimal string alignment (Boytsov 2011, §2.2): a swap of neighbours is one edit. */
function distance(one: string, other: string): number {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
        swapped ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, current];
  }
  return last[other.length] as number;
}
