// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { VerdictRow } from '../../api/report.ts';
import { answersTo, choices, keyOf, together } from './question.ts';

const row = (attacker: string, target: string, verdict: VerdictRow['verdict'], days: number): VerdictRow =>
  ({ attack: 'a', attacker, target, verdict, days }) as VerdictRow;
const verdicts = [
  row('stranger', 'till', 'UNKNOWN', 0),
  row('stranger', 'till', 'INSECURE', 9),
  row('insider', 'van', 'INSECURE', 2),
  row('insider', 'till', 'SECURE', 0),
];

test.each([
  [{}, ['insider van 2', 'stranger till 9', 'stranger till 0'], ['insider till 0']],
  [{ from: 'insider' }, ['insider van 2'], ['insider till 0']],
  [{ to: 'till' }, ['stranger till 9', 'stranger till 0'], ['insider till 0']],
  [{ from: 'stranger', to: 'van' }, [], []],
])('%j', (question, paths, held) => {
  const name = ({ attacker, target, days }: VerdictRow): string => `${attacker} ${target} ${days}`;
  const found = answersTo({ verdicts }, question);
  expect([found.paths.map(name), found.held.map(name)]).toEqual([paths, held]);
});

test('a choice comes once, and a row has a name of its own', () => {
  expect(choices(verdicts, 'attacker')).toEqual(['insider', 'stranger']);
  expect(choices(verdicts, 'target')).toEqual(['till', 'van']);
  expect(keyOf(verdicts[2] as VerdictRow)).toBe('a insider van');
});

test('the same attack on the same target is one answer by each outcome, where its first attacker stood', () => {
  const rows = [
    row('stranger', 'till', 'INSECURE', 1),
    row('insider', 'van', 'INSECURE', 2),
    row('insider', 'till', 'INSECURE', 3),
    row('agency', 'till', 'UNKNOWN', 3),
  ];
  expect(together(rows).map((group) => group.map(({ attacker }) => attacker))).toEqual([
    ['stranger', 'insider'],
    ['insider'],
    ['agency'],
  ]);
});
