// SPDX-License-Identifier: Apache-2.0
// The engine against a second reading of the specification, on random rules and events.

import { describe, expect, it } from 'vitest';
import { compileEngine, type Engine } from '../src/monitor/sigma/match/engine.ts';
import { rowOf } from '../src/monitor/sigma/match/row.ts';
import { parseSigma } from '../src/monitor/sigma/parse/document.ts';
import type { SigmaRule } from '../src/monitor/sigma/rule.ts';
import { naiveMatch } from './oracle/sigma-naive.ts';
import { createRandom, randomDetection, randomEvent } from './oracle/sigma-random.ts';

const SEEDS = Array.from({ length: 20 }, (_, at) => 1 + at * 7919);
const RULES = 100;
const EVENTS = 60;
/** Witnesses are chosen anew after few events, so that events meet those that were guessed and those that were counted. */
const CENSUSES = [
  [8, 20],
  [30, 40],
] as const;

describe('Sigma engine beside a naive evaluator', () => {
  it.each(SEEDS)('agrees on 6,000 pairs of seed %i', (seed) => {
    compare({ seed, events: EVENTS, compile: (rules) => compileEngine(rules, CENSUSES) });
  });

  it('agrees before, while and after it is counted again because events have changed', () => {
    let restarts = 0;
    let events = 0;
    const drift = {
      isDue: () => ++events % 20 === 0,
      restart() {
        restarts++;
      },
    };
    compare({ seed: 5, events: 600, compile: (rules) => compileEngine(rules, [], drift) });
    expect(restarts).toBe(2);
  });
});

/** Random rules and events, as many of each seed as there is patience for. */
function compare(given: {
  readonly seed: number;
  readonly events: number;
  readonly compile: (rules: readonly SigmaRule[]) => Engine;
}): void {
  const random = createRandom(given.seed);
  const detections = Array.from({ length: RULES }, () => randomDetection(random));
  const engine = given.compile(detections.map(parseRule));
  let matched = 0;
  for (let at = 0; at < given.events; at++) {
    const event = randomEvent(random);
    const expected = detections.flatMap((detection, rule) => (naiveMatch(detection, event) ? [rule] : []));
    const found = engine.match(rowOf(event));
    if (found.join() !== expected.join()) {
      const rule = [...found, ...expected].find(
        (each) => found.includes(each) !== expected.includes(each),
      ) as number;
      expect({ event, detection: detections[rule], matches: found.includes(rule) }).toEqual({
        event,
        detection: detections[rule],
        matches: expected.includes(rule),
      });
    }
    matched += found.length;
  }
  // Neither everything nor nothing matches, or the comparison would say little.
  expect(matched).toBeGreaterThan(RULES * given.events * 0.05);
  expect(matched).toBeLessThan(RULES * given.events * 0.95);
}

function parseRule(detection: Record<string, unknown>): SigmaRule {
  const text = JSON.stringify({ title: 'random', logsource: { product: 'test' }, detection });
  const { value, problems } = parseSigma(new TextEncoder().encode(text), 'random.json');
  expect(problems).toEqual([]);
  return value?.[0] as SigmaRule;
}
