// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Report } from '../../analyse/index.ts';
import { attacksIn, chain, worst } from './summary.ts';

type VerdictRow = Report['verdicts'][number];

const row = (
  stage: string,
  attack: string,
  verdict: VerdictRow['verdict'],
  severity: VerdictRow['severity'] = 'high',
  steps = 1,
): VerdictRow =>
  ({ stage, attack, verdict, severity, steps: Array.from({ length: steps }) }) as unknown as VerdictRow;
const report = (...verdicts: VerdictRow[]): Report =>
  ({ pack: { id: 'own' }, verdicts }) as unknown as Report;

test('an attack succeeds when it does once, and is undecided before it holds', () => {
  const links = chain(
    report(
      row('base', 'common/attack/a', 'SECURE'),
      row('pay', 'own/attack/b', 'SECURE'),
      row('pay', 'own/attack/b', 'INSECURE'),
      row('pay', 'own/attack/b', 'UNKNOWN'),
      row('pay', 'own/attack/c', 'UNKNOWN'),
      row('pay', 'own/attack/c', 'SECURE'),
      row('ship', 'own/attack/d', 'SECURE'),
    ),
  );
  expect(links).toEqual([
    { stage: 'base', beneath: true, outcome: 'SECURE', insecure: 0, unknown: 0, attacks: 1 },
    { stage: 'pay', beneath: false, outcome: 'INSECURE', insecure: 1, unknown: 1, attacks: 2 },
    { stage: 'ship', beneath: false, outcome: 'SECURE', insecure: 0, unknown: 0, attacks: 1 },
  ]);
  expect(attacksIn(links)).toEqual({ insecure: 1, unknown: 1, all: 4 });
});

test('the worst is the most severe that succeeds, then the shortest', () => {
  const found = worst(
    report(
      row('s', 'own/attack/held', 'SECURE', 'critical', 0),
      row('s', 'own/attack/long', 'INSECURE', 'critical', 5),
      row('s', 'own/attack/short', 'INSECURE', 'critical', 2),
      row('s', 'own/attack/mild', 'INSECURE', 'medium', 1),
    ),
  );
  expect(found?.attack).toBe('own/attack/short');
  expect(worst(report(row('s', 'own/attack/held', 'SECURE')))).toBeUndefined();
});
