// SPDX-License-Identifier: Apache-2.0
// Single alerts, and the rules that fired.
import { type Alert, LEVELS, type Level } from '../../monitor/index.ts';
import { amount } from './incidents.ts';
import { levelPaint } from './levels.ts';
import type { Style } from './style.ts';
import { padLeft, padRight, shorten, width, wrap } from './width.ts';

export interface Fired {
  readonly rule: Alert['rule'];
  count: number;
}

/** Rules listed before `--all`. */
const LISTED = 10;

/** What could not be read. */
export interface Unread {
  /** Records that no reader understood. */
  readonly bad: number;
  /** Files that were not read to their end. */
  readonly cut: number;
}

/** Empty, or to follow what was read. */
export function unreadText({ bad, cut }: Unread): string {
  const records = bad === 0 ? '' : `, ${amount(bad, 'record')} not understood`;
  return cut === 0 ? records : `${records}, ${amount(cut, 'file')} not read to the end`;
}

/** What was found, in one line. */
export function headline(
  {
    fired,
    incidents,
    worst,
    events,
    unread,
  }: {
    readonly fired: readonly Fired[];
    readonly incidents: number;
    readonly worst: Level | undefined;
    readonly events: number;
    readonly unread: Unread;
  },
  style: Style,
): readonly string[] {
  const counted = `${amount(events, 'event')}${unreadText(unread)}`;
  const alerts = fired.reduce((sum, { count }) => sum + count, 0);
  if (alerts === 0)
    return [`${style.green(style.glyphs.secure)} ${style.bold('Nothing found')} in ${counted}`];
  const levels = LEVELS.toReversed().flatMap((level) => {
    const count = fired.filter(({ rule }) => rule.level === level).reduce((sum, each) => sum + each.count, 0);
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${level}`];
  });
  const first =
    worst === undefined
      ? `${style.yellow(style.glyphs.unknown)} ${style.bold('No incident')}, only weak signs`
      : `${style.red(style.glyphs.insecure)} ${style.bold(amount(incidents, 'incident'))}${incidents === 1 ? ',' : ', the worst'} ${worst}`;
  return [
    first,
    ...wrap(
      `${amount(alerts, 'alert')} of ${amount(fired.length, 'rule')} in ${counted}: ${levels.join(', ')}`,
      style.columns - 2,
    ).map((line) => style.dim(`  ${line}`)),
  ];
}

/** A table of the rules that fired, the worst first. */
export function firedLines(fired: readonly Fired[], style: Style, all: boolean): readonly string[] {
  const sorted = fired.toSorted(
    (left, right) =>
      LEVELS.indexOf(right.rule.level) - LEVELS.indexOf(left.rule.level) ||
      right.count - left.count ||
      (left.rule.id < right.rule.id ? -1 : 1),
  );
  const told = all ? sorted : sorted.slice(0, LISTED);
  const counts = told.map(({ count }) => `${count.toLocaleString('en')}×`);
  const column = Math.max(...counts.map(width));
  const room = style.columns - column - 18;
  return [
    style.bold('Rules that fired'),
    ...told.map(({ rule }, index) => {
      const level = levelPaint(rule.level, style)(padRight(rule.level, 13));
      return `  ${level} ${padLeft(counts[index] as string, column)}  ${shorten(style.safe(rule.title), room, style.glyphs.ellipsis)}`;
    }),
    ...(sorted.length > told.length
      ? [style.dim(`  and ${sorted.length - told.length} more (--all tells them)`)]
      : []),
  ];
}

/** One alert a line, for `--alerts`. */
export function alertLine(alert: Alert, style: Style): string {
  const when = alert.time === undefined ? '' : `${new Date(alert.time).toISOString()} `;
  const keys = Object.entries(alert.keys).map(([key, value]) => ` ${key}=${value}`);
  return `${style.safe(alert.at.file)}:${alert.at.line} ${when}${levelPaint(alert.rule.level, style)(alert.rule.level)} ${style.safe(alert.rule.title)}${style.dim(style.safe(keys.join('')))}\n`;
}
