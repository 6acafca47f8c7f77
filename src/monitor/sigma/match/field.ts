// SPDX-License-Identifier: Apache-2.0
// One field of events: its atoms for a value, remembered for values that come again.
import type { SoughtAtom } from './atoms.ts';
import { buildDomain, type Domain } from './domain.ts';
import { groupBy } from './group-by.ts';

/** The sought atoms that hold for a text, in no order. The list belongs to the field: read it, do not keep it. */
export type FieldScan = (text: string) => readonly number[];

/** Two generations of this many values are remembered. */
const GENERATION = 4096;
/** Shorter values are scanned faster than found; longer ones rarely come again. */
const SHORTEST_REMEMBERED = 16;
const LONGEST_REMEMBERED = 512;
/** After so many values it is looked whether they come again at all: remembering costs more than a scan. */
const TRIAL = 2048;
const MIN_SHARE_KNOWN = 0.3;
/** Values that are only scanned before remembering is tried again. */
const PAUSE = 32_768;

export function buildField(atoms: readonly (readonly [number, SoughtAtom])[]): FieldScan {
  const groups = groupBy(atoms, ([, { folding }]) => JSON.stringify(folding));
  const domains: Domain[] = [...groups.values()].map((group) =>
    buildDomain((group[0] as (typeof group)[number])[1].folding, group),
  );
  const scratch: number[] = [];
  const scan = (text: string, found: number[]): readonly number[] => {
    for (let at = 0; at < domains.length; at++) (domains[at] as Domain)(text, found);
    return found;
  };
  let young = new Map<string, readonly number[]>();
  let old = young;
  let [asked, known, pause] = [0, 0, 0];
  return (text) => {
    const isFit = text.length >= SHORTEST_REMEMBERED && text.length <= LONGEST_REMEMBERED;
    if (!isFit || pause > 0) {
      if (isFit) pause--;
      scratch.length = 0;
      return scan(text, scratch);
    }
    const remembered = young.get(text) ?? old.get(text);
    if (++asked === TRIAL) {
      if (known < TRIAL * MIN_SHARE_KNOWN) {
        pause = PAUSE;
        old = young = new Map();
      }
      asked = known = 0;
    }
    if (remembered !== undefined) {
      known++;
      return remembered;
    }
    const found = scan(text, []);
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(text, found);
    return found;
  };
}
