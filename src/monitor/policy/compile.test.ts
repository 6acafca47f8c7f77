// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { policiesOf, policyText } from './policy-fixture.ts';

const PLAIN = `
per: [sale]
on: { event: sale.paid }
windows:
  taken: { event: sale.taken, after: 1m }
must: [{ that: exists(taken), say: { en: Not taken. } }]
`;

/** What is wrong with the plain policy once a part of it is another. */
function problemsOf(part: string | RegExp, other: string): readonly string[] {
  const text = PLAIN.replace(part, () => other);
  expect(text).not.toBe(PLAIN);
  return policiesOf(policyText(text)).problems.map(
    ({ code, message, hint }) =>
      `${code} ${message.replace('Policy `t/policy/one`: ', '')}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}

describe('a policy is refused for', () => {
  const that = (expression: string): [RegExp, string] => [
    /that: exists\(taken\)/,
    `that: "${expression} and exists(taken)"`,
  ];
  test.each<[string, [string | RegExp, string], string]>([
    [
      'an unknown field',
      that('on.amoun > 3'),
      'POLICY_EXPRESSION cannot find `amoun`: expected a field or key of sale.paid (at character 4, `amoun > 3 and exists(tak`) | Did you mean `amount`?',
    ],
    [
      'a field without its prefix',
      that('amount > 3'),
      'POLICY_EXPRESSION cannot find `amount`: expected on.<name> or a function of a window (at character 1, `amount > 3 and exists(ta`) | Did you mean `on.amount`?',
    ],
    [
      'an unknown window',
      that('count(takn) > 3'),
      'POLICY_EXPRESSION cannot find the window `takn`: expected taken (at character 7, `takn) > 3 and exists(tak`) | Did you mean `taken`?',
    ],
    [
      'an unknown function',
      that('sun(taken.amount) > 3'),
      'POLICY_EXPRESSION cannot find the function `sun`: expected distance, length, lower, starts, ends, contains, abs, has, hour, weekday, within-hours, exists, count, sum, avg, min, max, distinct, first, last (at character 1, `sun(taken.amount) > 3 an`) | Did you mean `sum`?',
    ],
    [
      'a text compared with a number',
      that('on.method = 3'),
      'POLICY_EXPRESSION `=` cannot take a text and a number (at character 1, `on.method = 3 and exists`)',
    ],
    [
      'a value that the field never has',
      that("on.method = 'crad'"),
      "POLICY_EXPRESSION `crad` is no value of that field: expected cash, card (at character 13, `'crad' and exists(taken)`) | Did you mean `card`?",
    ],
    [
      'cents compared with grams',
      that('on.amount > on.grams'),
      'POLICY_EXPRESSION `>` cannot take a number in cent and one in g (at character 1, `on.amount > on.grams and`)',
    ],
    [
      'an order of texts',
      that("on.method < 'cash'"),
      "POLICY_EXPRESSION `<` cannot take a text and a text (at character 1, `on.method < 'cash' and e`)",
    ],
    [
      'a duration compared with a number',
      that('on.time - first(taken.time) < 3'),
      'POLICY_EXPRESSION `<` cannot take a duration and a number (at character 1, `on.time - first(taken.ti`)',
    ],
    [
      'a number where a condition stands',
      that('on.amount'),
      'POLICY_EXPRESSION `and` cannot take a number and a boolean (at character 1, `on.amount and exists(tak`)',
    ],
    [
      'a sum of texts',
      that('sum(taken.note) > 1'),
      'POLICY_EXPRESSION `sum` takes a number, this is a text (at character 5, `taken.note) > 1 and exis`)',
    ],
    [
      'a window without a function',
      that('taken.amount > 1'),
      'POLICY_EXPRESSION `taken` is a window of many events: expected it inside of sum, avg, min, max, distinct, first or last (at character 1, `taken.amount > 1 and exi`)',
    ],
    [
      'too few values',
      that('distance(1, 2) > 1'),
      'POLICY_EXPRESSION `distance` takes 4 values, found 2 (at character 1, `distance(1, 2) > 1 and e`)',
    ],
    [
      'an unknown time zone',
      that("hour(on.time, 'Mars/Base') > 1"),
      "POLICY_EXPRESSION expected a time zone of the IANA database in quotes, such as 'Europe/Berlin' (at character 15, `'Mars/Base') > 1 and exi`)",
    ],
    [
      'an object',
      that("on.extra = 'x'"),
      "POLICY_EXPRESSION cannot find `extra`: expected a field or key of sale.paid (at character 4, `extra = 'x' and exists(t`)",
    ],
    [
      'two comparisons in a row',
      that('1 < on.amount < 3'),
      'POLICY_EXPRESSION compares twice in a row: expected `and` between two comparisons (at character 1, `1 < on.amount < 3 and ex`)',
    ],
    [
      'an open bracket',
      [/that: exists\(taken\)/, 'that: "(exists(taken)"'],
      'POLICY_EXPRESSION found the end, expected `)` (at the end)',
    ],
    [
      'double quotes',
      [/that: exists\(taken\)/, `that: 'on.method = "x"'`],
      'POLICY_EXPRESSION cannot read "\\"" (at character 13, `"x"`) | A text stands between single quotes, a quote in it is written \\\'',
    ],
    [
      'a key that the event does not have',
      ['per: [sale]', 'per: [actor]'],
      'POLICY_KEY sale.paid has no key `actor`',
    ],
    [
      'a join by what is no text',
      ['after: 1m', 'after: 1m, by: { amount: amount }'],
      'POLICY_KEY can only join by keys and texts, not by `amount`: expected a key or text of sale.taken',
    ],
    [
      'a window without bounds',
      ['after: 1m', 'self: true'],
      'POLICY_BOUND the window has no `before` and no `after`',
    ],
    [
      'a window that ends before it begins',
      ['after: 1m', 'after: [2m, 1m]'],
      'POLICY_BOUND the window [from, to] ends before it begins',
    ],
    [
      'a window beyond what is kept',
      ['after: 1m', 'after: 91d'],
      'POLICY_BOUND the window is longer than 400 days before or 90 days after',
    ],
    [
      'a fence that is not above',
      ['after: 1m', 'after: 1m, since: takn'],
      'POLICY_UNKNOWN_WINDOW cannot find the window `takn`: expected one that is written above `taken`',
    ],
    [
      'a window nobody asks for',
      ['that: exists(taken)', 'that: on.amount > 0'],
      'POLICY_UNUSED_WINDOW nothing asks for the window `taken`',
    ],
    [
      'a sentence that asks for what there is not',
      ['en: Not taken.', "en: 'Not {on.amoun}.'"],
      'POLICY_EXPRESSION cannot find `amoun`: expected a field or key of sale.paid (at character 9, `amoun}.`) | Did you mean `amount`?',
    ],
    [
      'an unknown type of event',
      ['event: sale.taken', 'event: sale.takn'],
      'PACK_UNKNOWN_EVENT Cannot find `sale.takn`: expected an event type that this pack or one it uses defines | Did you mean `sale.taken`?',
    ],
  ])('%s', (_, [part, other], expected) => {
    expect(problemsOf(part, other)).toContain(expected);
  });

  test('a field that two types declare differently', () => {
    const text = PLAIN.replace('event: sale.paid', 'event: [sale.paid, sale.taken]').replace(
      'that: ',
      'that: has(on.method) and ',
    );
    expect(policiesOf(policyText(text)).problems[0]?.message).toMatch(
      /`method` is not of one kind in sale.paid, sale.taken/,
    );
  });

  test('a name that means something else', () => {
    const text = PLAIN.replaceAll('taken:', 'in:');
    expect(policiesOf(policyText(text)).problems.map(({ code }) => code)).toContain('POLICY_NAME');
  });

  test('nesting without end, at once', () => {
    const deep = `${'('.repeat(290)}true${')'.repeat(290)}`;
    expect(problemsOf(/that: exists\(taken\)/, `that: "${deep}"`)[0]).toMatch(/nests deeper than 64 levels/);
  });
});

test('a policy with a problem is left out, the others are compiled', () => {
  const broken = policyText(PLAIN.replace('exists(taken)', 'exists(takn)'), 'two');
  const { value, problems } = policiesOf(policyText(PLAIN) + broken);
  expect(value.map(({ head }) => head.id)).toEqual(['t/policy/one']);
  expect(problems[0]?.at).toMatchObject({ file: 'p.yaml', line: 29 });
});
