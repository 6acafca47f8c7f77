// SPDX-License-Identifier: Apache-2.0
// A report for a person at a terminal: the verdict first, then how, then what to do, then what it rests on.
import type { Outcome, Report } from '../../analyse/index.ts';
import { plural } from '../../core/counted.ts';
import { observedLines } from './observed.ts';
import type { Style } from './style.ts';
import { cheapestCuts, duration, euros, overallOutcome, pathsOf, sentence } from './summary.ts';
import { holdsLines, settingLines, unknownLines } from './text-context.ts';
import { pathLines } from './text-path.ts';
import { timesLines } from './times.ts';
import { padLeft, padRight, shorten, width, wrap } from './width.ts';

/** Paths told in full before `--all`. */
const TOLD_PATHS = 3;
/** Paths listed by title before `--all`. */
const LISTED_PATHS = 12;

export interface TextOptions {
  /** Tell every path, cut and control. */
  readonly all: boolean;
}

/** The whole report as text that ends with a line end. */
export function reportText(report: Report, style: Style, options: TextOptions): string {
  const parts = [
    headline(report, style),
    observedLines(report, style, options.all),
    paths(report, style, options.all),
    cuts(report, style, options.all),
    timesLines(report, style, options.all),
    unknownLines(report, style, options.all),
    holdsLines(report, style, options.all),
    settingLines(report, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Glyph and colour of an outcome. */
function outcomeMark(style: Style, outcome: Outcome): string {
  const { glyphs } = style;
  if (outcome === 'INSECURE') return style.red(glyphs.insecure);
  return outcome === 'SECURE' ? style.green(glyphs.secure) : style.yellow(glyphs.unknown);
}

function headline(report: Report, style: Style): string[] {
  const outcome = overallOutcome(report);
  const paint = { INSECURE: style.red, SECURE: style.green, UNKNOWN: style.yellow }[outcome];
  const head = `${outcomeMark(style, outcome)} ${paint(style.bold(outcome))}  `;
  const indent = outcome.length + 3 + width(style.glyphs.insecure);
  return wrap(`${sentence(report)}.`, style.columns - indent).map(
    (line, index) => (index === 0 ? head : ' '.repeat(indent)) + style.bold(line),
  );
}

function paths(report: Report, style: Style, all: boolean): string[] {
  const found = pathsOf(report);
  if (found.length === 0) return [];
  const told = all ? found : found.slice(0, TOLD_PATHS);
  const lines = told.flatMap((path, index) => [
    ...(index > 0 ? [''] : []),
    ...pathLines(path, index + 1, style, told.slice(0, index)),
  ]);
  const rest = found.slice(told.length);
  if (rest.length === 0) return lines;
  const listed = rest.slice(0, LISTED_PATHS).map(({ verdict }) => {
    const days = `${verdict.severity}, ${duration(verdict.days)}`;
    const title = shorten(
      style.safe(`${verdict.title}: ${verdict.target}`),
      style.columns - width(days) - 6,
      style.glyphs.ellipsis,
    );
    return `  ${outcomeMark(style, 'INSECURE')} ${padRight(title, style.columns - width(days) - 5)} ${style.dim(days)}`;
  });
  const hidden = rest.length - listed.length;
  const more = hidden > 0 ? [style.dim(`  and ${hidden} more`)] : [];
  return [
    ...lines,
    '',
    `${style.bold(`${rest.length} more ${plural(rest.length, 'path')}`)} ${style.dim('(--all tells them)')}`,
    ...listed,
    ...more,
  ];
}

function cuts(report: Report, style: Style, all: boolean): string[] {
  const shown = all ? report.cuts : cheapestCuts(report);
  if (shown.length === 0) return [];
  const total = report.counts.insecure;
  const rows = shown.map((cut) => ({
    what: style.safe(`${cut.name} on ${cut.on}`),
    turns: cut.removes > 0 ? `turns ${cut.removes} of ${total}` : 'turns none alone',
    cost: euros(cut.cost),
  }));
  const turns = Math.max(...rows.map((row) => row.turns.length));
  const cost = Math.max(...rows.map((row) => row.cost.length));
  const room = Math.min(style.columns - turns - cost - 9, Math.max(...rows.map((row) => width(row.what))));
  const title = all
    ? 'Cuts, best value first'
    : shown.length === 1
      ? 'The cheapest cut'
      : `The ${['', '', 'two', 'three'][shown.length]} cheapest cuts`;
  return [
    style.bold(title),
    ...rows.flatMap((row, index) =>
      wrap(row.what, room).map((line, part) =>
        part > 0
          ? `     ${line}`
          : `  ${padLeft(String(index + 1), rows.length > 9 ? 2 : 1)}  ${padRight(line, room)}  ${style.green(padRight(row.turns, turns))}  ${padLeft(row.cost, cost)}`,
      ),
    ),
  ];
}
