// SPDX-License-Identifier: Apache-2.0
// What a Sigma document means once read, and what refuses it, with its place.

import { describe, expect, test } from 'vitest';
import { compileEngine } from '../match/engine.ts';
import { rowOf } from '../match/row.ts';
import type { SigmaCorrelation, SigmaRule } from '../rule.ts';
import { parseSigma } from './document.ts';

function parse(text: string, placeholders?: ReadonlyMap<string, readonly string[]>) {
  return parseSigma(Buffer.from(text), 'rule.yml', placeholders === undefined ? {} : { placeholders });
}

/** A rule with one selection, in flow style. */
function ruleOf(selection: string, condition = 'selection'): string {
  return `title: T\nlogsource: { product: p }\ndetection:\n  selection: ${selection}\n  condition: ${condition}\n`;
}

function matches(
  selection: string,
  event: Record<string, unknown>,
  placeholders?: ReadonlyMap<string, string[]>,
): boolean {
  const { value, problems } = parse(ruleOf(selection), placeholders);
  expect(problems).toEqual([]);
  return compileEngine(value as readonly SigmaRule[]).match(rowOf(event)).length === 1;
}

describe('a selection', () => {
  test.each([
    // Case, wildcards and escaping (rules specification, "Escaping")
    ['{ a: CMD }', { a: 'cmd' }, true],
    ['{ a|cased: CMD }', { a: 'cmd' }, false],
    ["{ a: 'c?d' }", { a: 'cmd' }, true],
    ["{ a: 'c?d' }", { a: 'cd' }, false],
    ["{ a: 'c*d' }", { a: 'c---d' }, true],
    ["{ a: 'a\\*b' }", { a: 'a*b' }, true],
    ["{ a: 'a\\*b' }", { a: 'axb' }, false],
    ["{ a: 'a\\\\*b' }", { a: 'a\\xxb' }, true],
    ["{ a: 'a\\\\\\*b' }", { a: 'a\\*b' }, true],
    ["{ a: 'C:\\dir' }", { a: 'c:\\dir' }, true],
    ["{ a: 'C:\\\\dir' }", { a: 'c:\\dir' }, true],
    ["{ a: '' }", { a: '' }, true],
    ["{ a: '' }", {}, false],
    // Values that are no text
    ['{ a: 4688 }', { a: '4688' }, true],
    ["{ a: '4688' }", { a: 4688 }, true],
    ['{ a: true }', { a: true }, true],
    ['{ a: null }', {}, true],
    ['{ a: null }', { a: null }, true],
    ['{ a: null }', { a: '' }, false],
    // Lists and maps
    ['{ a: [x, y] }', { a: 'y' }, true],
    ['{ a|contains|all: [x, y] }', { a: 'yx' }, true],
    ['{ a|contains|all: [x, y] }', { a: 'x' }, false],
    ['{ a: x, b: y }', { a: 'x' }, false],
    ['[{ a: x }, { b: y }]', { b: 'y' }, true],
    ['{ a: x }', { a: ['z', 'x'] }, true],
    // Keywords
    ['[needle]', { any: { deep: ['hay needle hay'] } }, true],
    ["{ '|all': [one, two] }", { a: 'one', b: 'two' }, true],
    ["{ '|all': [one, two] }", { a: 'one' }, false],
    // Fields
    ['{ a.b.c: x }', { a: { b: { c: 'x' } } }, true],
    ['{ a.b.c: x }', { 'a.b.c': 'x' }, true],
    ['{ a.b.c: x }', { 'a.b': { c: 'x' } }, true],
    ['{ a.b: x }', { a: [{ b: 'z' }, { b: 'x' }] }, true],
    ['{ toString: x }', {}, false],
    // Modifiers (modifiers appendix 2.1.0)
    ['{ a|startswith: Ab }', { a: 'abc' }, true],
    ['{ a|endswith: bC }', { a: 'abc' }, true],
    // A sigma at the end of a word has another small letter, but is the same one.
    ['{ a|contains: ΟΔΟΣ }', { a: 'ΟΔΟΣΕΡΜΟΥ' }, true],
    ['{ a|startswith: ΟΔΟΣ }', { a: 'οδοσερμου' }, true],
    ['{ a: οδοσ }', { a: 'ΟΔΟΣ' }, true],
    ['{ a|cased: οδος }', { a: 'οδοσ' }, false],
    ['{ a|exists: true }', { a: null }, true],
    ['{ a|exists: false }', { b: 1 }, true],
    ['{ a|neq: x }', { a: 'y' }, true],
    ['{ a|neq: [x, y] }', { a: 'y' }, false],
    ["{ a|windash|contains: ' -enc' }", { a: 'ps /enc' }, true],
    ["{ a|windash|contains: ' -enc' }", { a: 'ps \u2013enc' }, true],
    ["{ a|windash|contains: ' -enc' }", { a: 'ps +enc' }, false],
    ["{ a|re: '^a.c$' }", { a: 'aBc' }, true],
    ["{ a|re: '^A' }", { a: 'abc' }, false],
    ["{ a|re|i: '^A' }", { a: 'abc' }, true],
    ["{ a|re: '(?i)^A' }", { a: 'abc' }, true],
    ["{ a|re|s: 'a.b' }", { a: 'a\nb' }, true],
    ["{ a|re: 'a.b' }", { a: 'a\nb' }, false],
    ["{ a|re|m: '^b' }", { a: 'a\nb' }, true],
    ["{ a|base64: 'whoami' }", { a: 'd2hvYW1p' }, true],
    ["{ a|base64offset|contains: 'whoami' }", { a: Buffer.from('xxwhoami!').toString('base64') }, true],
    [
      "{ a|wide|base64offset|contains: 'ping' }",
      { a: Buffer.from('x ping', 'utf16le').toString('base64') },
      true,
    ],
    ["{ a|utf16be|base64: 'a' }", { a: 'AGE=' }, true],
    ["{ a|utf16|base64: 'a' }", { a: '//5hAA==' }, true],
    ['{ a|lt: 5 }', { a: 4 }, true],
    ['{ a|gte: 5 }', { a: '5.0' }, true],
    ['{ a|gt: 5 }', { a: 'many' }, false],
    ['{ a|cidr: 10.0.0.0/8 }', { a: '10.255.0.1' }, true],
    ['{ a|cidr: 10.0.0.0/8 }', { a: '11.0.0.1' }, false],
    ["{ a|cidr: 'fe80::/10' }", { a: 'fe80::1%eth0' }, true],
    ["{ a|cidr: '::ffff:0:0/96' }", { a: '::ffff:10.0.0.1' }, true],
    ['{ a|fieldref: b }', { a: 'X', b: 'x' }, true],
    ['{ a|fieldref|startswith: b }', { a: 'xyz', b: 'xy' }, true],
    ['{ a|fieldref: b }', { a: 'x' }, false],
    ['{ a|hour: 23 }', { a: '2026-11-23T23:59:00Z' }, true],
    ['{ a|hour|gte: 22 }', { a: '2026-11-23 21:59' }, false],
    ['{ a|week: 53 }', { a: '2027-01-02' }, true],
    ['{ a|month: 2 }', { a: '2026-02-28' }, true],
  ])('%s on %j: %s', (selection, event, expected) => {
    expect(matches(selection as string, event as Record<string, unknown>)).toBe(expected);
  });

  test('takes values for placeholders, every combination', () => {
    const values = new Map([
      ['Servers', ['srv1', 'srv2']],
      ['Dom', ['a', 'b']],
    ]);
    expect(matches("{ h|expand: '%Servers%.%Dom%' }", { h: 'srv2.a' }, values)).toBe(true);
    expect(matches("{ h|expand|contains: '\\%x%Dom%' }", { h: 'y%xb' }, values)).toBe(true);
  });
});

