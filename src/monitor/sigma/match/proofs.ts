// SPDX-License-Identifier: Apache-2.0
// What the search for witnesses has already shown: it looks for all texts of an atom in all of its field, so an atom of
// which none was found does not hold, and one that asks for no more than a text does.
import type { AtomTable, SoughtAtom } from './atoms.ts';
import type { Plan } from './plan.ts';

export interface Proofs {
  /** Of each sought atom, what the search shows of it. */
  readonly shown: Uint8Array;
  /** Of each sought atom, the last event in which a text of it was found. */
  readonly foundAt: Int32Array;
  /** The event that was looked through last. */
  event: number;
}

/** Of what was not looked for, nothing; else whether the atom may hold, or whether it does. */
export const [NOTHING, MAY_HOLD, HOLDS] = [0, 1, 2] as const;

export function createProofs({ byAtom }: Plan, { sought }: Pick<AtomTable, 'sought'>): Proofs {
  const shown = new Uint8Array(sought.length);
  for (const atom of byAtom.keys()) shown[atom] = showsOf(sought[atom] as SoughtAtom);
  return { shown, foundAt: new Int32Array(sought.length), event: 0 };
}

/** Keywords are looked for in more than they are meant for: in the text of whole sections. */
function showsOf({ field, matches }: SoughtAtom): number {
  if (field === undefined) return NOTHING;
  return matches.every(({ kind }) => kind === 'text') ? HOLDS : MAY_HOLD;
}
