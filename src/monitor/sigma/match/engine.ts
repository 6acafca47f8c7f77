// SPDX-License-Identifier: Apache-2.0
// Many rules against one event at a time. A few rare texts a rule, its witnesses, are looked for in one pass over each
// field, whatever the number of rules; only a rule of which a witness is found is decided, test by test.
import type { SigmaRule } from '../rule.ts';
import { createAtomTable, internExpression } from './atoms.ts';
import { createCandidates } from './candidates.ts';
import { type Census, createCensus } from './census.ts';
import { createDrift, type Drift } from './drift.ts';
import { createJudge } from './judge.ts';
import { type Odds, orderNode } from './order.ts';
import { makePlan } from './plan.ts';
import { NOTHING } from './proofs.ts';
import type { Row } from './row.ts';

export interface Engine {
  /** Numbers of the rules that match, ascending. */
  match(row: Row): readonly number[];
}

/**
 * Numbers of events between which it is counted how common the texts of rules are; then the witnesses are chosen anew.
 * The result of `match` does not change. Few events need no better choice. After the last it is counted again, over so many
 * events, when what is common changes.
 */
const CENSUSES: readonly (readonly [number, number])[] = [
  [32, 288],
  [4_000, 4_256],
];
const RECOUNTED = 256;

const NEVER = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

export function compileEngine(
  rules: readonly Pick<SigmaRule, 'expression'>[],
  censuses: readonly (readonly [number, number])[] = CENSUSES,
  drift: Drift = createDrift(),
): Engine {
  const table = createAtomTable();
  const nodes = rules.map((rule) => internExpression(table, rule.expression));
  // Nothing is interned after this, and the keys are as long as the rules.
  table.known.clear();
  const judge = createJudge(nodes, table);
  let candidates = createCandidates(makePlan(nodes, table), table, rules.length);
  let census: Census | undefined;
  let events = 0;
  let next = 0;
  let [from, to] = censuses[next] ?? NEVER;
  const count = (row: Row): void => {
    if (events++ < from) return;
    census ??= createCensus(table.sought);
    census.count(row);
    if (events < to) return;
    const { counts } = census;
    candidates = createCandidates(makePlan(nodes, table, counts), table, rules.length);
    const { shown } = candidates.proofs;
    const odds: Odds = {
      share: (atom) => (counts.found[atom] as number) / counts.events,
      isShown: (atom) => shown[atom] !== NOTHING,
    };
    judge.use(nodes.map((node) => orderNode(node, odds)));
    census = undefined;
    [from, to] = censuses[++next] ?? NEVER;
    drift.restart();
  };
  return {
    match(row) {
      count(row);
      const { look, rules: proposed, proofs } = candidates;
      const size = look(row);
      if (from === NEVER[0] && drift.isDue(size)) [from, to] = [events, events + RECOUNTED];
      judge.begin(row, proofs);
      const matched: number[] = [];
      for (let at = 0; at < size; at++) {
        const rule = proposed[at] as number;
        if (judge.matches(rule)) matched.push(rule);
      }
      return matched.length > 1 ? matched.sort((left, right) => left - right) : matched;
    },
  };
}
