// SPDX-License-Identifier: Apache-2.0
// Values of events as Sigma sees them: all are text, some of it reads as a number, an address or a time.
import type { Comparison, TimePart } from '../rule.ts';

/**
 * Text of a value; undefined for null and lists, which no text test matches. A section is its JSON: rules for cloud logs
 * look for text in sections (`requestParameters|contains`).
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? JSON.stringify(value)
    : undefined;
}

export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d|\.\d)/.test(value)) return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export function compares(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case 'eq':
      return left === right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
  }
}

/**
 * A part of a date as it is written: no time zone is applied (modifiers appendix 2.1.0, "Time Modifiers"). Reads
 * ISO 8601; weeks as ISO 8601 counts them.
 */
export function timePartOf(text: string, part: TimePart): number | undefined {
  const [, year, month, day, hour = '0', minute = '0'] =
    /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  switch (part) {
    case 'minute':
      return Number(minute);
    case 'hour':
      return Number(hour);
    case 'day':
      return Number(day);
    case 'month':
      return Number(month);
    case 'year':
      return Number(year);
    case 'week':
      return isoWeek(Number(year), Number(month), Number(day));
  }
}

const DAY = 86_400_000;

/** The week of the Thursday of the same week, counted from the first of January. */
function isoWeek(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * DAY;
  const start = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - start) / DAY / 7) + 1;
}
