// SPDX-License-Identifier: Apache-2.0
// The order in which the atoms of a rule are joined: most bound first, then fewest expected rows.
import type { AtomCode, RuleCode } from './program.ts';
import type { Relation } from './relation.ts';

/** One atom of a join, in join order. */
export interface JoinStep {
  /** Index of the atom in the body of the rule. */
  readonly atom: number;
  /** Places whose value is known before the atom is joined: constants and variables bound earlier. */
  readonly bound: readonly number[];
  /** The places among them to look up by; the others are compared. */
  readonly lookup: readonly number[];
}

/** Chains this short are cheaper to walk than a hash over several columns is to build. */
const SHORT_CHAIN_ROWS = 8;

/** Guess for a relation that is not filled yet: it is likely to be of this size. */
const UNKNOWN_ROWS = 1_000;

/** Join order of `rule` that starts with body atom `driver`; every other atom follows once. */
export function planJoin(
  rule: RuleCode,
  driver: number,
  relations: readonly Relation[],
): readonly JoinStep[] {
  const bound = new Set<number>();
  const left = rule.body.map((_, atom) => atom);
  const steps: JoinStep[] = [];
  for (let atom = driver; ; ) {
    const code = rule.body[atom] as AtomCode;
    const places = boundPlaces(code, bound);
    steps.push({ atom, bound: places, lookup: lookupPlaces(relations[code.relation] as Relation, places) });
    for (const arg of code.args) if (arg >= 0) bound.add(arg);
    left.splice(left.indexOf(atom), 1);
    if (left.length === 0) return steps;
    atom = left.reduce((best, next) =>
      cost(rule, next, bound, relations) < cost(rule, best, bound, relations) ? next : best,
    );
  }
}

/** The body atom with the fewest rows: where the join of a rule without derived premises starts. */
export function smallestAtom(rule: RuleCode, relations: readonly Relation[]): number {
  const size = (atom: number): number => relations[(rule.body[atom] as AtomCode).relation]?.size ?? 0;
  return rule.body.map((_, atom) => atom).reduce((best, atom) => (size(atom) < size(best) ? atom : best));
}

/** One column when its chains are short, since symbols then index it directly; else all that is bound. */
function lookupPlaces(relation: Relation, places: readonly number[]): readonly number[] {
  if (relation.code.derived || places.length < 2) return places;
  const best = places.reduce((most, place) =>
    distinctValues(relation, place) > distinctValues(relation, most) ? place : most,
  );
  return relation.size / distinctValues(relation, best) <= SHORT_CHAIN_ROWS ? [best] : places;
}

function boundPlaces(code: AtomCode, bound: ReadonlySet<number>): readonly number[] {
  return code.args.flatMap((arg, place) => (arg < 0 || bound.has(arg) ? [place] : []));
}

/** Expected number of rows of one lookup. */
function cost(
  rule: RuleCode,
  atom: number,
  bound: ReadonlySet<number>,
  relations: readonly Relation[],
): number {
  const code = rule.body[atom] as AtomCode;
  const relation = relations[code.relation] as Relation;
  const places = boundPlaces(code, bound);
  if (places.length === code.args.length) return 0;
  const rows = relation.code.derived ? Math.max(relation.size, UNKNOWN_ROWS) : relation.size;
  const keys = places.reduce((most, place) => Math.max(most, distinctValues(relation, place)), 1);
  return rows / keys;
}

/** Rows looked at when the number of different values of a column is estimated. */
const SAMPLE_ROWS = 4_096;

function distinctValues(relation: Relation, place: number): number {
  if (relation.code.derived) return Math.sqrt(UNKNOWN_ROWS);
  const column = relation.columns[place] as Int32Array;
  const stride = Math.max(1, Math.floor(relation.size / SAMPLE_ROWS));
  const seen = new Set<number>();
  let looked = 0;
  for (let row = 0; row < relation.size; row += stride, looked++) seen.add(column[row] as number);
  // A column of a sample that repeats itself is taken to repeat everywhere; one that does not, to be a key.
  return seen.size > looked / 2 ? relation.size : Math.max(1, seen.size);
}
