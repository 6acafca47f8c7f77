// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { LoggedCheck } from './check-log.ts';
import { coverageOf, lookFrom } from './schedule.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

function lookAt(time: number, outcome: LoggedCheck['outcome'] = 'as-approved'): LoggedCheck {
  const at = new Date(time).toISOString();
  return { page: 'p', url: 'https://p.example', at, look: 'static', vantage: 'v', outcome, findings: [] };
}

test('who calls every hour, and some minutes later each time, leaves no pause too long', () => {
  const log: LoggedCheck[] = [];
  for (let now = 0; now < 8 * WEEK; now += HOUR + 7 * 60_000)
    if (lookFrom(coverageOf(log, 'p', WEEK, undefined, now), WEEK) <= now) log.push(lookAt(now));
  expect(coverageOf(log, 'p', WEEK, undefined, 8 * WEEK).gaps).toEqual([]);
  // And not more often than needed.
  expect(log.length).toBe(10);
});

test('a look that saw nothing is to be made again at once', () => {
  const log = [lookAt(0), lookAt(6.5 * 24 * HOUR, 'failed')];
  expect(lookFrom(coverageOf(log, 'p', WEEK, undefined, 6.6 * 24 * HOUR), WEEK)).toBe(6 * 24 * HOUR);
});
