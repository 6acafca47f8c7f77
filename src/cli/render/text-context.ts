// SPDX-License-Identifier: Apache-2.0
// The rest of a report: what is unknown, what holds the line, and with respect to what the verdicts are true.
import type { Report } from '../../analyse/index.ts';
import { counted, plural } from '../../core/counted.ts';
import type { Style } from './style.ts';
import { holdsOf, openQuestions, place, shortName, threatOf } from './summary.ts';
import { wrap } from './width.ts';

/** Entries shown before `--all`. */
const SHOWN = 5;
/** Hex digits of a digest that tell two files apart at a glance. */
const DIGEST_CHARACTERS = 'sha256:'.length + 12;

/** What is missing, where to write it, and which verdicts wait for it. */
export function unknownLines(report: Report, style: Style, all: boolean): string[] {
  const open = openQuestions(report);
  if (open.length === 0) return [];
  const shown = all ? open : open.slice(0, SHOWN);
  const lines = shown.flatMap(({ fact, verdicts }) => {
    const titles = [...new Set(verdicts.map((verdict) => verdict.title))];
    return [
      ...hanging(
        `  ${style.yellow(style.glyphs.unknown)} `,
        4,
        `${fact.unknown} of ${fact.about}: ${fact.text}`,
        style,
      ),
      ...hanging('    ', 4, place(fact.at), style, style.dim),
      ...hanging('    ', 4, `complete this line to decide: ${titles.join('; ')}`, style, style.dim),
    ];
  });
  return [
    style.bold('Unknown'),
    ...lines,
    ...andMore(open.length - shown.length, style),
    ...harmless(report, open.length, style),
  ];
}

function harmless(report: Report, open: number, style: Style): string[] {
  const rest = report.gaps.length - open;
  return rest > 0
    ? [
        style.dim(
          `  ${rest} more ${plural(rest, 'gap')} of the model ${rest === 1 ? 'changes' : 'change'} no verdict`,
        ),
      ]
    : [];
}

/** The controls that keep attacks impossible. */
export function holdsLines(report: Report, style: Style, all: boolean): string[] {
  const holds = holdsOf(report.verdicts);
  const shown = all ? holds : holds.slice(0, SHOWN);
  if (shown.length === 0) return [];
  const lines = shown.flatMap(({ entry, verdicts }) => {
    const weight = entry.decisive ? `decides ${counted(verdicts.length, 'verdict')}` : 'one of several';
    return [
      ...hanging(
        `  ${style.green(style.glyphs.secure)} `,
        4,
        `${entry.holds ?? entry.missing} (${weight})`,
        style,
      ),
      ...hanging('    ', 4, `against: ${threatOf(entry)}`, style, style.dim),
      ...hanging('    ', 4, place(entry.at), style, style.dim),
    ];
  });
  return [style.bold('What holds the line'), ...lines, ...andMore(holds.length - shown.length, style)];
}

/** Model, pack, attackers, assumptions: the verdicts are true with respect to these and nothing else. */
export function settingLines(report: Report, style: Style): string[] {
  const attackers = [...new Set(report.verdicts.map((verdict) => verdict.attacker))].map(shortName);
  const rows: [string, string][] = [
    [
      'model',
      `${report.model.name}, ${report.model.file}, ${report.model.sha256.slice(0, DIGEST_CHARACTERS)}`,
    ],
    ['pack', `${report.pack.id} ${report.pack.version}, ${report.pack.sha256.slice(0, DIGEST_CHARACTERS)}`],
    ['attackers', attackers.join(', ') || 'none'],
    ...(report.assumed.length > 0 ? [['assumed', report.assumed.join(', ')] as [string, string]] : []),
    ...report.assumptions.map((each): [string, string] => ['assumption', `${each.text} (${place(each.at)})`]),
    ...(report.notApplicable.length > 0
      ? [['no target', report.notApplicable.map(shortName).join(', ')] as [string, string]]
      : []),
  ];
  return [
    style.bold('With respect to'),
    ...rows.flatMap(([name, value]) => hanging(`  ${name.padEnd(11)}`, 13, value, style, style.dim)),
  ];
}

/** Wrapped text behind a head of `indent` columns. */
function hanging(
  head: string,
  indent: number,
  text: string,
  style: Style,
  paint = (line: string) => line,
): string[] {
  return wrap(style.safe(text), style.columns - indent).map(
    (line, index) => (index === 0 ? head : ' '.repeat(indent)) + paint(line),
  );
}

function andMore(count: number, style: Style): string[] {
  return count > 0 ? [style.dim(`  and ${count} more (--all shows them)`)] : [];
}
