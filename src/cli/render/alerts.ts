// SPDX-License-Identifier: Apache-2.0
// What `detect` says: the rules that fired, the worst first.
import type { Level, SigmaAlert } from '../../monitor/index.ts';
import { LEVELS } from '../../monitor/index.ts';
import type { Style } from './style.ts';
import { padLeft, padRight, shorten, width } from './width.ts';

export interface Fired {
  readonly rule: SigmaAlert['rule'];
  count: number;
  readonly first: SigmaAlert['at'];
  /** A few lines of the event: fields of the rule, else what tells most. */
  readonly sample: string;
}

export function firedText(fired: readonly Fired[], events: number, bad: number, style: Style): string {
  const alerts = fired.reduce((sum, { count }) => sum + count, 0);
  const counted = `${plural(events, 'event')}${bad === 0 ? '' : `, ${plural(bad, 'record')} not understood`}`;
  if (alerts === 0)
    return `${style.green(style.glyphs.secure)} ${style.bold('Nothing found')} in ${counted}\n`;
  const worst = sorted(fired);
  const levels = LEVELS.toReversed().flatMap((level) => {
    const count = worst.filter(({ rule }) => rule.level === level).reduce((sum, each) => sum + each.count, 0);
    return count === 0 ? [] : [`${count} ${level}`];
  });
  const head = `${style.red(style.glyphs.insecure)} ${style.bold(`${plural(alerts, 'alert')} of ${plural(fired.length, 'rule')}`)} in ${counted}: ${levels.join(', ')}`;
  return `${[head, '', ...worst.flatMap((each) => lines(each, style))].join('\n').trimEnd()}\n`;
}

function sorted(fired: readonly Fired[]): readonly Fired[] {
  return fired.toSorted(
    (left, right) =>
      LEVELS.indexOf(right.rule.level) - LEVELS.indexOf(left.rule.level) ||
      right.count - left.count ||
      (left.rule.id < right.rule.id ? -1 : 1),
  );
}

const INDENT = 24;

function lines({ rule, count, first, sample }: Fired, style: Style): readonly string[] {
  const paint = painter(rule.level, style);
  const room = Math.max(20, style.columns - INDENT);
  const place = `${style.safe(first.file)}:${first.line}`;
  const techniques =
    rule.techniques.length === 0 ? '' : ` ${style.glyphs.dot} ${rule.techniques.map(style.safe).join(' ')}`;
  return [
    `${paint(padRight(rule.level, 13))} ${padLeft(`${count}×`, 8)}  ${style.bold(shorten(style.safe(rule.title), room, style.glyphs.ellipsis))}`,
    `${' '.repeat(INDENT)}${style.dim(shorten(`${count > 1 ? 'first at ' : ''}${place}${techniques}`, room, style.glyphs.ellipsis))}`,
    ...(width(sample) === 0
      ? []
      : [`${' '.repeat(INDENT)}${style.dim(shorten(style.safe(sample), room, style.glyphs.ellipsis))}`]),
    '',
  ];
}

function painter(level: Level, style: Style): (text: string) => string {
  if (level === 'critical' || level === 'high') return style.red;
  return level === 'medium' ? style.yellow : style.dim;
}

/** One alert a line, for `--alerts`. */
export function alertLine(alert: SigmaAlert, style: Style): string {
  const when = alert.time === undefined ? '' : `${new Date(alert.time).toISOString()} `;
  const keys = Object.entries(alert.keys).map(([key, value]) => ` ${key}=${value}`);
  return `${style.safe(alert.at.file)}:${alert.at.line} ${when}${painter(alert.rule.level, style)(alert.rule.level)} ${style.safe(alert.rule.title)}${style.dim(style.safe(keys.join('')))}\n`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
