// SPDX-License-Identifier: Apache-2.0
// Pipelines change what rules look for as pySigma's transformations of the same names do; filters join rules before.

import { describe, expect, test } from 'vitest';
import { resolveRules } from '../correlate/resolve.ts';
import { compileEngine } from '../match/engine.ts';
import { rowOf } from '../match/row.ts';
import { parseSigma } from '../parse/document.ts';
import { parsePipeline } from './read.ts';

const RULE = `title: T
id: rule-a
name: rule_a
tags: [attack.t1059]
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: cmd.exe, User: '%x%' }
  other: [{ Note: n }, { Tag: t }]
  condition: selection and not other
---
title: C
id: corr-c
correlation: { type: value_count, rules: [rule_a], group-by: [User, who], timespan: 5m, condition: { field: Image, gte: 2 }, aliases: { who: { rule_a: Host } } }
`;

function run(pipeline: string, rules = RULE) {
  const read = parsePipeline(Buffer.from(pipeline), 'p.yml');
  expect(read.problems).toEqual([]);
  const parsed = parseSigma(Buffer.from(rules), 'r.yml');
  expect(parsed.problems).toEqual([]);
  return resolveRules(parsed.value ?? [], read.value === undefined ? [] : [read.value]);
}

const step = (text: string): string => `name: p\ntransformations:\n  - { ${text} }\n`;
const MAP = 'type: field_name_mapping, mapping: { Image: process.exe, User: [u1, u2] }';
const EVENT = { Image: 'cmd.exe', User: '%x%' };
const MAPPED = { process: { exe: 'cmd.exe' }, u2: '%x%' };
const COND = 'rule_conditions: [{ type: logsource, product: ';

