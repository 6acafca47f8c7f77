// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../alert.ts';
import { alert, knowledge, PATH } from './fixture.ts';
import { createFusion, type FusionOptions } from './fuse.ts';
import type { Incident } from './incident.ts';
import type { FusionKnowledge } from './knowledge.ts';

const AT_ONCE: FusionOptions = { lateness: 0 };

function incidentsOf(
  alerts: readonly Alert[],
  known: FusionKnowledge = knowledge(),
  options: FusionOptions = AT_ONCE,
): readonly Incident[] {
  const fusion = createFusion(known, options);
  for (const each of alerts) fusion.accept(each);
  fusion.end();
  return fusion.incidents();
}

/** Sizes of the incidents, the largest first. */
function sizes(alerts: readonly Alert[], known?: FusionKnowledge): readonly number[] {
  return incidentsOf(alerts, known)
    .map((each) => each.alerts)
    .sort((left, right) => right - left);
}

describe('fusion', () => {
  test.each<[string, readonly Alert[], readonly number[]]>([
    ['a shared job joins', [alert('a', 0, { job: '1' }), alert('b', 60, { job: '1' })], [2]],
    ['another job does not', [alert('a', 0, { job: '1' }), alert('b', 1, { job: '2' })], [1, 1]],
    ['a job joins after a week', [alert('a', 0, { job: '1' }), alert('b', 10_080, { job: '1' })], [2]],
    ['an address joins at once', [alert('a', 0, { address: 'x' }), alert('b', 5, { address: 'x' })], [2]],
    [
      'an address does not after a day',
      [alert('a', 0, { address: 'x' }), alert('b', 1_440, { address: 'x' })],
      [1, 1],
    ],
    ['an asset alone does not', [alert('a', 0, { asset: 'x' }), alert('b', 1, { asset: 'x' })], [1, 1]],
    [
      'an asset and a threat do',
      [alert('a', 0, { asset: 'x' }, { threats: [7] }), alert('b', 1, { asset: 'x' }, { threats: [7, 8] })],
      [2],
    ],
    ['a zone and a rule do not', [alert('a', 0, { zone: 'x' }), alert('a', 1, { zone: 'x' })], [1, 1]],
    ['one who acts is an account', [alert('a', 0, { account: 'x' }), alert('b', 9, { actor: 'x' })], [2]],
    ['alerts without keys join by rule', [alert('a', 0, {}), alert('a', 9, {}), alert('b', 9, {})], [2, 1]],
    [
      'a chain of single shared keys is one',
      [
        alert('phish', 0, { account: 'admin' }),
        alert('off', 30, { actor: 'admin', asset: 'ledger' }, { threats: [26] }),
        alert('unpaid', 60, { asset: 'ledger', job: '1' }, { threats: [25, 26] }),
        alert('label', 70, { job: '1', unit: 'u' }),
        alert('leaves', 90, { unit: 'u', vehicle: 'v' }),
        alert('detour', 100, { vehicle: 'v' }),
      ],
      [6],
    ],
    [
      'what bridges two incidents makes them one',
      [alert('a', 0, { job: '1' }), alert('b', 1, { unit: 'u' }), alert('c', 2, { job: '1', unit: 'u' })],
      [3],
    ],
  ])('%s', (_, alerts, expected) => {
    expect(sizes(alerts)).toEqual(expected);
  });

  test('joins steps of one attack path that share no key', () => {
    const chain = [
      alert('phish', 0, { asset: 'admin' }, { techniques: ['T1566'] }),
      alert('off', 30, { asset: 'ledger' }, { techniques: ['T1562'] }),
      alert('unpaid', 60, { job: '1' }, { threats: [25] }),
    ];
    expect(sizes(chain)).toEqual([1, 1, 1]);
    const [incident, ...others] = incidentsOf(chain, knowledge({ paths: [PATH] }));
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      level: 'critical',
      title: 'Goods leave unpaid on gate: 3 of 3 steps seen',
      steps: [
        { step: 1, isGoal: false, seenBy: 'Rule phish' },
        { step: 2, isGoal: false, seenBy: 'Rule off' },
        { step: 3, isGoal: true, seenBy: 'Rule unpaid' },
      ],
      affected: [{ key: 'job', count: 1, values: ['1'] }],
    });
    expect(incident?.timeline.map(({ similarity }) => similarity)).toEqual([
      undefined,
      expect.closeTo(0.534, 2),
      expect.closeTo(0.68, 2),
    ]);
  });

  test('takes the near and the onward for more than either', () => {
    const near = { neighboursOf: (each: string) => new Set(each === 'truck' ? ['dock'] : []) };
    const path = {
      ...PATH,
      threats: [],
      steps: [
        { text: '', elements: ['dock'], techniques: ['T1'], threats: [] },
        { text: '', elements: ['truck'], techniques: ['T2'], threats: [] },
        { text: '', elements: [], techniques: [], threats: [] },
      ],
    };
    const two = [
      alert('door', 0, { asset: 'dock' }, { techniques: ['T1'] }),
      alert('stop', 90, { asset: 'truck' }, { techniques: ['T2'] }),
    ];
    expect(sizes(two, knowledge(near))).toEqual([1, 1]);
    expect(sizes(two, knowledge({ ...near, paths: [path] }))).toEqual([2]);
  });

  test('keeps a burst of one rule together and does not join others over what thousands share', () => {
    const burst = Array.from({ length: 300 }, (_, index) =>
      alert('stuffing', index / 10, { address: 'proxy', account: `a${index}` }),
    );
    const others = Array.from({ length: 40 }, (_, index) =>
      alert(`other-${index}`, 31 + index / 10, { address: 'proxy', account: `b${index}` }),
    );
    expect(sizes(burst)).toEqual([300]);
    const mixed = sizes([...burst, ...others]);
    expect(mixed[0]).toBe(300);
    expect(mixed).toHaveLength(41);
  });

  test('keeps unrelated attacks of one hour apart', () => {
    const many = Array.from({ length: 50 }, (_, index) => [
      alert(`a${index}`, index, { job: `j${index}`, asset: 'counter', zone: 'hall' }, { threats: [index] }),
      alert('b', index + 1, { job: `j${index}`, account: `c${index}` }, { threats: [index] }),
    ]).flat();
    expect(sizes(many)).toEqual(Array.from({ length: 50 }, () => 2));
  });
});

