// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Report } from '../../analyse/index.ts';
import { styleOf } from './style.ts';
import { verdictNews } from './verdict-news.ts';

const style = styleOf({ isTerminal: false, write: () => undefined }, {});
const verdict = {
  attack: 'own/attack/a',
  title: 'Sales \u001b[31mgone',
  stage: 's',
  severity: 'critical',
  attacker: 'own/attacker/inner-clerk',
  target: 'till',
  days: 2,
};
const reportOf = (verdicts: readonly object[], cuts: readonly object[]): Report =>
  ({ verdicts, cuts, counts: { insecure: 0, secure: 0, unknown: 0 } }) as unknown as Report;

test('a verdict is told with its worst path and what to do first, and no text of a model paints', () => {
  const cut = { measure: 'm', on: 'till', name: 'Two keys', cost: 300, removes: 1 };
  expect(
    verdictNews(reportOf([{ ...verdict, verdict: 'INSECURE', steps: [1, 2] }], [cut, cut, cut, cut]), style),
  ).toEqual([
    'Verdict  1 of 1 attack succeeds, the fastest in about 2 days; 0 are proven secure',
    `  worst    ${style.safe(verdict.title)}: inner clerk → till, 2 steps, critical`,
    ...Array.from({ length: 3 }, () => '  do first Two keys on till (EUR 300): cuts 1 path'),
  ]);
});

test('what holds is one line', () => {
  expect(verdictNews(reportOf([{ ...verdict, verdict: 'SECURE', steps: [] }], []), style)).toEqual([
    `Verdict  “${style.safe(verdict.title)}” is proven impossible`,
  ]);
});
