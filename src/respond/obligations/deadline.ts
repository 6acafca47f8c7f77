// SPDX-License-Identifier: Apache-2.0
// When a period ends. Hours are counted as they pass; days and months by the calendar of the operator's time zone.
import type { Clock, ObligationStep } from '../../model/index.ts';
import { dayText, instantOf, later, type WallTime, wallTime, weekday } from './zoned.ts';

/** The calendar of the operator. */
export interface Calendar {
  /** IANA name. */
  readonly zone: string;
  /** ISO days on which nobody works, beside weekends. */
  readonly holidays: ReadonlySet<string>;
}

const HOUR = 3_600_000;
const END_OF_DAY = { hour: 23, minute: 59, second: 59 };
const NOON = { hour: 12, minute: 0, second: 0 };

/**
 * The last moment (UTC, milliseconds) of a period that starts at `anchor`. Hours ignore clock changes, so 72 h are 72 h;
 * the hour of the event counts although Regulation 1182/71 Art. 3(1) leaves it out, which is never too late. Months end on the day
 * of the same number, or the last one of the month (Art. 3(2)(c)).
 */
export function endOf(clock: Clock, anchor: number, step: ObligationStep, { zone }: Calendar): number {
  if (clock.hours !== undefined) return anchor + clock.hours * HOUR;
  const start = wallTime(anchor, zone);
  const end = later(start, { days: clock.days ?? 0, months: clock.months ?? 0 });
  return instantOf(step.ends === 'day' ? { ...end, ...END_OF_DAY } : end, zone);
}

/**
 * Where a period that ends at `end` may end when that is no working day. A period in hours is not extended to the end of
 * the next working day (Regulation 1182/71 Art. 3(4)), but may be to its noon (Regulation 2025/301 Art. 5(4)).
 */
export function extend(end: number, clock: Clock, step: ObligationStep, calendar: Calendar): number {
  const to = step.extend?.to;
  const wall = wallTime(end, calendar.zone);
  if (to === undefined || isWorkingDay(wall, calendar)) return end;
  if (to === 'working-day' && clock.hours !== undefined) return end;
  const next = nextWorkingDay(wall, calendar);
  return instantOf({ ...next, ...(to === 'working-noon' ? NOON : END_OF_DAY) }, calendar.zone);
}

function isWorkingDay(wall: WallTime, { holidays }: Calendar): boolean {
  return ![0, 6].includes(weekday(wall)) && !holidays.has(dayText(wall));
}

/** Holidays of a whole year in a row are not a calendar; the search ends there. */
function nextWorkingDay(wall: WallTime, calendar: Calendar): WallTime {
  let day = later(wall, { days: 1 });
  for (let tries = 0; tries < 366 && !isWorkingDay(day, calendar); tries++) day = later(day, { days: 1 });
  return day;
}
