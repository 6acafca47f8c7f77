// SPDX-License-Identifier: Apache-2.0
// Wall clocks of time zones (IANA names, through Intl) and instants (milliseconds since 1970, UTC).

/** What a clock on the wall shows; `month` is 1 to 12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows the time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError for a zone that `isZone` refuses. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

export function wallTime(instant: number, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return {
    year: parts['year'] as number,
    month: parts['month'] as number,
    day: parts['day'] as number,
    hour: parts['hour'] as number,
    minute: parts['minute'] as number,
    second: parts['second'] as number,
  };
}

/**
 * The instant at which clocks of `zone` show `wall`. A time that occurs twice (clocks go back) is the first of both, so
 * that no deadline is late; one that never occurs (clocks go forward) is as long after the gap as it lies within it.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const naive = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  // Offsets a day before and a day after are those on both sides of a change, if there is one.
  const before = offset(naive - 86_400_000, zone);
  const after = offset(naive + 86_400_000, zone);
  const candidates = [naive - before, naive - after].filter(
    (instant) => instant + offset(instant, zone) === naive,
  );
  return candidates.length > 0 ? Math.min(...candidates) : naive - before;
}

/** Milliseconds that clocks of `zone` are ahead of UTC. */
function offset(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallTime(instant, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

/** The same time of day some days or months later; where the month has no such day, its last one. */
export function later(
  wall: WallTime,
  { days = 0, months = 0 }: { days?: number; months?: number },
): WallTime {
  const first = new Date(Date.UTC(wall.year, wall.month - 1 + months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const date = new Date(
    Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(wall.day, length) + days),
  );
  return {
    ...wall,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** `2026-03-29`. */
export function dayText({ year, month, day }: WallTime): string {
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

/** 0 is Sunday. */
export function weekday({ year, month, day }: WallTime): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
