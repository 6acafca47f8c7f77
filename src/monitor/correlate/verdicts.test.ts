// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { createExceptions, type Exception, parseExceptions } from './exceptions.ts';
import { alert, knowledge } from './fixture.ts';
import { createFusion } from './fuse.ts';
import { ruleStatistics, suggestedExceptions, verdictOn } from './verdicts.ts';
import { incidentJson } from './wire.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NIGHT: Exception = {
  id: 'night',
  rule: 'a',
  when: { account: ['x', 'y'], kind: 'a' },
  until: '2026-10-05',
  reason: 'Known job',
};

describe('exceptions', () => {
  test.each([
    ['what holds is held back', alert('a', 0, { account: 'x' }), true],
    ['any of a list', alert('a', 0, { account: 'y' }), true],
    ['another value is not', alert('a', 0, { account: 'z' }), false],
    ['nor without the key', alert('a', 0, {}), false],
    ['nor another rule', alert('b', 0, { account: 'x' }), false],
    ['to the end of the last day', alert('a', 899, { account: 'x' }), true],
    ['and no longer', alert('a', 901, { account: 'x' }), false],
  ])('%s', (_, given, expected) => {
    const exceptions = createExceptions([NIGHT], 0);
    expect(exceptions.holdBack(given)?.id === 'night').toBe(expected);
    expect(exceptions.counts()).toEqual([{ exception: NIGHT, alerts: expected ? 1 : 0 }]);
  });

  test('takes no offence at values that cannot be written as text', () => {
    const hostile = { ...alert('a', 0, {}), record: { account: { toString: [] } } };
    expect(createExceptions([NIGHT], 0).holdBack(hostile)).toBeUndefined();
  });

  test('judges an alert without a time by the clock it is given', () => {
    const { time: _, ...untimed } = alert('a', 0, { account: 'x' });
    const given = { ...untimed, time: undefined };
    expect(createExceptions([NIGHT], Date.UTC(2026, 9, 5)).holdBack(given)).toBe(NIGHT);
    expect(createExceptions([NIGHT], Date.UTC(2026, 9, 6)).holdBack(given)).toBeUndefined();
  });

  test('reads a file', () => {
    const text =
      'exceptions:\n  - { id: night, rule: a, when: { account: [x, y], kind: a }, until: 2026-10-05, reason: Known job }\n';
    expect(parseExceptions(bytes(text), 'e.yaml')).toEqual({ value: [NIGHT], problems: [] });
    expect(parseExceptions(bytes(''), 'e.yaml').value).toEqual([]);
  });

  test.each([
    ['no reason', 'id: n, rule: a, when: { b: c }, until: 2026-10-05', 'EXCEPTION_MISSING_KEY', 2],
    [
      'nothing that must hold',
      'id: n, rule: a, when: {}, until: 2026-10-05, reason: abc',
      'EXCEPTION_BAD_VALUE',
      2,
    ],
    ['no day', 'id: n, rule: a, when: { b: c }, until: soon, reason: abc', 'EXCEPTION_BAD_VALUE', 2],
    [
      'an unknown key',
      'id: n, rules: a, rule: a, when: { b: c }, until: 2026-10-05, reason: abc',
      'EXCEPTION_UNKNOWN_KEY',
      2,
    ],
    [
      'another kind',
      'id: n, rule: [a], when: { b: c }, until: 2026-10-05, reason: abc',
      'EXCEPTION_WRONG_TYPE',
      2,
    ],
  ])('refuses %s at its place', (_, item, code, line) => {
    const { value, problems } = parseExceptions(bytes(`exceptions:\n  - { ${item} }\n`), 'e.yaml');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code, at: { file: 'e.yaml', line } }]);
  });

  test('refuses an id twice', () => {
    const item = '{ id: n, rule: a, when: { b: c }, until: 2026-10-05, reason: abc }';
    const { problems } = parseExceptions(bytes(`exceptions:\n  - ${item}\n  - ${item}\n`), 'e.yaml');
    expect(problems).toMatchObject([{ code: 'EXCEPTION_DUPLICATE_ID', at: { line: 3 } }]);
  });
});

describe('verdicts', () => {
  const fusion = createFusion(knowledge(), { lateness: 0 });
  for (const each of [
    alert('a', 0, { job: '1' }),
    alert('b', 1, { job: '1' }),
    alert('a', 2, { job: '1' }),
    alert('a', 3, { job: '2' }),
    alert('c', 4, {}),
  ])
    fusion.accept(each);
  const incidents = fusion
    .incidents()
    .toSorted((left, right) => left.first - right.first)
    .map(incidentJson);
  const [first, second, third] = incidents;

  test('become statistics of rules, the least precise first', () => {
    if (first === undefined || second === undefined) throw new Error('expected incidents');
    const verdicts = [
      verdictOn(first, true, 'x'),
      verdictOn(first, false, 'no, real'),
      verdictOn(second, true, 'x'),
    ];
    const [worst, best] = ruleStatistics(verdicts);
    expect(worst).toMatchObject({ rule: 'a', real: 1, false: 1, alerts: 3, precision: 0.5 });
    expect(best).toMatchObject({ rule: 'b', real: 1, false: 0, alerts: 1, precision: 1, high: 1 });
    // Wilson (1927) for 1 of 1 and 1 of 2, from its closed form.
    expect(best?.low).toBeCloseTo(0.2065, 4);
    expect(worst?.low).toBeCloseTo(0.0945, 4);
    expect(worst?.high).toBeCloseTo(0.9055, 4);
  });

  test('suggest narrow exceptions, none for a rule as a whole', () => {
    const asked = { until: '2027-01-01', reason: 'A test of ours' };
    expect(suggestedExceptions(first as NonNullable<typeof first>, asked)).toMatchObject([
      { rule: 'a', when: { job: '1' } },
      { rule: 'b', when: { job: '1' } },
    ]);
    expect(suggestedExceptions(third as NonNullable<typeof third>, asked)).toEqual([]);
  });
});
