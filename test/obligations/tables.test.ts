// SPDX-License-Identifier: Apache-2.0
// Duties and clocks, worked out by hand: weekends, month ends, clock changes, thresholds met exactly and by one more.
import { expect, test } from 'vitest';
import { casesOf, fieldsOf, full, judged, type Stated } from './obligations.ts';

interface Clock extends Stated {
  readonly is: string;
  /** obligation/step */
  readonly step: string;
  readonly zone?: string;
  /** When earlier steps were sent. */
  readonly sent?: Readonly<Record<string, string>>;
  readonly holidays?: readonly string[];
  /** Absent: there is no fixed time. */
  readonly due?: string;
}

const CLOCKS = casesOf<Clock>('clocks.yaml', [
  'is',
  'step',
  'zone',
  'of',
  'fields',
  'sent',
  'holidays',
  'due',
]);

test('there are cases enough', () => expect(CLOCKS.length).toBeGreaterThanOrEqual(60));

test.each(CLOCKS)('$is ($step)', ({ step: place, zone = 'UTC', sent, holidays = [], due, ...stated }) => {
  const [id = '', step = ''] = place.split('/');
  const found = judged(
    { zone, holidays, fields: fieldsOf(stated), sent: sent === undefined ? {} : { [full(id)]: sent } },
    id,
  );
  expect(found.outcome).toBe('applies');
  expect(found.steps.find((each) => each.id === step)?.due).toBe(due);
});

interface Outcome extends Stated {
  readonly is: string;
  readonly duty: string;
  readonly outcome: string;
  /** A part of it. */
  readonly reason: string;
}

const OUTCOMES = casesOf<Outcome>('outcomes.yaml', ['is', 'duty', 'of', 'fields', 'outcome', 'reason']);

test('there are outcomes enough', () => expect(OUTCOMES.length).toBeGreaterThanOrEqual(37));

test.each(OUTCOMES)('$is ($duty)', ({ duty, outcome, reason, ...stated }) => {
  const found = judged({ fields: fieldsOf(stated) }, duty);
  expect(found.outcome).toBe(outcome);
  expect(found.reasons.map(({ text }) => text).join('\n')).toContain(reason);
});