describe('a condition', () => {
  const text = (condition: string): string =>
    `title: T\nlogsource: { product: p }\ndetection:\n  sel_a: { a: 1 }\n  sel_b: { b: 1 }\n  filter: { c: 1 }\n  _x: { d: 1 }\n  condition: ${condition}\n`;
  test.each([
    ['sel_a and not filter', { a: 1, c: 1 }, false],
    ['1 of sel_*', { b: 1 }, true],
    ['all of sel_*', { b: 1 }, false],
    ['1 of them', { d: 1 }, false],
    ['all of them', { a: 1, b: 1, c: 1 }, true],
    ['sel_a or sel_b and filter', { a: 1 }, true],
    ['(sel_a or sel_b) and filter', { a: 1 }, false],
    ['not sel_a and sel_b', { b: 1 }, true],
    ['not (sel_a and sel_b)', { b: 1 }, true],
    ['SEL_a', { a: 1 }, undefined],
    ['sel_a OR sel_b', { b: 1 }, true],
    ['[sel_a, sel_b]', { b: 1 }, true],
  ])('%s on %j: %s', (condition, event, expected) => {
    const { value } = parse(text(condition as string));
    const found =
      value?.length === 0
        ? undefined
        : compileEngine(value as readonly SigmaRule[]).match(rowOf(event)).length === 1;
    expect(found).toBe(expected);
  });
});