describe('an incident', () => {
  const earlier = {
    record: { kind: 'first' },
    at: { file: 'old.log', line: 3 },
    time: Date.UTC(2026, 9, 5, 8),
  };
  const alerts = [
    alert('e-commerce/detection/paid', 10, { job: '7', account: 'c' }, { threats: [25], because: [earlier] }),
    alert('worse', 20, { job: '7', unit: 'u' }, { level: 'high', techniques: ['T1'] }),
    alert('worse', 25, { job: '7', unit: 'u' }, { level: 'high', techniques: ['T1'] }),
  ];
  const [incident] = incidentsOf(alerts);

  test('says what it is and where it began', () => {
    expect(incident).toMatchObject({
      fingerprint: 'order / paid / job 7',
      title: 'Rule worse (job 7), with 1 other detection',
      level: 'high',
      state: 'open',
      alerts: 3,
      cause: { at: { file: 'old.log', line: 3 }, event: { kind: 'first' } },
      causeRule: 'Rule e-commerce/detection/paid',
      exampleRule: 'Rule worse',
      techniques: ['T1'],
      threats: [25],
      affected: [
        { key: 'account', count: 1 },
        { key: 'job', count: 1 },
        { key: 'unit', count: 1 },
      ],
    });
    expect(incident?.id).toMatch(/^incident-[0-9a-f]{12}$/);
    expect(incident?.timeline.map(({ rule, count }) => [rule.id, count])).toEqual([
      ['e-commerce/detection/paid', 1],
      ['worse', 2],
    ]);
  });

  test('cuts what is long', () => {
    const long = { ...alert('a', 0, {}), record: { text: 'x'.repeat(1e6), more: ['y'.repeat(1e5)] } };
    const [shown] = incidentsOf([long]);
    expect(JSON.stringify(shown).length).toBeLessThan(5_000);
  });

  test('tells changes of state and nothing else', () => {
    const fusion = createFusion(knowledge(), { lateness: 0, quietAfter: 3_600_000 });
    const told = [0, 1, 2, 3].flatMap((minute) =>
      fusion.accept(alert('a', minute, { job: '1' })).changes.map(({ what }) => what),
    );
    expect(told).toEqual(['opened']);
    const rest = [
      alert('b', 4, { job: '1' }, { level: 'high' }),
      alert('b', 5, { job: '1' }, { level: 'high' }),
      alert('b', 300, { job: '1' }, { level: 'high' }),
    ].flatMap((each) => fusion.accept(each).changes.map(({ what }) => what));
    expect(rest).toEqual(['raised', 'quiet', 'reopened']);
    expect(fusion.advance(Date.UTC(2026, 10, 30)).changes.map(({ what }) => what)).toEqual(['closed']);
    expect(fusion.incidents()).toMatchObject([{ state: 'closed', alerts: 7, notifications: 5 }]);
  });

  test('never tells more than its bound, however often it flaps', () => {
    const fusion = createFusion(knowledge(), { lateness: 0, quietAfter: 60_000 });
    const told = Array.from({ length: 200 }, (_, hour) =>
      fusion.accept(alert('a', hour * 60, { job: '1' })),
    ).flatMap(({ changes }) => changes);
    expect(told.length).toBe(12);
  });
});

