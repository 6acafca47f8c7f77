// SPDX-License-Identifier: Apache-2.0
// Which rules an event may match, by the witnesses of a plan. It may name a rule that does not match, never leaves out
// one that does.
import type { AtomTable, SoughtAtom } from './atoms.ts';
import type { Needle, OnNeedle } from './compared.ts';
import { buildNeedles, keyOf, type Scan } from './needles.ts';
import type { Plan } from './plan.ts';
import { createProofs, type Proofs } from './proofs.ts';
import { eachScalar, everyScalar, firstKeysOf } from './record.ts';
import { compileRowReader, type Row, type RowReader } from './row.ts';
import type { Shape } from './shape.ts';
import { isBare, type Skips } from './skips.ts';
import { needlesOf } from './sought.ts';
import { textOf } from './value.ts';

export interface Candidates {
  /** Looks for the witnesses in an event; gives how many rules it may match. */
  look(row: Row): number;
  /** The rules, each once, in no order. */
  readonly rules: Int32Array;
  readonly proofs: Proofs;
}

/** Looks for the witnesses in a text. */
interface Watch {
  (text: string): void;
  readonly skips?: Skips | undefined;
}

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
  readonly inside: readonly { readonly read: RowReader; readonly field: Field }[];
}

/** What is done with a value of the events of one shape. */
interface Step {
  readonly place: number;
  /** Looks through a text; undefined: only what is in a section or a list matters. */
  readonly watch: Watch | undefined;
  readonly skips: Skips | undefined;
  readonly field: Field | undefined;
  readonly inside: Key['inside'];
}

/** What is done with the events of one shape. */
interface Program {
  readonly steps: readonly Step[];
  /** Rules to look at because of the names that the events have. */
  readonly present: readonly number[];
}

/** @param count Of all rules. */
export function createCandidates(plan: Plan, { sought }: AtomTable, count: number): Candidates {
  const proposedAt = new Int32Array(count);
  const rules = new Int32Array(count);
  const proofs = createProofs(plan, { sought });
  let size = 0;
  const propose = (list: readonly number[]): void => {
    for (let at = 0; at < list.length; at++) {
      const rule = list[at] as number;
      if (proposedAt[rule] === proofs.event) continue;
      proposedAt[rule] = proofs.event;
      rules[size++] = rule;
    }
  };
  const { keys, keywords, mayBeNumber } = keysOf(plan, sought, (needle) => {
    propose(needle.rules);
    for (let at = 0; at < needle.atoms.length; at++)
      proofs.foundAt[needle.atoms[at] as number] = proofs.event;
  });
  const watchKeyword = (value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined) (keywords as Watch)(text);
  };
  const meet = ({ watch }: Field, value: unknown): void => {
    if (watch === undefined) return;
    if (typeof value === 'string') watch(value);
    else
      eachScalar(value, (each) => {
        const text = textOf(each);
        if (text !== undefined) watch(text);
      });
  };
  /** A value that is no text. */
  const meetOther = ({ field, inside }: Step, value: unknown, row: Row): void => {
    if (field !== undefined) meet(field, value);
    const isSection = typeof value === 'object';
    // The watch of a field looks for keywords, too; in a section they are looked for in each value.
    if (keywords !== undefined && (field?.watch === undefined || isSection))
      if (typeof value !== 'number' || mayBeNumber) everyScalar(value, watchKeyword, 1);
    if (!isSection) return;
    for (const { read, field: inner } of inside) {
      const found = read(row);
      if (found === undefined) continue;
      propose(inner.rules);
      meet(inner, found);
    }
  };
  const programs = new WeakMap<Shape, Program>();
  const programFor = (shape: Shape): Program => {
    const made = programOf(shape, keys, keywords, plan.always);
    programs.set(shape, made);
    return made;
  };
  const look = (row: Row): number => {
    proofs.event = (proofs.event + 1) | 0;
    size = 0;
    const { steps, present } = programs.get(row.shape) ?? programFor(row.shape);
    propose(present);
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at] as Step;
      const value = row.values[step.place];
      if (typeof value !== 'string') meetOther(step, value, row);
      else if (step.watch !== undefined && (step.skips === undefined || !isBare(step.skips, value)))
        step.watch(value);
    }
    return size;
  };
  return { look, rules, proofs };
}

function programOf(
  { names }: Shape,
  keys: ReadonlyMap<string, Key>,
  keywords: Watch | undefined,
  always: readonly number[],
): Program {
  const present = new Set(always);
  const steps: Step[] = [];
  names.forEach((name, place) => {
    const { field, inside = [] } = keys.get(name) ?? {};
    for (const rule of field?.rules ?? []) present.add(rule);
    const watch = field?.watch ?? keywords;
    if (watch !== undefined || inside.length > 0)
      steps.push({ place, watch, skips: watch?.skips, field, inside });
  });
  return { steps, present: [...present] };
}

/** A part of the text of a number; `Infinity` and `NaN` are such texts. */
const NUMBER_PART = /^[-+.\deinfityna]*$/i;

/** What follows when a needle is found: rules to look at, and atoms of which it is a text. */
interface Found {
  readonly rules: readonly number[];
  readonly atoms: readonly number[];
}

type OnFound = (found: Found) => void;

function keysOf(
  plan: Plan,
  sought: readonly SoughtAtom[],
  onFound: OnFound,
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
    own.length === 0 ? undefined : compileWatch(own, sought, plan.byAtom, onFound);
  const names = new Set([...atoms.keys(), ...plan.byField.keys()]);
  const keys = new Map<string, { field: Field | undefined; inside: { read: RowReader; field: Field }[] }>();
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
        keyAt(first).inside.push({ read: compileRowReader(name), field });
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
  onFound: OnFound,
): Watch {
  const needles = new Map<string, { needle: Needle; rules: Set<number>; atoms: Set<number> }>();
  for (const atom of atoms)
    for (const needle of needlesOf(sought[atom] as SoughtAtom)) {
      const key = keyOf(needle);
      const entry = needles.get(key) ?? { needle, rules: new Set<number>(), atoms: new Set<number>() };
      needles.set(key, entry);
      entry.atoms.add(atom);
      for (const rule of rulesOf.get(atom) ?? []) entry.rules.add(rule);
    }
  const found = [...needles.values()].map((each) => ({ rules: [...each.rules], atoms: [...each.atoms] }));
  const scan: Scan = buildNeedles([...needles.values()].map(({ needle }) => needle));
  const onNeedle: OnNeedle = (needle) => onFound(found[needle] as Found);
  return Object.assign((text: string): void => scan(text, onNeedle), { skips: scan.skips });
}
