// SPDX-License-Identifier: Apache-2.0
// Rule instances over the closed set that miss exactly one input fact: what the attacker lacks.
import { type AtomCode, findRow, indexOn, type Relation } from '../../core/datalog/index.ts';
import type { GroundFact } from '../ground/encode.ts';
import type { System } from '../ground/system.ts';
import type { Rule } from '../rules/rule.ts';

export interface AbsentPremise {
  readonly rule: Rule;
  readonly then: GroundFact;
  /** Positive premises in the order of the rule, `null` at the missing one. */
  readonly when: readonly (GroundFact | null)[];
  readonly missing: { readonly predicate: string; readonly args: readonly (string | undefined)[] };
  readonly bindings: ReadonlyMap<string, string>;
}

/** What a thing is does not change overnight; a frontier of such facts would tell nobody anything. */
const FIXED = new Set([
  'asset',
  'is',
  'zone',
  'zone-is',
  'within',
  'identity',
  'identity-class',
  'person',
  'person-is',
  'credential',
  'credential-is',
  'supplier',
  'supplier-is',
  'attacker',
  'gap',
  'measure',
  'owns',
]);

/** Rows looked at in one search, and premises found; past either the search ends and what was found stands. */
const MAX_ROWS = 2_000_000;
const MAX_FOUND = 20_000;

/** All such instances of `system` over the closed set `member`, whose head is outside it. */
export function absentPremises(system: System, member: Uint8Array): readonly AbsentPremise[] {
  const found = new Map<string, AbsentPremise>();
  const budget = { rows: MAX_ROWS };
  system.graph.ground.rules.forEach((code, number) => {
    const rule = system.rules[number] as Rule;
    if (rule.id.startsWith('candidate:') || rule.id.startsWith('start:')) return;
    const derived = code.body.flatMap((atom, at) => (isDerived(system, atom) ? [at] : []));
    if (derived.length === 0 || rule.when.some((atom) => atom.predicate === 'gap')) return;
    rule.when.forEach((atom, missing) => {
      if (FIXED.has(atom.predicate) || isDerived(system, code.body[missing] as AtomCode)) return;
      search(system, member, number, missing, derived[0] as number, budget, found);
    });
  });
  return [...found.values()];
}

function isDerived(system: System, atom: AtomCode): boolean {
  return system.encoded.relations[atom.relation]?.code.derived === true;
}

/** Backtracking join of all atoms but `missing`, starting at a derived one. */
function search(
  system: System,
  member: Uint8Array,
  number: number,
  missing: number,
  driver: number,
  budget: { rows: number },
  found: Map<string, AbsentPremise>,
): void {
  const code = system.graph.ground.rules[number] as NonNullable<(typeof system.graph.ground.rules)[number]>;
  const bound = new Int32Array(code.variables).fill(-1);
  const todo = code.body.map((_, at) => at).filter((at) => at !== missing);
  const rows = new Int32Array(code.body.length).fill(-1);
  const step = (left: readonly number[]): void => {
    if (budget.rows <= 0 || found.size >= MAX_FOUND) return;
    if (left.length === 0) {
      report(system, member, number, missing, bound, rows, found);
      return;
    }
    const at = left.length === todo.length ? driver : mostBound(code.body, left, bound);
    const atom = code.body[at] as AtomCode;
    const relation = system.encoded.relations[atom.relation] as Relation;
    const base = system.graph.offsets[atom.relation] as number;
    for (const row of candidateRows(system, atom, relation, bound)) {
      budget.rows -= 1;
      if (relation.code.derived && member[base + row] !== 1) continue;
      const fresh = unify(atom, relation, row, bound);
      if (fresh === undefined) continue;
      rows[at] = row;
      step(left.filter((other) => other !== at));
      for (const variable of fresh) bound[variable] = -1;
    }
  };
  step(todo);
}

function mostBound(body: readonly AtomCode[], left: readonly number[], bound: Int32Array): number {
  const score = (at: number): number => {
    const { args } = body[at] as AtomCode;
    return args.filter((arg) => arg < 0 || bound[arg] !== -1).length / args.length;
  };
  return left.reduce((best, at) => (score(at) > score(best) ? at : best));
}

