// SPDX-License-Identifier: Apache-2.0
// When processes start: by chance with a rate that follows the hour and the day, or at regular times.
import type { Random } from '../core/random.ts';
import type { Process, Traffic } from './schema.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;

/** Start times of a process in [from, until), in order. */
export function* arrivals(
  process: Process,
  { week, profiles }: Traffic,
  from: number,
  until: number,
  random: Random,
): Generator<number> {
  if (process.every !== undefined) {
    const [first, last] = (process.between ?? ['00:00', '24:00']).map(timeOfDay) as [number, number];
    for (let day = from - (from % DAY); day < until; day += DAY)
      for (let time = day + first; time < day + last; time += process.every * 1000)
        if (time >= from && time < until) yield time;
    return;
  }
  const hours = profiles[process.profile ?? ''] ?? Array.from({ length: 24 }, () => 1);
  const days = week ?? [1, 1, 1, 1, 1, 1, 1];
  const weightOf = (time: number): number =>
    (hours[Math.floor((time % DAY) / HOUR)] ?? 0) * (days[(Math.floor(time / DAY) + FIRST_WEEKDAY) % 7] ?? 0);
  const meanHour = hours.reduce((sum, each) => sum + each, 0) / 24;
  const meanDay = days.reduce((sum, each) => sum + each, 0) / 7;
  const peak = Math.max(...hours) * Math.max(...days);
  const perMs = (process.perDay ?? 0) / DAY / (meanHour * meanDay || 1);
  if (perMs * peak <= 0) return;
  // Thinning (Lewis and Shedler 1979): draw at the peak rate and keep each with the share of its hour.
  for (let time = from; ; ) {
    time += -Math.log(1 - random.next()) / (perMs * peak);
    if (time >= until) return;
    if (random.next() * peak < weightOf(time)) yield Math.floor(time);
  }
}

/** `08:30` in milliseconds after midnight. */
export function timeOfDay(text: string): number {
  const [hour = '0', minute = '0'] = text.split(':');
  return Number(hour) * HOUR + Number(minute) * 60_000;
}
