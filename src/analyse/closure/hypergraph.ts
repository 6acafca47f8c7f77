// SPDX-License-Identifier: Apache-2.0
// The ground program as an AND/OR hypergraph in compressed rows: a node is a fact, a hyperedge a rule instance.
// Premises are what can be switched or derived; facts that are always true are left out.

import { type AndOr, usesOf } from '../../core/and-or.ts';
import {
  type AtomCode,
  findRow,
  type GroundProgram,
  type Instances,
  type Relation,
  type RuleCode,
} from '../../core/datalog/index.ts';

export interface Hypergraph extends AndOr {
  readonly ground: GroundProgram;
  /** Node number of row 0 of each relation. */
  readonly offsets: Int32Array;
  /** First instance number of each rule, and the number of instances at the end. */
  readonly ruleStart: Int32Array;
  /** Per instance, how many of its negated premises are violated by the input facts. */
  readonly violated: Uint8Array;
}

/** @param switched relations of input facts that a closure turns on one by one (attackers, gaps). */
export function buildHypergraph(ground: GroundProgram, switched: ReadonlySet<number>): Hypergraph {
  const { relations, rules, instances } = ground;
  const offsets = prefixSums(relations.map((relation) => relation.size));
  const ruleStart = prefixSums(instances.map((all) => all.count));
  const total = ruleStart[rules.length] as number;
  const variable = rules.map((rule) =>
    rule.body.flatMap((atom, at) =>
      relations[atom.relation]?.code.derived === true || switched.has(atom.relation) ? [at] : [],
    ),
  );
  const premiseCount = instances.reduce(
    (sum, all, rule) => sum + all.count * (variable[rule] as number[]).length,
    0,
  );
  const heads = new Int32Array(total);
  const premiseStart = new Int32Array(total + 1);
  const premises = new Int32Array(premiseCount);
  const violated = new Uint8Array(total);
  let instance = 0;
  let premise = 0;
  rules.forEach((rule, number) => {
    const all = instances[number] as Instances;
    const places = variable[number] as number[];
    const bases = rule.body.map((atom) => offsets[atom.relation] as number);
    const headBase = offsets[rule.head.relation] as number;
    for (let at = 0; at < all.count * all.stride; at += all.stride, instance++) {
      heads[instance] = headBase + (all.rows[at] as number);
      premiseStart[instance] = premise;
      for (let place = 0; place < places.length; place++) {
        const atom = places[place] as number;
        premises[premise++] = (bases[atom] as number) + (all.rows[at + atom + 1] as number);
      }
    }
    markViolated(rule, all, relations, violated, ruleStart[number] as number);
  });
  premiseStart[total] = premise;
  const nodes = offsets[relations.length] as number;
  const { useStart, uses } = usesOf(nodes, premiseStart, premises);
  return {
    ground,
    offsets,
    nodes,
    ruleStart,
    heads,
    premiseStart,
    premises,
    useStart,
    uses,
    violated,
  };
}

function markViolated(
  rule: RuleCode,
  all: Instances,
  relations: readonly Relation[],
  violated: Uint8Array,
  first: number,
): void {
  for (const atom of rule.negated) {
    const relation = relations[atom.relation] as Relation;
    if (relation.size === 0) continue;
    const read = argumentReader(rule, atom, relations);
    for (let number = 0; number < all.count; number++) {
      const at = number * all.stride;
      if (
        findRow(
          relation,
          read(all.rows, at, 0),
          read(all.rows, at, 1),
          read(all.rows, at, 2),
          read(all.rows, at, 3),
        ) >= 0
      )
        violated[first + number] = (violated[first + number] as number) + 1;
    }
  }
}

/** Reads the symbol at a place of `atom` in an instance of `rule`; unused places are 0. */
export function argumentReader(
  rule: RuleCode,
  atom: AtomCode,
  relations: readonly Relation[],
): (rows: Int32Array, at: number, place: number) => number {
  const readers = atom.args.map((arg): ((rows: Int32Array, at: number) => number) => {
    if (arg < 0) return () => -1 - arg;
    for (let body = 0; body < rule.body.length; body++) {
      const premise = rule.body[body] as AtomCode;
      const place = premise.args.indexOf(arg);
      const relation = relations[premise.relation] as Relation;
      if (place >= 0)
        return (rows, at) => (relation.columns[place] as Int32Array)[rows[at + body + 1] as number] as number;
    }
    return () => -1;
  });
  return (rows, at, place) => readers[place]?.(rows, at) ?? 0;
}

function prefixSums(sizes: readonly number[]): Int32Array {
  const sums = new Int32Array(sizes.length + 1);
  sizes.forEach((size, at) => {
    sums[at + 1] = (sums[at] as number) + size;
  });
  return sums;
}
