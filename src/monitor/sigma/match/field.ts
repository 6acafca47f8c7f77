// SPDX-License-Identifier: Apache-2.0
// One field of events: its atoms for a value, remembered for values that come again.
import type { SoughtAtom } from './atoms.ts';
import { buildDomain, type Domain } from './domain.ts';
import { groupBy } from './group-by.ts';

/** The sought atoms that hold for a text, in no order. The list belongs to the field: read it, do not keep it. */
export type FieldScan = (text: string) => readonly number[];

/** Two generations of this many values are remembered; longer values rarely come again. */
const GENERATION = 4096;
const LONGEST_REMEMBERED = 512;

export function buildField(atoms: readonly (readonly [number, SoughtAtom])[]): FieldScan {
  const groups = groupBy(atoms, ([, { folding }]) => JSON.stringify(folding));
  const domains: Domain[] = [...groups.values()].map((group) =>
    buildDomain((group[0] as (typeof group)[number])[1].folding, group),
  );
  let young = new Map<string, readonly number[]>();
  let old = new Map<string, readonly number[]>();
  return (text) => {
    const known = young.get(text) ?? old.get(text);
    if (known !== undefined) return known;
    const found: number[] = [];
    for (const domain of domains) domain(text, found);
    if (text.length <= LONGEST_REMEMBERED) {
      if (young.size >= GENERATION) {
        old = young;
        young = new Map();
      }
      young.set(text, found);
    }
    return found;
  };
}
