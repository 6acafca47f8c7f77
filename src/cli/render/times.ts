// SPDX-License-Identifier: Apache-2.0
// How long attacks take, as a person reads it.
import type { CompromiseTime, Estimate, Report, Verdict } from '../../analyse/index.ts';
import { plural } from '../../core/counted.ts';
import { ENGLISH, type Tongue } from '../report-words/tongue.ts';
import type { Style } from './style.ts';
import { rank, shortName } from './summary.ts';
import { padLeft, padRight, shorten, width } from './width.ts';

/** Rows before `--all`. */
const SHOWN = 12;
/** Narrower than this there is no room for intervals. */
const ROOM_FOR_INTERVALS = 76;

export interface TimeRow {
  readonly verdict: Verdict;
  readonly time: CompromiseTime;
  /** With the plan somebody else is faster. */
  readonly overtaken?: Verdict;
}

/** One row for each attack and target: that of the attacker who is fastest on average; worst first. */
export function timeRows(report: Report): readonly TimeRow[] {
  const groups = new Map<string, (Verdict & { readonly time: CompromiseTime })[]>();
  for (const verdict of report.verdicts) {
    const { time } = verdict;
    if (time === undefined) continue;
    const key = `${verdict.attack} ${verdict.target}`;
    groups.set(key, [...(groups.get(key) ?? []), { ...verdict, time }]);
  }
  const rows = [...groups.values()].map((verdicts): TimeRow => {
    const verdict = verdicts.reduce((a, b) => (b.time.mean.value < a.time.mean.value ? b : a));
    const next = verdicts.reduce((a, b) => (daysAfter(b) < daysAfter(a) ? b : a));
    return {
      verdict,
      time: verdict.time,
      ...(daysAfter(next) < daysAfter(verdict) ? { overtaken: next } : {}),
    };
  });
  return rows.sort(
    (a, b) => rank(a.verdict.severity) - rank(b.verdict.severity) || a.time.mean.value - b.time.mean.value,
  );
}

function daysAfter({ time }: Verdict): number {
  const after = time?.after;
  return after === undefined || after.prevented ? Number.POSITIVE_INFINITY : after.mean.value;
}

/** The section of `check --times`; empty when no times were asked for or nothing succeeds. */
export function timesLines(report: Report, style: Style, all: boolean): string[] {
  const rows = timeRows(report);
  if (report.times === undefined || rows.length === 0) return [];
  const { samples, horizon, plan } = report.times;
  const shown = all ? rows : rows.slice(0, SHOWN);
  const wide = style.columns >= ROOM_FOR_INTERVALS;
  const table = [
    ['', 'mean days', `within ${horizon} d`, ...(plan.length === 0 ? [] : ['with the plan'])],
    ...shown.map((row) => cellsOf(row, wide, plan.length > 0)),
  ];
  const hidden = rows.length - shown.length;
  return [
    `${style.bold('How long it takes')} ${style.dim(`${samples} runs; 95 % intervals; fastest attacker`)}`,
    ...planLines(report, style),
    ...columns(table, style),
    ...(hidden > 0 ? [style.dim(`  and ${hidden} more (--all tells them)`)] : []),
  ];
}

function cellsOf(row: TimeRow, wide: boolean, isPlanned: boolean): readonly string[] {
  const { verdict, time } = row;
  return [
    `${verdict.title}: ${verdict.target} (${shortName(verdict.attacker)})`,
    wide ? daysWithInterval(time.mean) : days(time.mean.value),
    wide ? chanceWithInterval(time.within) : percent(time.within.value),
    ...(isPlanned ? [afterText(row, wide)] : []),
  ];
}

function planLines({ times }: Report, style: Style): string[] {
  if (times === undefined || times.plan.length === 0) return [];
  const list = times.plan.map(({ measure, on }) => `${measure} on ${on}`).join(', ');
  return [style.dim(`  ${plural(times.plan.length, 'Plan')}: ${style.safe(list)}`)];
}

export function columns(table: readonly (readonly string[])[], style: Style): string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => width(row[column] ?? ''))),
  );
  const others = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  const first = Math.min(widths[0] ?? 0, Math.max(12, style.columns - others - 2));
  return table.map((row, at) => {
    const title = padRight(shorten(style.safe(row[0] ?? ''), first, style.glyphs.ellipsis), first);
    const cells = row.slice(1).map((cell, column) => padLeft(cell, widths[column + 1] ?? 0));
    const line = `  ${[title, ...cells].join('  ')}`.trimEnd();
    return at === 0 ? style.dim(line) : line;
  });
}

/** What the plan does to one row: `never` when nobody is left. */
export function afterText(
  { time: { after }, overtaken }: TimeRow,
  wide: boolean,
  tongue: Tongue = ENGLISH,
): string {
  const { say, named } = tongue;
  const told = (value: number): string => days(value, tongue);
  if (overtaken?.time?.after?.prevented === false)
    return say('times.by', {
      days: told(overtaken.time.after.mean.value),
      attacker: named('attacker', overtaken.attacker),
    });
  if (after === undefined) return '';
  if (after.prevented) return say('times.never');
  if (!wide) return told(after.mean.value);
  const { low, high, value } = after.gained;
  return low === 0 && high === 0
    ? say('times.same')
    : `${told(after.mean.value)}, +${told(value)} (${told(low)}–${told(high)})`;
}

export function daysWithInterval({ value, low, high }: Estimate, tongue: Tongue = ENGLISH): string {
  return `${days(value, tongue)} (${days(low, tongue)}–${days(high, tongue)})`;
}

export function chanceWithInterval({ value, low, high }: Estimate): string {
  return `${percent(value)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`;
}

export function days(value: number, { fixed }: Tongue = ENGLISH): string {
  return fixed(value, Math.abs(value) < 1 ? 2 : Math.abs(value) < 10 ? 1 : 0);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
