// SPDX-License-Identifier: Apache-2.0
// Rule sets by cover, pruning and minimum description length (W. W. Cohen, Fast Effective Rule Induction, ICML 1995).
import { createRandom, type Random } from '../../core/random.ts';
import { descriptionLength, possibleConditions } from './description.ts';
import { growRule } from './grow.ts';
import { coveredBy, covers, positives, type Rule, type Table } from './table.ts';

export interface RipperOptions {
  readonly seed: number;
  /** Conditions a rule may have. */
  readonly conditions?: number;
  /** Rounds of looking at each rule again. */
  readonly rounds?: number;
  readonly rules?: number;
}

/** A rule set that takes so many bits more than the shortest met so far ends the search. */
const SLACK = 64;
/** With fewer examples nothing is set aside to prune by. */
const FEW = 12;

interface Search {
  readonly table: Table;
  readonly random: Random;
  readonly possible: number;
  readonly conditions: number;
  readonly rules: number;
}

/** Rules for what is labelled 1, the first found first. */
export function induceRules(table: Table, options: RipperOptions): readonly Rule[] {
  const search: Search = {
    table,
    random: createRandom(options.seed, 'induce'),
    possible: possibleConditions(table),
    conditions: options.conditions ?? 4,
    rules: options.rules ?? 12,
  };
  const all = Int32Array.from(table.labels, (_, row) => row);
  let rules = cover(search, all, []);
  for (let round = 0; round < (options.rounds ?? 2); round++)
    rules = cover(search, all, again(search, all, rules));
  return shortest(search, all, rules);
}

/** Adds rules until what they cover is no longer worth telling. */
function cover(search: Search, all: Int32Array, start: readonly Rule[]): Rule[] {
  const { table, possible } = search;
  const rules = [...start];
  let left = all.filter((row) => !rules.some((rule) => covers(table, rule, row)));
  let least = descriptionLength(table, all, rules, possible);
  while (rules.length < search.rules && positives(table, left) > 0) {
    const [grown, kept] = split(search, left);
    const rule = prune(table, growRule(table, grown, limitsOf(search, grown)), kept);
    const covered = coveredBy(table, rule, left);
    const right = positives(table, covered);
    if (rule.length === 0 || right === 0 || right * 2 < covered.length) break;
    const bits = descriptionLength(table, all, [...rules, rule], possible);
    if (bits > least + SLACK) break;
    least = Math.min(least, bits);
    rules.push(rule);
    left = left.filter((row) => !covers(table, rule, row));
  }
  return shortest(search, all, rules);
}

/** Each rule is grown anew and grown on; the shortest of the three stays. */
function again(search: Search, all: Int32Array, rules: readonly Rule[]): readonly Rule[] {
  const { table, possible } = search;
  const result = [...rules];
  for (let at = 0; at < result.length; at++) {
    const others = result.filter((_, other) => other !== at);
    const left = all.filter((row) => !others.some((rule) => covers(table, rule, row)));
    const [grown, kept] = split(search, left);
    const limits = limitsOf(search, grown);
    const old = result[at] as Rule;
    const replaced = prune(table, growRule(table, grown, limits), kept);
    const revised = prune(table, growRule(table, grown, limits, old), kept);
    const bitsOf = (rule: Rule): number =>
      rule.length === 0
        ? Number.POSITIVE_INFINITY
        : descriptionLength(table, all, [...others, rule], possible);
    result[at] = [replaced, revised].reduce((best, rule) => (bitsOf(rule) < bitsOf(best) ? rule : best), old);
  }
  return result;
}

/** Leaves out rules, the last first, as long as the whole gets shorter. */
function shortest({ table, possible }: Search, all: Int32Array, rules: readonly Rule[]): Rule[] {
  const kept = [...rules];
  for (let at = kept.length - 1; at >= 0; at--) {
    const without = kept.filter((_, other) => other !== at);
    if (descriptionLength(table, all, without, possible) <= descriptionLength(table, all, kept, possible))
      kept.splice(at, 1);
  }
  return kept;
}

/** Two thirds to grow on, one to prune by, of either label; all for both when there are few. */
function split({ table, random }: Search, rows: Int32Array): readonly [Int32Array, Int32Array] {
  if (positives(table, rows) < FEW) return [rows, rows];
  const grown: number[] = [];
  const kept: number[] = [];
  for (const label of [1, 0]) {
    const mine = [...rows].filter((row) => table.labels[row] === label);
    for (let at = mine.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [mine[at], mine[other]] = [mine[other] as number, mine[at] as number];
    }
    const cut = Math.ceil((mine.length * 2) / 3);
    grown.push(...mine.slice(0, cut));
    kept.push(...mine.slice(cut));
  }
  return [Int32Array.from(grown), Int32Array.from(kept)];
}

function limitsOf({ conditions, table }: Search, grown: Int32Array): Parameters<typeof growRule>[2] {
  return { conditions, least: positives(table, grown) < FEW ? 1 : 2 };
}

/** Drops last conditions as long as the rule does better on rows that it was not grown on. */
function prune(table: Table, rule: Rule, kept: Int32Array): Rule {
  let [best, worth] = [rule, worthOf(table, rule, kept)];
  for (let length = rule.length - 1; length > 0; length--) {
    const shorter = rule.slice(0, length);
    const other = worthOf(table, shorter, kept);
    if (other >= worth) [best, worth] = [shorter, other];
  }
  return best;
}

function worthOf(table: Table, rule: Rule, rows: Int32Array): number {
  const covered = coveredBy(table, rule, rows);
  if (covered.length === 0) return -1;
  return (2 * positives(table, covered) - covered.length) / covered.length;
}
