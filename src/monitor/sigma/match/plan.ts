// SPDX-License-Identifier: Apache-2.0
// Which witnesses are looked for in every event, so that a rule of which none is found need not be looked at.
import type { AtomTable, Node, SoughtAtom } from './atoms.ts';
import type { Counts } from './census.ts';
import { guessCost, type Witness, witnessesOf } from './witness.ts';

export interface Plan {
  /** Rules to look at when an atom may hold, or a field is there; and those to look at always. */
  readonly byAtom: ReadonlyMap<number, readonly number[]>;
  readonly byField: ReadonlyMap<string, readonly number[]>;
  readonly always: readonly number[];
}

/** What it costs to find a text, and to look through a character of it, in looks at a rule. */
const TEXT_COST = 0.2;
const CHAR_COST = 0.01;
/** What is taken for the text of a field that nobody has counted yet. */
const UNCOUNTED = { texts: 1, chars: 80 };

/**
 * Chooses twice: the second time, fields that few rules need are left out where another witness will do.
 * @param counts Undefined: nothing was counted yet, and everything is guessed.
 */
export function makePlan(nodes: readonly Node[], table: AtomTable, counts?: Counts): Plan {
  const cost = (atom: number): number => {
    const guess = guessCost(table.sought[atom] as SoughtAtom);
    return counts === undefined ? guess : ((counts.found[atom] as number) + guess) / counts.events;
  };
  const first = choose(nodes, table, cost);
  const users = new Map<string | undefined, number>();
  for (const [atom, rules] of first.byAtom) {
    const { field } = table.sought[atom] as SoughtAtom;
    users.set(field, (users.get(field) ?? 0) + rules.length);
  }
  const shareOf = (field: string | undefined): number => {
    const { texts, chars } = counts?.fields.get(field) ?? UNCOUNTED;
    const scan = (texts * TEXT_COST + chars * CHAR_COST) / (counts?.events ?? 1);
    return scan / (users.get(field) ?? 1);
  };
  return choose(nodes, table, (atom) => cost(atom) + shareOf((table.sought[atom] as SoughtAtom).field));
}

function choose(nodes: readonly Node[], table: AtomTable, cost: (atom: number) => number): Plan {
  const byAtom = new Map<number, number[]>();
  const byField = new Map<string, number[]>();
  const always: number[] = [];
  const list = (witness: Witness, rule: number): void => {
    if ('atom' in witness) addTo(byAtom, witness.atom, rule);
    else addTo(byField, witness.field, rule);
  };
  nodes.forEach((node, rule) => {
    const witnesses = witnessesOf(node, table.lazy, cost);
    if (witnesses === undefined) always.push(rule);
    else for (const witness of witnesses.of) list(witness, rule);
  });
  return { byAtom, byField, always };
}

function addTo<K>(lists: Map<K, number[]>, key: K, rule: number): void {
  const found = lists.get(key);
  if (found === undefined) lists.set(key, [rule]);
  else found.push(rule);
}
