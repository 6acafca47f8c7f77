// SPDX-License-Identifier: Apache-2.0
// Which rules an event may match, by the witnesses of a plan. It may name a rule that does not match, never leaves out
// one that does.
import type { AtomTable, SoughtAtom } from './atoms.ts';
import type { Needle, OnNeedle } from './compared.ts';
import { buildNeedles, keyOf, type Scan } from './needles.ts';
import type { Plan } from './plan.ts';
import {
  compileFieldReader,
  type EventRecord,
  eachScalar,
  everyScalar,
  type FieldReader,
  firstKeysOf,
} from './record.ts';
import { needlesOf } from './sought.ts';
import { textOf } from './value.ts';

/** Rules that the event may match, each once, in no order. The list is used again for the next event. */
export type Candidates = (record: EventRecord) => readonly number[];

/** Looks for the witnesses in a text. */
type Watch = (text: string) => void;

/** What is done with a field that an event has. */
interface Field {
  readonly watch: Watch | undefined;
  /** Rules to look at because it is there. */
  readonly rules: readonly number[];
}

/** What is done with a key of an event. */
interface Key {
  readonly field: Field | undefined;
  /** Fields of dotted names that may stand in the section which this key holds. */
  readonly inside: readonly { readonly read: FieldReader; readonly field: Field }[];
}

/** @param rules How many there are. */
export function createCandidates(plan: Plan, { sought }: AtomTable, rules: number): Candidates {
  const proposedAt = new Int32Array(rules);
  const proposed: number[] = [];
  let event = 0;
  const propose = (list: readonly number[]): void => {
    for (let at = 0; at < list.length; at++) {
      const rule = list[at] as number;
      if (proposedAt[rule] === event) continue;
      proposedAt[rule] = event;
      proposed.push(rule);
    }
  };
  const { keys, keywords, mayBeNumber } = keysOf(plan, sought, propose);
  const watchKeyword = (value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined) (keywords as Watch)(text);
  };
  const meet = ({ watch, rules: present }: Field, value: unknown): void => {
    if (present.length > 0) propose(present);
    if (watch === undefined) return;
    if (typeof value === 'string') watch(value);
    else
      eachScalar(value, (each) => {
        const text = textOf(each);
        if (text !== undefined) watch(text);
      });
  };
  return (record) => {
    event = (event + 1) | 0;
    proposed.length = 0;
    propose(plan.always);
    for (const name in record) {
      const key = keys.get(name);
      const value = record[name];
      if (key?.field !== undefined) meet(key.field, value);
      // The watch of a field looks for keywords, too; in a section they are looked for in each value.
      if (keywords !== undefined && (key?.field?.watch === undefined || typeof value === 'object')) {
        if (typeof value === 'string') keywords(value);
        else if (typeof value !== 'number' || mayBeNumber) everyScalar(value, watchKeyword, 1);
      }
      if (key === undefined || key.inside.length === 0 || typeof value !== 'object') continue;
      for (const { read, field } of key.inside) {
        const inner = read(record);
        if (inner !== undefined) meet(field, inner);
      }
    }
    return proposed;
  };
}

/** A part of the text of a number; `Infinity` and `NaN` are such texts. */
const NUMBER_PART = /^[-+.\deinfityna]*$/i;

type Propose = (rules: readonly number[]) => void;

function keysOf(
  plan: Plan,
  sought: readonly SoughtAtom[],
  propose: Propose,
): {
  readonly keys: ReadonlyMap<string, Key>;
  readonly keywords: Watch | undefined;
  /** Whether a keyword may be found in a number. */
  readonly mayBeNumber: boolean;
} {
  const atoms = new Map<string | undefined, number[]>();
  for (const atom of plan.byAtom.keys()) {
    const { field } = sought[atom] as SoughtAtom;
    atoms.set(field, [...(atoms.get(field) ?? []), atom]);
  }
  const anywhere = atoms.get(undefined) ?? [];
  const watchOf = (own: readonly number[]): Watch | undefined =>
    own.length === 0 ? undefined : compileWatch(own, sought, plan.byAtom, propose);
  const names = new Set([...atoms.keys(), ...plan.byField.keys()]);
  const keys = new Map<string, { field: Field | undefined; inside: { read: FieldReader; field: Field }[] }>();
  const keyAt = (name: string) => {
    const key = keys.get(name) ?? { field: undefined, inside: [] };
    keys.set(name, key);
    return key;
  };
  for (const name of names) {
    if (name === undefined) continue;
    const own = atoms.get(name) ?? [];
    const field = {
      watch: own.length === 0 ? undefined : watchOf([...own, ...anywhere]),
      rules: plan.byField.get(name) ?? [],
    };
    keyAt(name).field = field;
    // A field met twice, under two ways to cut its name, is the same field: no rule is proposed twice.
    if (name.includes('.'))
      for (const first of firstKeysOf(name))
        keyAt(first).inside.push({ read: compileFieldReader(name), field });
  }
  const mayBeNumber = anywhere
    .flatMap((atom) => needlesOf(sought[atom] as SoughtAtom))
    .some(({ text }) => NUMBER_PART.test(text));
  return { keys, keywords: watchOf(anywhere), mayBeNumber };
}

function compileWatch(
  atoms: readonly number[],
  sought: readonly SoughtAtom[],
  rulesOf: Plan['byAtom'],
  propose: Propose,
): Watch {
  const rules = new Map<string, { needle: Needle; rules: Set<number> }>();
  for (const atom of atoms)
    for (const needle of needlesOf(sought[atom] as SoughtAtom)) {
      const key = keyOf(needle);
      const entry = rules.get(key) ?? { needle, rules: new Set<number>() };
      rules.set(key, entry);
      for (const rule of rulesOf.get(atom) ?? []) entry.rules.add(rule);
    }
  const lists = [...rules.values()].map((each) => [...each.rules]);
  const scan: Scan = buildNeedles([...rules.values()].map(({ needle }) => needle));
  const onNeedle: OnNeedle = (needle) => propose(lists[needle] as readonly number[]);
  return (text) => scan(text, onNeedle);
}