function* candidateRows(
  system: System,
  atom: AtomCode,
  relation: Relation,
  bound: Int32Array,
): Generator<number> {
  const place = atom.args.findIndex((arg) => arg < 0 || bound[arg] !== -1);
  if (place < 0) {
    for (let row = 0; row < relation.size; row++) yield row;
    return;
  }
  const arg = atom.args[place] as number;
  const symbol = arg < 0 ? -1 - arg : (bound[arg] as number);
  const index = indexOn(relation, [place], system.encoded.symbols.size);
  for (let row = index.first[symbol] ?? -1; row >= 0; row = index.next[row] as number) yield row;
}

/** Binds the free variables of the atom to the row; undefined, with nothing bound, when they do not fit. */
function unify(
  atom: AtomCode,
  relation: Relation,
  row: number,
  bound: Int32Array,
): readonly number[] | undefined {
  const fresh: number[] = [];
  for (let place = 0; place < atom.args.length; place++) {
    const arg = atom.args[place] as number;
    const value = (relation.columns[place] as Int32Array)[row] as number;
    if (arg >= 0 && bound[arg] === -1) {
      bound[arg] = value;
      fresh.push(arg);
    } else if ((arg < 0 ? -1 - arg : bound[arg]) !== value) {
      for (const variable of fresh) bound[variable] = -1;
      return undefined;
    }
  }
  return fresh;
}

/** Keeps the instance when its head is bound and new, the premise is really absent, and no control stands in the way. */
function report(
  system: System,
  member: Uint8Array,
  number: number,
  missing: number,
  bound: Int32Array,
  rows: Int32Array,
  found: Map<string, AbsentPremise>,
): void {
  const { encoded, graph, rules } = system;
  const code = graph.ground.rules[number] as NonNullable<(typeof graph.ground.rules)[number]>;
  const value = (arg: number): number => (arg < 0 ? -1 - arg : (bound[arg] as number));
  if (code.head.args.some((arg) => value(arg) === -1)) return;
  const absent = code.body[missing] as AtomCode;
  if (matches(system, absent, bound)) return;
  if (
    code.negated.some(
      (atom) => atom.args.every((arg) => value(arg) !== -1) && lookup(system, atom, value) >= 0,
    )
  )
    return;
  const headRow = lookup(system, code.head, value);
  if (headRow >= 0 && member[(graph.offsets[code.head.relation] as number) + headRow] === 1) return;
  const name = (arg: number): string | undefined =>
    value(arg) === -1 ? undefined : encoded.symbols.name(value(arg));
  const fact = (atom: AtomCode): GroundFact => ({
    predicate: encoded.relations[atom.relation]?.code.name ?? '',
    args: atom.args.map((arg) => name(arg) ?? '_'),
  });
  const rule = rules[number] as Rule;
  const then = fact(code.head);
  const gone = { predicate: fact(absent).predicate, args: absent.args.map(name) };
  const key = `${rule.id} ${then.args.join(' ')} ${gone.predicate} ${gone.args.join(' ')}`;
  if (found.has(key)) return;
  const when = code.body.map((atom, at) =>
    at === missing
      ? null
      : {
          predicate: fact(atom).predicate,
          args: (encoded.relations[atom.relation] as Relation).columns.map((column) =>
            encoded.symbols.name(column[rows[at] as number] as number),
          ),
        },
  );
  found.set(key, { rule, then, when, missing: gone, bindings: bindingsOf(rule, code.body, name) });
}

function matches(system: System, atom: AtomCode, bound: Int32Array): boolean {
  const relation = system.encoded.relations[atom.relation] as Relation;
  for (const row of candidateRows(system, atom, relation, bound)) {
    const fresh = unify(atom, relation, row, bound);
    if (fresh === undefined) continue;
    for (const variable of fresh) bound[variable] = -1;
    return true;
  }
  return false;
}

function lookup(system: System, atom: AtomCode, value: (arg: number) => number): number {
  const [a, b, c, d] = atom.args.map(value);
  return findRow(system.encoded.relations[atom.relation] as Relation, a ?? 0, b ?? 0, c ?? 0, d ?? 0);
}

function bindingsOf(
  rule: Rule,
  body: readonly AtomCode[],
  name: (arg: number) => string | undefined,
): ReadonlyMap<string, string> {
  const bindings = new Map<string, string>();
  rule.when.forEach((atom, at) => {
    atom.terms.forEach((term, place) => {
      const value = name((body[at] as AtomCode).args[place] as number);
      if (term.kind === 'variable' && value !== undefined) bindings.set(term.name, value);
    });
  });
  return bindings;
}