describe('memory', () => {
  test('is bounded in open and closed incidents and in what each keeps', () => {
    const fusion = createFusion(knowledge(), { lateness: 0, maxOpen: 50, maxClosed: 20 });
    for (let index = 0; index < 500; index++)
      fusion.accept(alert(`r${index}`, index / 60, { job: `j${index}` }));
    expect(fusion.incidents()).toHaveLength(70);
    expect(fusion.forgotten).toBe(430);
    const wide = Array.from({ length: 900 }, (_, index) =>
      alert(`r${index % 300}`, index / 100, { job: 'same', unit: `u${index}`, asset: `a${index}` }),
    );
    const [incident] = incidentsOf(wide);
    expect(incident).toMatchObject({ alerts: 900, folded: 708 });
    expect(incident?.timeline).toHaveLength(64);
    expect(incident?.assets).toHaveLength(500);
  });
});

const anyAlerts = fc
  .array(
    fc.record({
      rule: fc.constantFrom('a', 'b', 'c', 'd'),
      minute: fc.integer({ min: 0, max: 300 }),
      keys: fc.dictionary(
        fc.constantFrom('job', 'unit', 'account', 'address', 'asset', 'zone'),
        fc.constantFrom('1', '2', '3'),
        { maxKeys: 3 },
      ),
      threats: fc.subarray([25, 26, 60]),
      techniques: fc.subarray(['T1566', 'T1562']),
    }),
    { maxLength: 60 },
  )
  .map((list) =>
    list.map(({ rule, minute, keys, threats, techniques }) =>
      alert(rule, minute, keys, { threats, techniques }),
    ),
  );
const KNOWN = knowledge({ paths: [PATH] });

describe('properties', () => {
  test('arrival within the bound does not matter', () => {
    fc.assert(
      fc.property(anyAlerts, fc.array(fc.integer({ min: 0, max: 30 * 60_000 })), (alerts, delays) => {
        const inOrder = alerts.toSorted((left, right) => (left.time ?? 0) - (right.time ?? 0));
        const delayed = alerts
          .map((each, index) => ({ each, at: (each.time ?? 0) + (delays[index] ?? 0) }))
          .sort((left, right) => left.at - right.at)
          .map(({ each }) => each);
        const bound = { lateness: 30 * 60_000 };
        expect(incidentsOf(delayed, KNOWN, bound)).toEqual(incidentsOf(inOrder, KNOWN, bound));
      }),
      { numRuns: 150 },
    );
  });

  test('saved and restored anywhere, it goes on as if nothing had happened', () => {
    fc.assert(
      fc.property(anyAlerts, fc.nat(60), (alerts, cut) => {
        const whole = createFusion(KNOWN, { lateness: 600_000 });
        let broken = createFusion(KNOWN, { lateness: 600_000 });
        alerts.forEach((each, index) => {
          if (index === cut) broken = createFusion(KNOWN, { lateness: 600_000 }, broken.save());
          expect(broken.accept(each)).toEqual(whole.accept(each));
        });
        expect([broken.end(), broken.incidents()]).toEqual([whole.end(), whole.incidents()]);
      }),
      { numRuns: 100 },
    );
  });

  test('every alert is in one incident, and every similarity is in its range', () => {
    fc.assert(
      fc.property(anyAlerts, (alerts) => {
        const fusion = createFusion(KNOWN, AT_ONCE);
        const joined = [...alerts.flatMap((each) => fusion.accept(each).joined), ...fusion.end().joined];
        expect(joined).toHaveLength(alerts.length);
        expect(fusion.incidents().reduce((sum, each) => sum + each.alerts, 0)).toBe(alerts.length);
        for (const { similarity } of joined)
          if (similarity !== undefined) {
            expect(similarity.value).toBeGreaterThanOrEqual(0.5);
            expect(similarity.value).toBeLessThanOrEqual(1);
          }
      }),
      { numRuns: 100 },
    );
  });

  test('what is no saved state is refused', () => {
    for (const text of ['', '{}', 'null', '[]', '{"schema":"other"}'])
      expect(() => createFusion(KNOWN, AT_ONCE, text)).toThrow(/JSON|schema|restore/i);
  });

  test('a field named like a form of the state comes back as a field', () => {
    const odd = { ...alert('a', 0, { job: '1' }), record: { '\0map': [[1, 2]], '\0\0set': [3] } };
    const fusion = createFusion(KNOWN, { lateness: 60_000 });
    fusion.accept(odd);
    const again = createFusion(KNOWN, { lateness: 60_000 }, fusion.save());
    again.end();
    expect(again.incidents()[0]?.example.event).toEqual(odd.record);
  });
});
