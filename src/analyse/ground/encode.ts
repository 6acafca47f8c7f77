// SPDX-License-Identifier: Apache-2.0
// Names become integers: rules and facts in, a program the grounder can join out.
import {
  type AtomCode,
  constant,
  createRelation,
  createSymbols,
  insertRow,
  type ProgramCode,
  type Relation,
  type RuleCode,
  relationOf,
  type Symbols,
} from '../../core/datalog/index.ts';
import type { InputFact } from '../facts/index.ts';
import type { Atom } from '../rules/atom.ts';
import type { Rule } from '../rules/rule.ts';
import type { Predicate } from '../rules/vocabulary.ts';

/** A ground atom by name. */
export interface GroundFact {
  readonly predicate: string;
  readonly args: readonly string[];
}

export interface Encoded {
  readonly symbols: Symbols;
  readonly program: ProgramCode;
  readonly relations: readonly Relation[];
  readonly relationOf: ReadonlyMap<string, number>;
  /** Per relation, the fact behind each input row. */
  readonly facts: readonly (readonly InputFact[])[];
}

/** Input facts as columns of symbols, one array a place of each predicate; rows are distinct. */
export interface FactTable {
  readonly symbols: Symbols;
  readonly columns: ReadonlyMap<string, Int32Array[]>;
}

/** Encodes rules and facts; `given` are atoms of derived predicates taken as they are. */
export function encode(
  rules: readonly Rule[],
  predicates: ReadonlyMap<string, Predicate>,
  facts: readonly InputFact[],
  given: readonly GroundFact[],
): Encoded {
  const symbols = createSymbols();
  const byPredicate = new Map<string, InputFact[]>();
  for (const fact of facts) {
    const list = byPredicate.get(fact.predicate);
    if (list === undefined) byPredicate.set(fact.predicate, [fact]);
    else list.push(fact);
  }
  const columns = new Map([...byPredicate].map(([id, list]) => [id, columnsOf(list, symbols)]));
  const encoded = encodeTable(rules, predicates, { symbols, columns }, given);
  return { ...encoded, facts: [...predicates.keys()].map((id) => byPredicate.get(id) ?? []) };
}

/** The same for facts that are columns already; there is no place in a file behind them. */
export function encodeTable(
  rules: readonly Rule[],
  predicates: ReadonlyMap<string, Predicate>,
  table: FactTable,
  given: readonly GroundFact[],
): Encoded {
  const { symbols } = table;
  const list = [...predicates.values()];
  const numberOf = new Map(list.map((predicate, number) => [predicate.id, number]));
  const codes = list.map(({ id, sorts, base }) => ({ name: id, arity: sorts.length, derived: !base }));
  const relations = codes.map((code) => {
    const columns = table.columns.get(code.name);
    return columns === undefined || code.derived ? createRelation(code) : relationOf(code, columns);
  });
  for (const { predicate, args } of given) {
    const [a, b, c, d] = args.map((arg) => symbols.intern(arg));
    insertRow(relations[numberOf.get(predicate) as number] as Relation, a ?? 0, b ?? 0, c ?? 0, d ?? 0);
  }
  const program = { relations: codes, rules: rules.map((rule) => encodeRule(rule, numberOf, symbols)) };
  return { symbols, program, relations, relationOf: numberOf, facts: [] };
}

function columnsOf(facts: readonly InputFact[], symbols: Symbols): Int32Array[] {
  const columns = (facts[0] as InputFact).args.map(() => new Int32Array(facts.length));
  facts.forEach((fact, row) => {
    fact.args.forEach((arg, place) => {
      (columns[place] as Int32Array)[row] = symbols.intern(arg);
    });
  });
  return columns;
}

/** Variables are numbered in the order in which they appear in the body. */
function encodeRule(rule: Rule, numberOf: ReadonlyMap<string, number>, symbols: Symbols): RuleCode {
  const variables = new Map<string, number>();
  const encodeAtom = (atom: Atom): AtomCode => ({
    relation: numberOf.get(atom.predicate) as number,
    args: atom.terms.map((term) => {
      if (term.kind === 'constant') return constant(symbols.intern(term.value));
      const known = variables.get(term.name) ?? variables.size;
      variables.set(term.name, known);
      return known;
    }),
  });
  const body = rule.when.map(encodeAtom);
  const negated = rule.unless.map(encodeAtom);
  return { body, negated, head: encodeAtom(rule.then), variables: variables.size };
}
