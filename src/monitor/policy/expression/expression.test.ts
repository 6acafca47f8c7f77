// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChainEvent, EventTypeSource } from '../../../model/index.ts';
import { compileExpression } from './compile.ts';
import { parseExpression } from './parse.ts';
import { vocabularyOf } from './vocabulary.ts';

const TYPE: EventTypeSource = {
  id: 'a.x',
  title: { en: 'X' },
  keys: ['k'],
  fields: {
    n: { type: 'number' },
    'n-2': { type: 'integer' },
    s: { type: 'text' },
    b: { type: 'boolean' },
    list: { type: 'list' },
  },
  example: { keys: {}, data: {} },
};
const on = vocabularyOf([TYPE]);
const at = (data: ChainEvent['data'], time = 0): ChainEvent => ({
  id: 'e',
  source: 's',
  type: 'a.x',
  time,
  trust: 'signed',
  keys: { k: 'key' },
  data,
});

function run(text: string, event: ChainEvent, more: readonly ChainEvent[] = []) {
  const windows = new Map([['w', { index: 0, vocabulary: on }]]);
  const compiled = compileExpression(text, { on, windows });
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  const entries = more.map((each) => ({ event: each, at: { file: '', line: 1 } }));
  return compiled.value.run({ on: event, it: event, windows: [entries] });
}

const MONDAY = Date.UTC(2027, 0, 4, 6, 30);

describe('expressions', () => {
  const event = at({ n: 3, 'n-2': 5, s: 'Tea pot', b: true, list: ['x', 'y'] }, MONDAY);
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['8 / 4 / 2', 1],
    ['-on.n + 1', -2],
    ['on.n-2 - 2', 3],
    ['on.n / 0', undefined],
    ['true or false and false', true],
    ['not false and false', false],
    ['not (false and false)', true],
    ['not on.n = 3', false],
    ["on.s = 'Tea pot'", true],
    ["'it\\'s' = 'it\\'s'", true],
    ["on.k in ['key', 'lock']", true],
    ['on.n not in [1, -3]', true],
    ["'x' in on.list", true],
    ["contains(on.list, 'z')", false],
    ["contains(on.s, 'a p')", true],
    ["starts(on.s, 'Tea') and ends(on.s, 'pot')", true],
    ['length(on.s) + length(on.list)', 9],
    ['lower(on.s)', 'tea pot'],
    ['abs(2 - 5)', 3],
    ["hour(on.time, 'Europe/Berlin')", 7],
    ["hour(on.time, 'UTC')", 6],
    ["weekday(on.time, 'UTC')", 1],
    ["weekday(on.time, 'Pacific/Honolulu')", 7],
    ["within-hours(on.time, 'Europe/Berlin', 7.5, 20)", true],
    ["within-hours(on.time, 'UTC', 7, 20)", false],
    ['on.time - on.time = 0s', true],
    ['90m = 1.5 * 1h', true],
    ['1h / 1m', 60],
    ['on.time + 1d > on.time', true],
    ['has(on.subject) or has(on.n)', true],
    ["(on.subject ?? 'none') = 'none'", true],
    ["on.subject = 'x'", undefined],
    ["not (on.subject = 'x')", undefined],
    ["on.subject = 'x' and false", false],
    ["on.subject = 'x' or true", true],
    ["on.subject = 'x' or false", undefined],
    ['exists(w) or count(w) > 0', false],
    ['sum(w.n)', 0],
    ['avg(w.n)', undefined],
    ['first(w.n)', undefined],
  ])('%s', (text, expected) => {
    expect(run(text, event)).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['count(w)', 4],
    ['sum(w.n)', 6],
    ['avg(w.n)', 2],
    ['min(w.n)', 1],
    ['max(w.n)', 3],
    ['distinct(w.s)', 2],
    ['first(w.s)', 'a'],
    ['last(w.s)', 'b'],
    ['max(w.time) - min(w.time)', 3],
  ])('%s over a window, unknown values left out', (text, expected) => {
    const more = [
      at({ n: 1, s: 'a' }),
      at({ n: 2, s: 'b' }, 1),
      at({ n: 3, s: 'b' }, 2),
      at({ n: '9', s: 9 }, 3),
    ];
    expect(run(text, event, more)).toBe(expected);
  });

  test('a value of another kind than declared is unknown', () => {
    for (const n of ['3', null, Number.NaN, Number.POSITIVE_INFINITY, [3], { a: 3 }])
      expect(run('on.n = 3', at({ n })), JSON.stringify(n)).toBeUndefined();
    expect(run('on.n-2 = 3', at({ 'n-2': 3.5 }))).toBeUndefined();
  });

  test('the distance between two places is that of the great circle', () => {
    // A quarter of the equator, and a degree of a meridian, of a sphere with the mean radius of the Earth.
    expect(run('distance(0, 0, 0, 90)', event)).toBeCloseTo((6_371_008.8 * Math.PI) / 2, 3);
    expect(run('distance(50, 7, 51, 7)', event)).toBeCloseTo(111_195.08, 1);
    expect(run('distance(10, 179.5, 10, -179.5)', event)).toBeLessThan(111_195);
    expect(run('distance(95, 6, 52, 13)', event)).toBeUndefined();
  });

  test('summer time moves the hour', () => {
    expect(run("hour(on.time, 'Europe/Berlin')", at({}, Date.UTC(2027, 2, 28, 0, 59)))).toBe(1);
    expect(run("hour(on.time, 'Europe/Berlin')", at({}, Date.UTC(2027, 2, 28, 1, 0)))).toBe(3);
  });
});

test('any text is read or refused with a place in it', () => {
  const words = fc.constantFrom(
    'on.',
    'and',
    'not',
    'in',
    '(',
    ')',
    '[',
    ']',
    ',',
    '-',
    "'",
    '5m',
    '3',
    'a',
    '??',
    '<=',
    '.',
    ' ',
    '"',
    'é',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join(' ')),
      ),
      (text) => {
        const parsed = parseExpression(text);
        if (!('fault' in parsed)) return;
        expect(parsed.fault.offset).toBeGreaterThanOrEqual(0);
        expect(parsed.fault.offset).toBeLessThanOrEqual(text.length);
        expect(parsed.fault.message).not.toBe('');
      },
    ),
  );
});
