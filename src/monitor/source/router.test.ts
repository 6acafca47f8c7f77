// SPDX-License-Identifier: Apache-2.0

import { expect, test } from 'vitest';
import { resolveRules } from '../sigma/correlate/resolve.ts';
import { rowOf } from '../sigma/match/row.ts';
import { parseSigma } from '../sigma/parse/document.ts';
import { createRouter } from './router.ts';

const RULES = `title: A
logsource: { product: p, service: s1 }
detection: { selection: { a: 1 }, condition: selection }
---
title: B
logsource: { product: q }
detection: { selection: { a: 1 }, condition: selection }
---
title: C
logsource: { category: c }
detection: { selection: { b: 1 }, condition: not selection }
`;
const rules = resolveRules(parseSigma(Buffer.from(RULES), 'r.yml').value ?? []).value?.rules ?? [];
const titles = (route: ReturnType<typeof createRouter>, source: Parameters<typeof route>[0]) => {
  const { engine, rules: meant } = route(source);
  return engine.match(rowOf({ a: 1 })).map((at) => meant[at]?.title);
};

test('an event meets the rules of its source', () => {
  const route = createRouter(rules);
  expect(titles(route, { product: 'p', services: ['s1'], categories: [] })).toEqual(['A']);
  expect(titles(route, { product: 'p', services: ['s2'], categories: [] })).toEqual([]);
  expect(titles(route, { product: 'q', services: [], categories: ['c'] })).toEqual(['B', 'C']);
  expect(titles(route, { product: undefined, services: ['s1'], categories: [] })).toEqual(['A', 'B']);
});

test('an event of no known source meets all but those that fire on anything', () => {
  expect(titles(createRouter(rules), undefined)).toEqual(['A', 'B']);
  expect(createRouter(rules)(undefined).left).toBe(1);
  expect(createRouter(rules)({ product: 'q', services: [], categories: ['c'] }).left).toBe(0);
});

test('sources without end come and go, and the same source meets the same rules', () => {
  const route = createRouter(rules);
  const first = { product: 'p', services: ['s1'], categories: [] };
  const engine = route(first).engine;
  expect(route({ ...first }).engine).toBe(engine);
  for (let at = 0; at < 200; at++) route({ product: 'p', services: [`x${at}`], categories: [] });
  expect(route(first).engine).not.toBe(engine);
  expect(titles(route, first)).toEqual(['A']);
});

test('who asks is told once for which sources something was compiled', () => {
  const told: (readonly string[])[] = [];
  const route = createRouter(rules, ({ services }) => told.push(services));
  for (const service of ['s1', 's2', 's1']) route({ product: 'p', services: [service], categories: [] });
  route(undefined);
  expect(told).toEqual([['s1'], ['s2']]);
});
