// SPDX-License-Identifier: Apache-2.0
// An event whose clock runs ahead by years must not change what is found in the events of the others.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../core/ports/index.ts';
import { createDetection, type Found } from './detection.ts';
import { prepare, type Recipe } from './recipe.ts';

const RULES = `title: Probe
id: probe
name: probe
status: test
logsource: { category: webserver }
detection: { s: { cs-user-agent: probe }, condition: s }
level: high
---
title: Many probes
id: many
correlation: { type: event_count, rules: [probe], group-by: [account], timespan: 1m, condition: { gte: 3 } }
generate: true
level: critical
`;
const RECIPE: Recipe = {
  pack: { id: 'e-commerce', shelves: [path.resolve(import.meta.dirname, '../../../packs')] },
  rules: { files: [{ name: 'rules.yml', bytes: new TextEncoder().encode(RULES) }], pipelines: [] },
  lateness: 10_000,
  today: '2026-11-26',
};
const T0 = Date.parse('2026-11-26T10:00:00Z');
const PREPARED = prepare(RECIPE);

/** @param claimed When the event says that it happened, if not a little before it was stored. */
function probe(second: number, account: string, claimed?: string): LogRecord {
  const observed = T0 + second * 1000;
  const time = claimed === undefined ? observed - 5 : Date.parse(claimed);
  const data = { 'cs-user-agent': 'probe', 'cs-uri-stem': '/' };
  const event = { id: `e${second}`, source: '/test', type: 'http.request', time, observed, trust: 'token' };
  const body = JSON.stringify({ ...event, keys: { account }, data });
  return { offset: second, partition: 0, observed, source: '/test', id: event.id, key: account, body };
}

describe('a clock that is years ahead', () => {
  // One probe every ten minutes is never three within a minute.
  const slow = [1, 600, 1200, 1800, 2400, 3000].map((second) => probe(second, 'slow'));
  const ahead = [2, 3, 1201, 1202].map((second) =>
    probe(second, 'ahead', `2099-01-01T00:${10 + (second % 50)}:00Z`),
  );
  const all = [...slow, ...ahead].sort((left, right) => left.offset - right.offset);
  const run = (records: readonly LogRecord[]) => {
    const detection = createDetection(PREPARED);
    const found: Found[] = [...records.map((each) => detection.detect([each])), detection.settle(T0 + 4e6)];
    const { incidents } = JSON.parse(detection.incidents({ limit: 10 })) as {
      readonly incidents: readonly { title: string; state: string; alerts: number; last: string }[];
    };
    const titles = found.flatMap(({ news }) =>
      news.flatMap((each) => (each.kind === 'alert' ? [each.title] : [])),
    );
    return { titles, incidents };
  };
  test('does not make one moment of all that correlations see after it', () => {
    expect(run(all).titles.filter((title) => title === 'Many probes')).toEqual([]);
  });
  test('neither closes the incidents of others nor waits for its year', () => {
    const { incidents } = run(all);
    expect(incidents.map(({ title, state, alerts }) => [title, state, alerts]).sort()).toEqual([
      ['Probe (account ahead)', 'open', 4],
      ['Probe (account slow)', 'open', 6],
    ]);
    for (const { last } of incidents) expect(Date.parse(last)).toBeLessThan(T0 + 4e6);
  });
});
