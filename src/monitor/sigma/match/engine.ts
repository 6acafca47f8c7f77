// SPDX-License-Identifier: Apache-2.0
// Many rules against one event at a time. Texts are scanned once a value, whatever the number of rules; a rule is
// looked at only when a witness of it holds, and then asks no text again.
import type { SigmaRule } from '../rule.ts';
import { type AtomTable, createAtomTable, internExpression, type Node, type SoughtAtom } from './atoms.ts';
import { buildField, type FieldScan } from './field.ts';
import { groupBy } from './group-by.ts';
import { compileLazy, type LazyTest } from './lazy.ts';
import {
  compileFieldReader,
  type EventRecord,
  eachScalar,
  everyScalar,
  type FieldReader,
  firstKeysOf,
} from './record.ts';
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

/** What is to be done with one field of an event. */
interface Field {
  readonly read: FieldReader;
  readonly scan: FieldScan | undefined;
  /** Whether its texts are scanned in every event: a witness may be in them. Else when a rule asks. */
  isEager: boolean;
  /** The event in which it was last scanned, and in how many it was. */
  scannedAt: number;
  scans: number;
  /** Rules to look at when the field is there; chosen anew with every plan. */
  rules: readonly number[];
  /** Fields of dotted names that may stand in the section which this key holds. */
  readonly inside: Field[];
}

export function compileEngine(rules: readonly Pick<SigmaRule, 'expression'>[]): Engine {
  const table = createAtomTable();
  const nodes = rules.map((rule) => internExpression(table, rule.expression));
  // Nothing is interned after this, and the keys are as long as the rules.
  table.known.clear();
  const { fields, keyword } = buildFields(table);
  const ofAtom = table.sought.map(
    ({ field }) => (field === undefined ? keyword : fields.get(field)) as Field,
  );
  const all = keyword === undefined ? [...fields.values()] : [...fields.values(), keyword];
  const hits = new Float64Array(table.sought.length);
  const makePlan = (): Plan => planOf(nodes, table, { hits, ofAtom, fields, all });
  let plan = makePlan();
  const hold = (atom: number): void => {
    if (state.atomAt[atom] === state.event) return;
    state.atomAt[atom] = state.event;
    hits[atom] = (hits[atom] as number) + 1;
    const list = plan.byAtom[atom];
    if (list !== undefined) for (const rule of list) propose(state, rule);
  };
  let current: FieldScan;
  const scan = (value: unknown): void => {
    const text = textOf(value);
    if (text === undefined) return;
    const found = current(text);
    for (let at = 0; at < found.length; at++) hold(found[at] as number);
  };
  const scanField = (field: Field, value: unknown): void => {
    if (field.scannedAt !== state.event) field.scans++;
    field.scannedAt = state.event;
    if (field.scan === undefined) return;
    current = field.scan;
    if (field === keyword) everyScalar(value, scan);
    else if (typeof value === 'object') eachScalar(value, scan);
    else scan(value);
  };
  const ask = (atom: number): void => {
    const field = ofAtom[atom] as Field;
    if (field.isEager || field.scannedAt === state.event) return;
    const value = field === keyword ? state.record : field.read(state.record);
    if (value !== undefined) scanField(field, value);
    field.scannedAt = state.event;
  };
  const state = createState(table.sought.length, rules.length, table.lazy.map(compileLazy), ask);
  let events = 0;
  const meet = (field: Field, value: unknown): void => {
    if (field.isEager) scanField(field, value);
    const { rules: concerned } = field;
    for (let at = 0; at < concerned.length; at++) propose(state, concerned[at] as number);
  };
  return {
    match(record) {
      begin(state, record);
      if (PLANS.includes(events++)) plan = makePlan();
      for (const key in record) {
        const field = fields.get(key);
        if (field === undefined) continue;
        const value = record[key];
        meet(field, value);
        if (field.inside.length === 0 || typeof value !== 'object') continue;
        // A field met twice, under two ways to cut its name, is the same field: nothing counts twice.
        for (const each of field.inside) {
          const inner = each.read(record);
          if (inner !== undefined) meet(each, inner);
        }
      }
      if (keyword?.isEager === true) scanField(keyword, record);
      for (const rule of plan.always) propose(state, rule);
      return decide(state, nodes);
    },
  };
}