describe('a pipeline', () => {
  test.each([
    ['type: field_name_mapping, mapping: {}', EVENT, true],
    [MAP, EVENT, false],
    [MAP, MAPPED, true],
    [`${MAP}, ${COND}windows }]`, MAPPED, true],
    [`${MAP}, ${COND}linux }]`, MAPPED, false],
    [`${MAP}, ${COND}linux }], rule_cond_not: true`, MAPPED, true],
    [`${MAP}, ${COND}linux }, { type: tag, tag: attack.t1059 }], rule_cond_op: or`, MAPPED, true],
    [`${MAP}, ${COND}linux }, { type: tag, tag: attack.t1059 }]`, MAPPED, false],
    [`${MAP}, rule_conditions: [{ type: contains_field, field: Note }]`, MAPPED, true],
    [`${MAP}, rule_conditions: [{ type: is_sigma_correlation_rule }]`, MAPPED, false],
    [
      `${MAP}, field_name_conditions: [{ type: include_fields, fields: [Image] }]`,
      { ...EVENT, process: { exe: 'cmd.exe' } },
      true,
    ],
    [`${MAP}, field_name_conditions: [{ type: exclude_fields, fields: [Image, User] }]`, EVENT, true],
    ['type: field_name_prefix, prefix: w.', { w: EVENT }, true],
    ['type: field_name_suffix, suffix: _s', { Image_s: 'cmd.exe', User_s: '%x%' }, true],
    ["type: field_name_prefix_mapping, mapping: { Im: 'x.' }", { x: { age: 'cmd.exe' }, User: '%x%' }, true],
    [
      'type: drop_detection_item, field_name_conditions: [{ type: include_fields, fields: [User] }]',
      { Image: 'cmd.exe' },
      true,
    ],
    ['type: add_condition, conditions: { EventID: 1 }', EVENT, false],
    ['type: add_condition, conditions: { EventID: 1 }', { ...EVENT, EventID: 1 }, true],
    ['type: add_condition, negated: true, conditions: { EventID: 1 }', { ...EVENT, EventID: 1 }, false],
    // What is negated stays negated
    [MAP, { ...MAPPED, Note: 'n' }, false],
  ])('%s on %j: %s', (text, event, expected) => {
    const { value } = run(step(text as string));
    expect(compileEngine(value?.rules ?? []).match(rowOf(event as Record<string, unknown>))).toHaveLength(
      expected ? 1 : 0,
    );
  });

  test('changes log sources, and steps know which ran before', () => {
    const { value } = run(
      `transformations:
  - { id: one, type: change_logsource, product: windows, service: sysmon }
  - { type: field_name_mapping, mapping: { Note: n2 }, rule_conditions: [{ type: processing_item_applied, processing_item_id: one }] }
`,
    );
    expect(value?.rules[0]?.logsource).toEqual({ product: 'windows', service: 'sysmon' });
    expect(JSON.stringify(value?.rules[0]?.expression)).toContain('"n2"');
    expect([...(value?.rules[0]?.selections.keys() ?? [])]).toEqual(['selection', 'other']);
  });

  test('renames the fields of correlations, aliases apart', () => {
    const { value } = run(step('type: field_name_prefix, prefix: e.'));
    const [correlation] = value?.correlations ?? [];
    expect([correlation?.groupBy, correlation?.valueFields]).toEqual([['e.User', 'who'], ['e.Image']]);
    expect(correlation?.aliases.get('who')?.get('rule_a')).toBe('e.Host');
  });

  test.each([
    ['type: rule_failure, message: not here', 'SIGMA_PIPELINE The pipeline p refuses `T`: not here'],
    ['type: drop_detection_item', 'SIGMA_PIPELINE The pipeline p refuses `T`: nothing is left'],
    [MAP, 'SIGMA_PIPELINE The pipeline p refuses `C`: its field `User` has not exactly one name'],
  ])('refuses rules: %s', (text, expected) => {
    const told = run(step(text as string)).problems.map(({ code, message }) => `${code} ${message}`);
    expect(told.some((each) => each.startsWith(expected as string))).toBe(true);
  });

  test('gives values to placeholders', () => {
    const value = parsePipeline(
      Buffer.from(
        'vars: { Admins: [a, b], Other: [c] }\ntransformations:\n  - { type: value_placeholders, include: [Admins] }\n  - { type: wildcard_placeholders, exclude: [Never] }\n',
      ),
      'p.yml',
    ).value;
    expect(['Admins', 'Other', 'Never'].map((name) => value?.placeholder(name))).toEqual([
      ['a', 'b'],
      ['*'],
      undefined,
    ]);
  });

  test.each([
    ['- a\n', '1:1 SIGMA_WRONG_TYPE The document is not a section'],
    ['transformations: x\n', '1:18 SIGMA_WRONG_TYPE `transformations` is not a list'],
    ['finalizers: []\n', '1:1 SIGMA_BAD_VALUE pipeline has `finalizers`'],
    [
      step('type: nested'),
      '3:13 SIGMA_BAD_VALUE The transformation is `nested`, expected one of field_name_mapping',
    ],
    [step('type: field_name_mapping'), '3:5 SIGMA_WRONG_TYPE `mapping` is not a section'],
    [
      step('type: rule_failure, detection_item_conditions: []'),
      '3:27 SIGMA_BAD_VALUE rule_failure has `detection_item_conditions`',
    ],
    [
      step('type: rule_failure, rule_conditions: [{ type: is_null }]'),
      '3:53 SIGMA_BAD_VALUE The rule condition is `is_null`',
    ],
    [step('type: add_condition, conditions: { a|nope: 1 }'), '3:42 SIGMA_ITEM The item `a|nope`'],
  ])('is refused at its place: %s', (text, expected) => {
    const { value, problems } = parsePipeline(Buffer.from(text as string), 'p.yml');
    expect(value).toBeUndefined();
    expect(
      problems.map(({ at, code, message }) => `${at.line}:${at.column} ${code} ${message}`)[0],
    ).toContain(expected);
  });
});

describe('a filter', () => {
  const filter = (rules: string, condition: string, logsource = '{ product: windows }'): string =>
    `${RULE}---
title: F
logsource: ${logsource}
filter:
  rules: ${rules}
  selection: { Host: lab }
  second: { User: '%x%' }
  condition: ${condition}
`;
  const none = 'name: none\n';
  test.each([
    ['[rule-a]', 'selection', { Host: 'lab' }, false],
    ['[rule_a]', 'selection', { Host: 'lab' }, false],
    ['any', 'selection', { Host: 'lab' }, false],
    ['[other]', 'selection', { Host: 'lab' }, true],
    ['[rule-a]', 'selection', { Host: 'x' }, true],
    // States what remains
    ['[rule-a]', 'not selection', { Host: 'lab' }, false],
    ['[rule-a]', 'not selection', { Host: 'x' }, true],
    ['[rule-a]', 'not selection and not second', { Host: 'x' }, false],
    // States what goes, with an exception
    ['[rule-a]', 'selection and not second', { Host: 'lab' }, true],
  ])('of %s, %s, on %j: %s', (rules, condition, event, expected) => {
    const { value } = run(none, filter(rules as string, condition as string));
    expect(compileEngine(value?.rules ?? []).match(rowOf({ ...EVENT, ...(event as object) }))).toHaveLength(
      expected ? 1 : 0,
    );
  });

  test('leaves rules of other log sources alone', () => {
    const { value } = run(none, filter('any', 'selection', '{ product: linux }'));
    expect(compileEngine(value?.rules ?? []).match(rowOf({ ...EVENT, Host: 'lab' }))).toHaveLength(1);
  });
});
