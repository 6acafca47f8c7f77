// SPDX-License-Identifier: Apache-2.0
// Many rules against one event at a time. Texts are scanned once a value, whatever the number of rules; a rule is
// looked at only when a witness of it holds, and then asks no text again.
import type { SigmaRule } from '../rule.ts';
import { createAtomTable, internExpression, type Node, type SoughtAtom } from './atoms.ts';
import { buildField, type FieldScan } from './field.ts';
import { groupBy } from './group-by.ts';
import { compileLazy, type LazyTest } from './lazy.ts';
import { type EventRecord, eachScalar, everyScalar, fieldOf } from './record.ts';
import { textOf } from './value.ts';
import { guessCost, type Witness, witnessesOf } from './witness.ts';

export interface Engine {
  /** Numbers of the rules that match, ascending. */
  match(record: EventRecord): readonly number[];
}

/** After so many events the witnesses are chosen anew, by what was counted. The result of `match` does not change. */
const PLANS = [500, 5_000, 50_000];

interface Plan {
  /** Rules to look at when an atom holds, or a field is there; and those to look at always. */
  readonly byAtom: readonly (readonly number[] | undefined)[];
  readonly byField: ReadonlyMap<string, readonly number[]>;
  readonly always: readonly number[];
}

export function compileEngine(rules: readonly Pick<SigmaRule, 'expression'>[]): Engine {
  const table = createAtomTable();
  const nodes = rules.map((rule) => internExpression(table, rule.expression));
  const tests = table.lazy.map(compileLazy);
  const { flat, nested, keyword } = buildFields(table.sought);
  const hits = new Float64Array(table.sought.length);
  const makePlan = (): Plan =>
    planOf(nodes, table, (atom) => costOf(table.sought[atom] as SoughtAtom, hits, atom, events));
  const state = createState(table.sought.length, rules.length, tests);
  let events = 0;
  let plan = makePlan();
  const hold = (atom: number): void => {
    if (state.atomAt[atom] === state.event) return;
    state.atomAt[atom] = state.event;
    hits[atom] = (hits[atom] as number) + 1;
    const list = plan.byAtom[atom];
    if (list !== undefined) for (const rule of list) propose(state, rule);
  };
  const scan = (value: unknown, by: FieldScan): void => {
    const text = textOf(value);
    if (text !== undefined) for (const atom of by(text)) hold(atom);
  };
  return {
    match(record) {
      begin(state, record);
      if (PLANS.includes(events++)) plan = makePlan();
      for (const key in record) {
        const by = flat.get(key);
        if (by !== undefined) eachScalar(record[key], (value) => scan(value, by));
        const list = plan.byField.get(key);
        if (list !== undefined) for (const rule of list) propose(state, rule);
      }
      for (const [name, by] of nested)
        if (!Object.hasOwn(record, name)) {
          const value = fieldOf(record, name);
          if (value === undefined) continue;
          if (by !== undefined) eachScalar(value, (each) => scan(each, by));
          for (const rule of plan.byField.get(name) ?? []) propose(state, rule);
        }
      if (keyword !== undefined) everyScalar(record, (value) => scan(value, keyword));
      for (const rule of plan.always) propose(state, rule);
      return decide(state, nodes);
    },
  };

  function buildFields(sought: readonly SoughtAtom[]): {
    readonly flat: ReadonlyMap<string, FieldScan>;
    readonly nested: ReadonlyMap<string, FieldScan | undefined>;
    readonly keyword: FieldScan | undefined;
  } {
    const byField = groupBy(
      sought.map((atom, number) => [number, atom] as const),
      ([, { field }]) => field,
    );
    const scans = new Map([...byField].map(([field, atoms]) => [field, buildField(atoms)]));
    const lazyFields = table.lazy.map(({ field }) => field);
    const names = [...new Set([...byField.keys(), ...lazyFields])].filter((name) => name?.includes('.'));
    return {
      flat: scans as ReadonlyMap<string, FieldScan>,
      nested: new Map(names.map((name) => [name as string, scans.get(name)])),
      keyword: scans.get(undefined),
    };
  }
}

function costOf(atom: SoughtAtom, hits: Float64Array, number: number, events: number): number {
  return events < (PLANS[0] as number)
    ? guessCost(atom)
    : ((hits[number] as number) + guessCost(atom)) / events;
}

function planOf(
  nodes: readonly Node[],
  table: ReturnType<typeof createAtomTable>,
  cost: (atom: number) => number,
): Plan {
  const byAtom: number[][] = [];
  const byField = new Map<string, number[]>();
  const always: number[] = [];
  const list = (witness: Witness): number[] => {
    const found = ('atom' in witness ? byAtom[witness.atom] : byField.get(witness.field)) ?? [];
    if ('atom' in witness) byAtom[witness.atom] = found;
    else byField.set(witness.field, found);
    return found;
  };
  nodes.forEach((node, rule) => {
    const witnesses = witnessesOf(node, table.lazy, cost);
    if (witnesses === undefined) always.push(rule);
    else for (const witness of witnesses.of) list(witness).push(rule);
  });
  return { byAtom, byField, always };
}

interface State {
  event: number;
  record: EventRecord;
  readonly tests: readonly LazyTest[];
  /** The event in which something was last found, for atoms, lazy atoms and rules. */
  readonly atomAt: Int32Array;
  readonly lazyAt: Int32Array;
  readonly lazyHolds: Uint8Array;
  readonly ruleAt: Int32Array;
  readonly proposed: number[];
}

function createState(atoms: number, rules: number, tests: readonly LazyTest[]): State {
  return {
    event: 0,
    record: {},
    tests,
    atomAt: new Int32Array(atoms),
    lazyAt: new Int32Array(tests.length),
    lazyHolds: new Uint8Array(tests.length),
    ruleAt: new Int32Array(rules),
    proposed: [],
  };
}

function begin(state: State, record: EventRecord): void {
  state.record = record;
  state.event = (state.event + 1) | 0;
  state.proposed.length = 0;
}

function propose(state: State, rule: number): void {
  if (state.ruleAt[rule] === state.event) return;
  state.ruleAt[rule] = state.event;
  state.proposed.push(rule);
}

function decide(state: State, nodes: readonly Node[]): readonly number[] {
  const matched = state.proposed.filter((rule) => holds(nodes[rule] as Node, state));
  return matched.sort((left, right) => left - right);
}

function holds(node: Node, state: State): boolean {
  switch (node.kind) {
    case 'sought':
      return state.atomAt[node.atom] === state.event;
    case 'lazy':
      return holdsLazily(node.atom, state);
    case 'not':
      return !holds(node.of, state);
    case 'and': {
      for (const each of node.of) if (!holds(each, state)) return false;
      return true;
    }
    case 'or': {
      for (const each of node.of) if (holds(each, state)) return true;
      return false;
    }
  }
}

function holdsLazily(atom: number, state: State): boolean {
  if (state.lazyAt[atom] !== state.event) {
    state.lazyAt[atom] = state.event;
    state.lazyHolds[atom] = (state.tests[atom] as LazyTest)(state.record) ? 1 : 0;
  }
  return state.lazyHolds[atom] === 1;
}