describe('a broken document', () => {
  test.each([
    [ruleOf('{ a|contians: x }'), '4:16 SIGMA_ITEM The item `a|contians` uses the modifier `contians`'],
    [ruleOf('{ a|re|contains: x }'), '4:16 SIGMA_ITEM The item `a|re|contains` uses `contains` with `re`'],
    [ruleOf('{ a|lt: many }'), '4:16 SIGMA_ITEM The item `a|lt` compares with `many`'],
    [ruleOf("{ a|re: '(a' }"), '4:16 SIGMA_ITEM The item `a|re` '],
    [
      ruleOf("{ a|re: '(?=a)' }"),
      '4:16 SIGMA_ITEM The item `a|re` has a pattern that RE2 refuses: invalid or unsupported Perl syntax',
    ],
    [ruleOf('{ a|cidr: 10.0.0.0/33 }'), '4:16 SIGMA_ITEM The item `a|cidr` has `10.0.0.0/33`'],
    [ruleOf('{ a|exists: yes it does }'), '4:16 SIGMA_ITEM The item `a|exists` has'],
    [ruleOf("{ a|expand: '%who%' }"), '4:16 SIGMA_ITEM The item `a|expand` uses the placeholder %who%'],
    [ruleOf("{ a|base64: 'x*' }"), '4:16 SIGMA_ITEM The item `a|base64` encodes `x*`'],
    [ruleOf('{ a: [[x]] }'), '4:16 SIGMA_ITEM The item `a` has a list or section as a value'],
    [ruleOf('{ a: [] }'), '4:16 SIGMA_ITEM The item `a` has an empty list'],
    [ruleOf('{}'), '4:14 SIGMA_ITEM The search identifier is empty'],
    [ruleOf('{ a: x }', 'selection and'), '5:14 SIGMA_CONDITION The condition ends where'],
    [
      ruleOf('{ a: x }', 'other'),
      '5:14 SIGMA_CONDITION The condition names `other`, expected one of `selection`',
    ],
    [ruleOf('{ a: x }', '2 of them'), '5:14 SIGMA_CONDITION The condition asks for `2 of`'],
    [ruleOf('{ a: x }', '"(selection"'), '5:14 SIGMA_CONDITION The condition has a bracket'],
    [ruleOf('{ a: x }', '"selection | count() > 5"'), '5:14 SIGMA_CONDITION The condition uses `|`'],
    [
      'title: T\nlogsource: { product: p }\n',
      '1:1 SIGMA_MISSING_KEY The document has no section `detection`',
    ],
    [
      'title: T\ndetection: { a: { b: c }, condition: a }\n',
      '1:1 SIGMA_MISSING_KEY The document has no section `logsource`',
    ],
    [ruleOf('{ a: x }').replace('title: T\n', ''), '1:1 SIGMA_MISSING_KEY The document has no `title`'],
    [`level: extreme\n${ruleOf('{ a: x }')}`, '1:8 SIGMA_BAD_VALUE The level is `extreme`'],
    ['- a\n- b\n', '1:1 SIGMA_WRONG_TYPE The document is not a section'],
    [`status: new\n${ruleOf('{ a: x }')}`, '1:9 SIGMA_BAD_VALUE The status is `new`, expected one of stable'],
    [`date: 2026/11/23\n${ruleOf('{ a: x }')}`, '1:7 SIGMA_BAD_VALUE The date is `2026/11/23`'],
    [`tags: [Attack]\n${ruleOf('{ a: x }')}`, '1:7 SIGMA_BAD_VALUE The tags are `["Attack"]`'],
    [`references: [a, a]\n${ruleOf('{ a: x }')}`, '1:13 SIGMA_BAD_VALUE The references are'],
    [`related: [{ id: a, type: like }]\n${ruleOf('{ a: x }')}`, '1:10 SIGMA_BAD_VALUE The related is'],
    [`${ruleOf('{ a: x }')}  timeframe: 5m\n`, '6:3 SIGMA_ITEM `timeframe` left Sigma with version 2'],
    [
      'title: T\nlogsource: {}\nfilter: { rules: [a], other: { a: x }, condition: other }\n',
      '3:9 SIGMA_MISSING_KEY The filter has no search identifier `selection`',
    ],
    [
      'title: T\nlogsource: {}\nfilter: { selection: { a: x }, condition: selection }\n',
      '3:9 SIGMA_MISSING_KEY The filter names no list of `rules`',
    ],
    [
      'title: T\ncorrelation: { type: temporal, rules: [a], group-by: [], timespan: 5m, ordered: true }\n',
      '2:72 SIGMA_BAD_VALUE The correlation has `ordered`',
    ],
    [
      'title: T\ncorrelation: { type: temporal, rules: [a], timespan: 5m }\n',
      '2:14 SIGMA_MISSING_KEY The correlation has no list `group-by`',
    ],
    [
      'title: T\ncorrelation: { type: count, rules: [a], group-by: [x], timespan: 5m, condition: { gte: 1 } }\n',
      '2:22 SIGMA_BAD_VALUE The correlation type is `count`',
    ],
    [
      'title: T\ncorrelation: { type: event_count, rules: [a], group-by: [x], timespan: 5 minutes, condition: { gte: 1 } }\n',
      '2:72 SIGMA_BAD_VALUE The timespan is `5 minutes`',
    ],
    [
      'title: T\ncorrelation: { type: event_count, rules: [a], group-by: [x], timespan: 5m }\n',
      '2:14 SIGMA_MISSING_KEY The correlation has no section `condition`',
    ],
    [
      'title: T\ncorrelation: { type: value_count, rules: [a], group-by: [x], timespan: 5m, condition: { gte: 1 } }\n',
      '2:87 SIGMA_MISSING_KEY A correlation of type value_count needs',
    ],
  ])('is refused at its place: %#', (text, expected) => {
    const { value, problems } = parse(text);
    expect(value).toEqual([]);
    const [first] = problems.map(({ at, code, message }) => `${at.line}:${at.column} ${code} ${message}`);
    expect(first?.slice(0, expected.length)).toBe(expected);
  });

  test('leaves the others of its file alone', () => {
    const { value, problems } = parse(`${ruleOf('{ a|nope: x }')}---\n${ruleOf('{ a: x }')}`);
    expect([value?.length, problems.length]).toEqual([1, 1]);
  });
});

describe('a correlation', () => {
  test('keeps its parts', () => {
    const { value, problems } = parse(
      'title: C\nid: c1\ncorrelation:\n  type: temporal_ordered\n  rules: [a, b]\n  group-by: [ip]\n  timespan: 90m\n  aliases: { ip: { a: src, b: dst } }\ngenerate: true\nlevel: high\ntags: [attack.t1110.001, attack.persistence]\n',
    );
    expect(problems).toEqual([]);
    expect(value?.[0] as SigmaCorrelation).toMatchObject({
      kind: 'correlation',
      type: 'temporal_ordered',
      rules: ['a', 'b'],
      groupBy: ['ip'],
      timespanSeconds: 5400,
      bounds: [{ op: 'gte', value: 2 }],
      generate: true,
      level: 'high',
      techniques: ['T1110.001'],
    });
  });
});
