// SPDX-License-Identifier: Apache-2.0
// Everything one analysis works on: the rules, the facts, and the hypergraph that they ground to.
import {
  findRow,
  type GroundLimits,
  ground,
  type Instances,
  type Relation,
  type RuleCode,
} from '../../core/datalog/index.ts';
import { buildHypergraph, type Hypergraph } from '../closure/hypergraph.ts';
import type { InputFact } from '../facts/index.ts';
import { ruleOf } from '../path/proof.ts';
import { formatGround } from '../rules/atom.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Rule } from '../rules/rule.ts';
import { type Encoded, encode, encodeTable, type FactTable, type GroundFact } from './encode.ts';

/** Head of the rules that find the targets of an attack: `candidate(attack, target)`; known to the engine only. */
export const CANDIDATE = 'candidate';

/** Input facts that a closure switches on: who attacks, and what is only possible. */
const SWITCHED = ['attacker', 'gap'];

export interface System {
  readonly rules: readonly Rule[];
  readonly encoded: Encoded;
  readonly graph: Hypergraph;
}

export interface SystemInput {
  readonly compiled: CompiledRules;
  readonly facts: readonly InputFact[];
  readonly attackers: readonly string[];
  /** Atoms of derived predicates that may be seeds: what is assumed, and what a frontier tries out. */
  readonly given: readonly GroundFact[];
  readonly limits?: GroundLimits;
  /** Makes every input fact a node that a closure turns on, so that facts can come and go. */
  readonly editable?: boolean;
}

export function buildSystem(input: SystemInput): System {
  const { compiled, facts, attackers, given, limits, editable = false } = input;
  const { rules, predicates } = withCandidates(compiled);
  const attackerFacts = attackers.map(
    (id): InputFact => ({ predicate: 'attacker', args: [id], path: [], source: undefined }),
  );
  return groundSystem(
    rules,
    encode(rules, predicates, [...facts, ...attackerFacts], given),
    limits,
    editable,
  );
}

/** The same over columns of facts, `attacker` among them: for models too large for one object a fact. */
export function buildTableSystem(
  compiled: CompiledRules,
  table: FactTable,
  { limits, editable = false }: Pick<SystemInput, 'limits' | 'editable'> = {},
): System {
  const { rules, predicates } = withCandidates(compiled);
  return groundSystem(rules, encodeTable(rules, predicates, table, []), limits, editable);
}

function withCandidates(compiled: CompiledRules): CompiledRules {
  const predicates = new Map(compiled.predicates);
  predicates.set(CANDIDATE, { id: CANDIDATE, sorts: ['attack', 'asset'], base: false, reachability: false });
  return { rules: [...compiled.rules, ...candidateRules(compiled)], predicates };
}

function groundSystem(
  rules: readonly Rule[],
  encoded: Encoded,
  limits: GroundLimits | undefined,
  editable: boolean,
): System {
  const grounded = ground(encoded.program, encoded.relations, encoded.symbols.size, limits);
  const inputs = encoded.relations.flatMap(({ code }) => (code.derived ? [] : [code.name]));
  const switched = new Set(
    (editable ? inputs : SWITCHED).map((name) => encoded.relationOf.get(name) as number),
  );
  return { rules, encoded, graph: buildHypergraph(grounded, switched) };
}

/** A target is what satisfies the premises of the attack that the model alone decides. */
function candidateRules({ rules, predicates }: CompiledRules): readonly Rule[] {
  return rules
    .filter((rule) => rule.id.startsWith('attack:'))
    .map((rule) => ({
      ...rule,
      id: `candidate:${rule.id.slice('attack:'.length)}`,
      then: { predicate: CANDIDATE, terms: rule.then.terms },
      when: rule.when.filter((atom) => predicates.get(atom.predicate)?.base === true),
    }));
}

/** The node of a ground atom, or -1 when grounding never met it. */
export function nodeOf(system: System, predicate: string, args: readonly string[]): number {
  const { encoded, graph } = system;
  const number = encoded.relationOf.get(predicate);
  if (number === undefined) return -1;
  const symbols = args.map((arg) => encoded.symbols.find(arg));
  if (symbols.some((symbol) => symbol === undefined)) return -1;
  const [a, b, c, d] = symbols;
  const row = findRow(encoded.relations[number] as Relation, a ?? 0, b ?? 0, c ?? 0, d ?? 0);
  return row < 0 ? -1 : (graph.offsets[number] as number) + row;
}

/** Predicate and arguments of a node. */
export function factOf(system: System, node: number): GroundFact {
  const relation = relationOfNode(system, node);
  return rowFact(system, relation, node - (system.graph.offsets[relation] as number));
}

export function relationOfNode({ graph }: System, node: number): number {
  let relation = 0;
  while ((graph.offsets[relation + 1] as number) <= node) relation++;
  return relation;
}

export function rowFact({ encoded }: System, number: number, row: number): GroundFact {
  const relation = encoded.relations[number] as Relation;
  return {
    predicate: relation.code.name,
    args: relation.columns.map((column) => encoded.symbols.name(column[row] as number)),
  };
}

/** A rule instance by name. */
export interface Instance {
  readonly rule: Rule;
  readonly code: RuleCode;
  readonly then: GroundFact;
  readonly when: readonly GroundFact[];
  /** Input facts among the premises. */
  readonly facts: readonly InputFact[];
  /** The values of the variables of the rule. */
  readonly bindings: ReadonlyMap<string, string>;
}

export function instanceOf(system: System, instance: number): Instance {
  const { graph, encoded, rules } = system;
  const number = ruleOf(graph, instance);
  const rule = rules[number] as Rule;
  const code = graph.ground.rules[number] as RuleCode;
  const all = graph.ground.instances[number] as Instances;
  const at = (instance - (graph.ruleStart[number] as number)) * all.stride;
  const rowAt = (place: number): number => all.rows[at + place] as number;
  const when = code.body.map((atom, place) => rowFact(system, atom.relation, rowAt(place + 1)));
  const facts = code.body.flatMap((atom, place) => encoded.facts[atom.relation]?.[rowAt(place + 1)] ?? []);
  const bindings = new Map<string, string>();
  rule.when.forEach((atom, place) => {
    atom.terms.forEach((term, position) => {
      if (term.kind === 'variable') bindings.set(term.name, when[place]?.args[position] as string);
    });
  });
  return { rule, code, then: rowFact(system, code.head.relation, rowAt(0)), when, facts, bindings };
}

export function textOf(fact: GroundFact): string {
  return formatGround(fact.predicate, fact.args);
}
