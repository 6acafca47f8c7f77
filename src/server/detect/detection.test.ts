// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../core/ports/index.ts';
import { createDetection, type Detection, type Found } from './detection.ts';
import { prepare, type Recipe, RecipeError } from './recipe.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
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
  rules: { files: [{ name: 'rules.yml', bytes: bytes(RULES) }], pipelines: [] },
  lateness: 10_000,
  today: '2026-11-26',
};
const T0 = Date.parse('2026-11-26T10:00:00Z');

function record(offset: number, account: string, agent = 'probe'): LogRecord {
  const time = T0 + offset * 1000;
  const event = {
    id: `e${offset}`,
    source: '/test',
    type: 'http.request',
    time,
    keys: { account },
    trust: 'token',
    data: { 'cs-user-agent': agent, 'cs-uri-stem': '/' },
  };
  const body = JSON.stringify(event);
  return { offset, partition: 0, observed: time + 5, source: '/test', id: event.id, key: account, body };
}

const STREAM = Array.from({ length: 60 }, (_, at) =>
  record(at + 1, `a-${at % 3}`, at % 5 === 0 ? 'probe' : 'x'),
);
/** The same three probes in a row for one account, then silence. */
const BURST = [record(100, 'b-1'), record(101, 'b-1'), record(102, 'b-1')];

function idsOf(found: readonly Found[]) {
  return {
    alerts: found.flatMap(({ alerts }) => alerts.map(({ id }) => id)),
    changes: found.flatMap(({ changes }) => changes.map(({ id }) => id)),
  };
}

/** A file that expects no strange client of the account `shop`. */
function expecting(event: string): NonNullable<Recipe['expectations']> {
  const watch = [
    { event, key: 'account', value: 'shop', where: "cs-user-agent = 'strange'", say: 'It is not.' },
  ];
  const expectation = {
    ...{
      id: 'expectation/measure/shop/door',
      holds: 'Front door',
      on: 'shop',
      fact: 'not measure(shop, door)',
    },
    ...{ decisive: true, against: 'Strange clients', verdicts: 1, attacks: ['Records are read'], watch },
  };
  const file = {
    schema: 'ensuresec/expectations/1',
    model: { name: 'Shop', file: 'm.yaml', sha256: '' },
    expectations: [expectation],
  };
  return { name: 'e.json', bytes: bytes(JSON.stringify(file)) };
}

const incidentsIn = (detection: Detection): string => detection.incidents({ limit: 100 });

describe('detection', () => {
  const prepared = prepare(RECIPE);

  test('a restart from any saved state gives the same alerts, changes and incidents', () => {
    const whole = createDetection(prepared);
    const all = [...STREAM, ...BURST];
    const once = [whole.detect(all), whole.settle(T0 + 3_600_000)];
    for (const cut of [1, 7, 30, 61]) {
      const before = createDetection(prepared);
      const found = [before.detect(all.slice(0, cut))];
      const after = createDetection(prepared, before.save());
      found.push(after.detect(all.slice(cut)), after.settle(T0 + 3_600_000));
      expect(idsOf(found), `cut at ${cut}`).toEqual(idsOf(once));
      expect(incidentsIn(after)).toBe(incidentsIn(whole));
    }
    expect(idsOf(once).alerts.length).toBeGreaterThan(12);
    expect(new Set(idsOf(once).changes).size).toBe(idsOf(once).changes.length);
  });

  test('what was found before a state was saved is found again under the same ids', () => {
    const before = createDetection(prepared);
    const lost = idsOf([before.detect(BURST), before.settle(T0 + 200_000)]);
    const after = createDetection(prepared);
    expect(idsOf([after.detect(BURST), after.settle(T0 + 900_000)])).toEqual(lost);
    expect(lost.changes.length).toBeGreaterThan(0);
  });

  test('silence goes on at the pace of the clock: a correlation is due its lateness after its last event', () => {
    const detection = createDetection(prepared);
    const titles = (found: Found) =>
      found.news.flatMap((news) => (news.kind === 'alert' ? [news.title] : []));
    expect(titles(detection.detect(BURST))).toEqual(['Probe', 'Probe', 'Probe']);
    const stored = BURST[2]?.observed as number;
    expect(titles(detection.settle(stored + 9_000))).toEqual([]);
    expect(titles(detection.settle(stored + 10_000))).toEqual(['Many probes']);
    expect(titles(detection.settle(stored + 99_000))).toEqual([]);
    expect(JSON.parse(incidentsIn(detection))).toMatchObject({
      incidents: [{ schema: 'ensuresec/incident/1', level: 'critical', alerts: 4, state: 'open' }],
      more: 0,
    });
  });

  test('incidents are asked for by state and number', () => {
    const detection = createDetection(prepared);
    detection.detect([...STREAM, ...BURST]);
    detection.settle(T0 + 600_000);
    const ask = (query: Parameters<Detection['incidents']>[0]) =>
      JSON.parse(detection.incidents(query)) as {
        readonly incidents: readonly object[];
        readonly more: number;
      };
    expect(ask({ limit: 1 })).toMatchObject({ incidents: [{ level: 'critical' }], more: 3 });
    expect(ask({ limit: 9, state: 'closed' })).toEqual({ incidents: [], more: 0 });
    detection.settle(T0 + 7 * 3_600_000);
    expect(ask({ limit: 9, state: 'quiet' }).incidents).toHaveLength(4);
  });

  test('it may be warmed up, with and without a state, and finds the same', () => {
    const before = createDetection(prepared);
    before.warm();
    const found = before.detect(BURST);
    const after = createDetection(prepared, before.save());
    after.warm();
    const { watch } = JSON.parse(new TextDecoder().decode(after.save())) as { watch: { met: unknown } };
    expect(JSON.stringify(watch.met)).toContain('http.request');
    expect(found.alerts).toEqual(createDetection(prepared).detect(BURST).alerts);
    expect(after.detect([record(103, 'b-1')]).alerts).toHaveLength(1);
  });

  test('a state that is none, or of something else, begins anew', () => {
    for (const saved of ['', 'no JSON', '{}', '{"watch":{"sigma":7},"fusion":{"schema":"x"},"pace":null}']) {
      const detection = createDetection(prepared, bytes(saved));
      expect(detection.detect(BURST).alerts, saved).toHaveLength(3);
    }
  });
});

