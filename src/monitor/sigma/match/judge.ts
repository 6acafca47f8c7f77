// SPDX-License-Identifier: Apache-2.0
// Whether a rule matches an event: each question is asked once an event, however many rules ask it.
import type { AtomTable, Node } from './atoms.ts';
import { compileLazy } from './lazy.ts';
import { HOLDS, NOTHING, type Proofs } from './proofs.ts';
import { type Row, rowOf } from './row.ts';
import { compileSought } from './sought.ts';
import { createFieldTexts, type FieldTexts } from './texts.ts';

export interface Judge {
  /** Makes ready for another event, of which some is known already. */
  begin(row: Row, proofs: Proofs): void;
  /** Asks the parts of the rules in another order from now on. */
  use(nodes: readonly Node[]): void;
  matches(rule: number): boolean;
}

export function createJudge(given: readonly Node[], { sought, lazy }: AtomTable): Judge {
  const fields = new Map<string | undefined, { readonly texts: FieldTexts; at: number }>();
  const fieldOf = (name: string | undefined) => {
    const field = fields.get(name) ?? { texts: createFieldTexts(name), at: 0 };
    fields.set(name, field);
    return field;
  };
  const ofAtom = sought.map(({ field }) => fieldOf(field));
  const testSought = sought.map(compileSought);
  const testLazy = lazy.map(compileLazy);
  const soughtAnswers = createAnswers(sought.length);
  const lazyAnswers = createAnswers(lazy.length);
  let event = 0;
  let current = rowOf({});
  let nodes = given;
  let shown: Uint8Array = new Uint8Array(sought.length);
  let foundAt: Int32Array = new Int32Array(sought.length);
  let looked = 0;
  const askSought = (atom: number): boolean => {
    const field = ofAtom[atom] as (typeof ofAtom)[number];
    if (field.at !== event) field.texts.begin(current);
    field.at = event;
    return (testSought[atom] as (typeof testSought)[number])(field.texts);
  };
  const askLazy = (atom: number): boolean => (testLazy[atom] as (typeof testLazy)[number])(current);
  const holdsSought = (atom: number): boolean => {
    const shows = shown[atom];
    if (shows !== NOTHING) {
      if (foundAt[atom] !== looked) return false;
      if (shows === HOLDS) return true;
    }
    return answer(soughtAnswers, atom, event, askSought);
  };
  const holds = (node: Node): boolean => {
    switch (node.kind) {
      case 'sought':
        return holdsSought(node.atom);
      case 'lazy':
        return answer(lazyAnswers, node.atom, event, askLazy);
      case 'not':
        return !holds(node.of);
      case 'and':
        for (const each of node.of) if (!holds(each)) return false;
        return true;
      case 'or':
        for (const each of node.of) if (holds(each)) return true;
        return false;
    }
  };
  return {
    begin(row, proofs) {
      event = (event + 1) | 0;
      current = row;
      ({ shown, foundAt, event: looked } = proofs);
    },
    use(ordered) {
      nodes = ordered;
    },
    matches: (rule) => holds(nodes[rule] as Node),
  };
}

/** What was answered, and in which event. */
interface Answers {
  readonly at: Int32Array;
  readonly holds: Uint8Array;
}

function createAnswers(count: number): Answers {
  return { at: new Int32Array(count), holds: new Uint8Array(count) };
}

function answer(
  { at, holds }: Answers,
  atom: number,
  event: number,
  ask: (atom: number) => boolean,
): boolean {
  if (at[atom] !== event) {
    at[atom] = event;
    holds[atom] = ask(atom) ? 1 : 0;
  }
  return holds[atom] === 1;
}