function buildFields({ sought, lazy }: AtomTable): {
  readonly fields: ReadonlyMap<string, Field>;
  /** All values of an event. */
  readonly keyword: Field | undefined;
} {
  const byField = groupBy(
    sought.map((atom, number) => [number, atom] as const),
    ([, { field }]) => field,
  );
  const fields = new Map<string, Field>();
  const add = (name: string, scan?: FieldScan): Field => {
    const field = fields.get(name) ?? newField(name, scan);
    fields.set(name, field);
    return field;
  };
  for (const [name, atoms] of byField) if (name !== undefined) add(name, buildField(atoms));
  for (const { field } of lazy) if (field !== undefined) add(field);
  for (const [name, field] of [...fields])
    for (const key of name.includes('.') ? firstKeysOf(name) : []) add(key).inside.push(field);
  const keywords = byField.get(undefined);
  return { fields, keyword: keywords === undefined ? undefined : newField('', buildField(keywords)) };
}

function newField(name: string, scan: FieldScan | undefined): Field {
  const read = compileFieldReader(name);
  return { read, scan, isEager: false, scannedAt: 0, scans: 0, rules: [], inside: [] };
}

/** What was counted, for the choice of witnesses. */
interface Counted {
  readonly hits: Float64Array;
  readonly ofAtom: readonly Field[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly all: readonly Field[];
}

/** What it costs to scan a field in every event, in looks at a rule. */
const SCAN_COST = 5;
/** Before a field was scanned so often, its atoms are guessed. */
const FEW = 400;

/** Chooses twice: the second time, fields that few rules need are left to be scanned when a rule asks. */
function planOf(nodes: readonly Node[], table: AtomTable, counted: Counted): Plan {
  const { hits, ofAtom, fields, all } = counted;
  const cost = (atom: number): number => {
    const { scans } = ofAtom[atom] as Field;
    const guess = guessCost(table.sought[atom] as SoughtAtom);
    return scans < FEW ? guess : ((hits[atom] as number) + guess) / scans;
  };
  const users = new Map<Field, number>();
  for (const each of nodes) {
    const witnesses = witnessesOf(each, table.lazy, cost);
    for (const witness of witnesses?.of ?? [])
      if ('atom' in witness) {
        const field = ofAtom[witness.atom] as Field;
        users.set(field, (users.get(field) ?? 0) + 1);
      }
  }
  const plan = choose(
    nodes,
    table,
    (atom) => cost(atom) + SCAN_COST / (users.get(ofAtom[atom] as Field) ?? 1),
  );
  for (const field of all) field.isEager = false;
  plan.byAtom.forEach((_, atom) => {
    (ofAtom[atom] as Field).isEager = true;
  });
  for (const [name, field] of fields) field.rules = plan.byField.get(name) ?? [];
  return plan;
}

function choose(nodes: readonly Node[], table: AtomTable, cost: (atom: number) => number): Plan {
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
  /** Scans the field of a sought atom if that is still to be done. */
  readonly ask: (atom: number) => void;
  /** The event in which something was last found, for atoms, lazy atoms and rules. */
  readonly atomAt: Int32Array;
  readonly lazyAt: Int32Array;
  readonly lazyHolds: Uint8Array;
  readonly ruleAt: Int32Array;
  readonly proposed: number[];
}

function createState(atoms: number, rules: number, tests: readonly LazyTest[], ask: State['ask']): State {
  return {
    event: 0,
    record: {},
    tests,
    ask,
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
      if (state.atomAt[node.atom] !== state.event) state.ask(node.atom);
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
