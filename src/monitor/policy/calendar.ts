// SPDX-License-Identifier: Apache-2.0
// Wall clock of a time zone (IANA names). Offsets change at whole quarters of an hour, so one look-up serves a quarter.

const QUARTER = 900_000;
const MAX_CACHED = 4_096;

export interface WallClock {
  /** 0 to 23. */
  readonly hour: number;
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  readonly weekday: number;
  readonly minute: number;
}

/** Undefined when there is no such time zone. */
export function createClock(zone: string): ((time: number) => WallClock | undefined) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    return undefined;
  }
  const cache = new Map<number, WallClock>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER);
    let start = cache.get(quarter);
    if (start === undefined) {
      const read = readClock(format, quarter * QUARTER);
      if (read === undefined) return undefined;
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(quarter, read);
      start = read;
    }
    return { ...start, minute: start.minute + Math.floor((time - quarter * QUARTER) / 60_000) };
  };
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function readClock(format: Intl.DateTimeFormat, time: number): WallClock | undefined {
  // Dates of JavaScript end there (ECMA-262 §21.4.1.1).
  if (!(Math.abs(time) <= 8.64e15)) return undefined;
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return {
    hour: Number(parts.get('hour')),
    minute: Number(parts.get('minute')),
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
  };
}
