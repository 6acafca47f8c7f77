// SPDX-License-Identifier: Apache-2.0
// One field of events: its atoms for a value.
import type { SoughtAtom } from './atoms.ts';
import { buildDomain } from './domain.ts';
import { groupBy } from './group-by.ts';

/** The sought atoms that hold for a text, in no order. The list belongs to the field: read it, do not keep it. */
export type FieldScan = (text: string) => readonly number[];

export function buildField(atoms: readonly (readonly [number, SoughtAtom])[]): FieldScan {
  const groups = groupBy(atoms, ([, { folding }]) => JSON.stringify(folding));
  const [first, ...others] = [...groups.values()].map((group) =>
    buildDomain((group[0] as (typeof group)[number])[1].folding, group),
  );
  const found: number[] = [];
  return (text) => {
    // Most values meet nothing; setting a length that is right already costs more than looking.
    if (found.length > 0) found.length = 0;
    first?.(text, found);
    for (let at = 0; at < others.length; at++) others[at]?.(text, found);
    return found;
  };
}
