// SPDX-License-Identifier: Apache-2.0
// Counts over some events how often the witnesses of each sought atom are found, and how much text each field has: what
// the choice of witnesses goes by.
import { groupBy } from '../../../core/group-by.ts';
import type { SoughtAtom } from './atoms.ts';
import type { Needle } from './compared.ts';
import { buildNeedles, keyOf, type Scan } from './needles.ts';
import type { Row } from './row.ts';
import { needlesOf } from './sought.ts';
import { createFieldTexts } from './texts.ts';

export interface Census {
  count(row: Row): void;
  /** What was counted so far. */
  readonly counts: Counts;
}

export interface Counts {
  readonly events: number;
  /** Events in which a needle of the atom was found. */
  readonly found: Float64Array;
  /** Characters and texts of each field that atoms ask for; undefined: all values of the events. */
  readonly fields: ReadonlyMap<string | undefined, { readonly texts: number; readonly chars: number }>;
}

/** Builds one search over all needles of all atoms: it is large, so it should not live longer than it is needed. */
export function createCensus(sought: readonly SoughtAtom[]): Census {
  const found = new Float64Array(sought.length);
  const seenAt = new Int32Array(sought.length);
  let events = 0;
  const parts = [...groupBy(sought.keys(), (atom) => (sought[atom] as SoughtAtom).field)].map(
    ([name, atoms]) => ({
      texts: createFieldTexts(name),
      scan: scanAtoms(sought, atoms, (atom) => {
        if (seenAt[atom] === events) return;
        seenAt[atom] = events;
        found[atom] = (found[atom] as number) + 1;
      }),
      name,
      counted: { texts: 0, chars: 0 },
    }),
  );
  return {
    count(row) {
      events++;
      for (const { texts, scan, counted } of parts) {
        texts.begin(row);
        for (const text of texts.whole()) {
          counted.texts++;
          counted.chars += text.length;
          scan(text);
        }
      }
    },
    get counts() {
      return { events, found, fields: new Map(parts.map(({ name, counted }) => [name, counted])) };
    },
  };
}

function scanAtoms(
  sought: readonly SoughtAtom[],
  atoms: readonly number[],
  onAtom: (atom: number) => void,
): (text: string) => void {
  const found = new Map<string, { readonly needle: Needle; readonly atoms: number[] }>();
  for (const atom of atoms)
    for (const needle of needlesOf(sought[atom] as SoughtAtom)) {
      const key = keyOf(needle);
      const entry = found.get(key) ?? { needle, atoms: [] };
      found.set(key, entry);
      entry.atoms.push(atom);
    }
  const lists = [...found.values()].map((each) => each.atoms);
  const scan: Scan = buildNeedles([...found.values()].map(({ needle }) => needle));
  const onNeedle = (needle: number): void => (lists[needle] as readonly number[]).forEach(onAtom);
  return (text) => scan(text, onNeedle);
}