describe('a recipe', () => {
  test('with a refused rule runs the others and tells which', () => {
    const files = [
      { name: 'rules.yml', bytes: bytes(RULES) },
      { name: 'bad.yml', bytes: bytes('title: [') },
    ];
    const { problems, watch } = prepare({ ...RECIPE, rules: { files, pipelines: [] } });
    expect(problems.map(({ at }) => at.file)).toEqual(['bad.yml']);
    expect(watch.rules.rules).toHaveLength(1);
  });

  test.each<readonly [string, Partial<Recipe>, RegExp]>([
    ['no rule', { rules: { files: [], pipelines: [] } }, /No rule to run/],
    [
      'a broken pipeline',
      { rules: { files: [], pipelines: [{ name: 'p.yml', bytes: bytes('- [') }] } },
      /the pipeline p.yml/,
    ],
    ['no pack', { pack: { id: 'none', shelves: ['/nowhere'] } }, /the pack none/],
    ['a broken model', { model: { name: 'm.yaml', bytes: bytes('assets: 7') } }, /the model m.yaml/],
    [
      'broken exceptions',
      { exceptions: { name: 'x.yaml', bytes: bytes('exceptions: 7') } },
      /the exceptions x.yaml/,
    ],
    [
      'broken expectations',
      { expectations: { name: 'e.json', bytes: bytes('{"expectations": 7}') } },
      /the expectations e.json/,
    ],
    [
      'expectations of an event that there is not',
      { expectations: expecting('no.such') },
      /the expectations e.json/,
    ],
  ])('with %s is refused', (_, given, why) => {
    let error: unknown;
    try {
      prepare({ ...RECIPE, ...given });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RecipeError);
    expect((error as RecipeError).message).toMatch(why);
  });

  test('with exceptions holds their alerts back', () => {
    const text =
      'exceptions: [{ id: x, rule: probe, when: { account: b-1 }, until: 2026-12-01, reason: A test of ours }]';
    const detection = createDetection(prepare({ ...RECIPE, exceptions: { name: 'x', bytes: bytes(text) } }));
    expect(detection.detect([...BURST, record(103, 'c-1')]).alerts).toHaveLength(1);
  });

  // Decided when its lateness is over: after the first alert of the event that ends it.
  test('with expectations alerts on what contradicts them, and on what the rules find', () => {
    const detection = createDetection(prepare({ ...RECIPE, expectations: expecting('http.request') }));
    const { news } = detection.detect([record(1, 'shop', 'strange'), record(2, 'a-1', 'strange'), ...BURST]);
    expect(news.flatMap((each) => (each.kind === 'alert' ? [each.title] : []))).toEqual([
      'Probe',
      'May be gone: Front door on shop',
      'Probe',
      'Probe',
    ]);
  });
});
