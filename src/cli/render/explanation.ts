// SPDX-License-Identifier: Apache-2.0
import type { Outcome, Verdict } from '../../analyse/index.ts';
import { counted } from '../../core/counted.ts';
import type { Explanation, Section } from '../explanation.ts';
import type { Style } from './style.ts';
import { duration, shortName } from './summary.ts';
import { padRight, width, wrap } from './width.ts';

/** Codes wider than this stand on a line of their own. */
const MAX_CODE_COLUMNS = 34;
/** Verdicts listed before the rest is counted. */
const LISTED = 12;

/** An explanation for a person; `verdicts` when a model was given. */
export function explanationText(
  explanation: Explanation,
  verdicts: readonly Verdict[] | undefined,
  style: Style,
): string {
  const head = [
    `${style.bold(style.safe(explanation.title))}  ${style.dim(`${explanation.kind} ${explanation.kind === 'problem' ? '' : style.safe(explanation.id)}`.trim())}`,
  ];
  const text = explanation.text === '' ? [] : wrap(style.safe(explanation.text), style.columns);
  const sections = explanation.sections.flatMap((section) => ['', ...sectionLines(section, style)]);
  return `${[...head, ...text, ...sections, ...(verdicts === undefined ? [] : ['', ...verdictLines(verdicts, style)])].join('\n')}\n`;
}

function sectionLines(section: Section, style: Style): string[] {
  const codes = section.lines.map((line) => width(style.safe(line.code ?? '')));
  const column = Math.min(MAX_CODE_COLUMNS, Math.max(0, ...codes));
  return [style.bold(section.title), ...section.lines.flatMap((line) => itemLines(line, column, style))];
}

function itemLines(line: Section['lines'][number], column: number, style: Style): string[] {
  if (line.code === undefined)
    return wrap(style.safe(line.text), style.columns - 2).map((part) => `  ${part}`);
  const code = style.safe(line.code);
  const indent = ' '.repeat(column + 4);
  const [first, ...rest] = wrap(style.safe(line.text), style.columns - column - 4).map((part, index) =>
    index === 0 ? part : indent + part,
  );
  if (width(code) > column) return [`  ${style.cyan(code)}`, indent + (first ?? ''), ...rest];
  return [`  ${style.cyan(padRight(code, column))}  ${first ?? ''}`, ...rest];
}

const WORDS: Readonly<Record<Outcome, string>> = {
  INSECURE: 'succeeds',
  SECURE: 'proven secure',
  UNKNOWN: 'unknown',
};

function verdictLines(verdicts: readonly Verdict[], style: Style): string[] {
  const { glyphs } = style;
  const listed = verdicts.slice(0, LISTED).map((verdict) => {
    const mark = {
      INSECURE: style.red(glyphs.insecure),
      SECURE: style.green(glyphs.secure),
      UNKNOWN: style.yellow(glyphs.unknown),
    }[verdict.verdict];
    const how =
      verdict.verdict === 'INSECURE'
        ? `${WORDS.INSECURE} in ${duration(verdict.days)}`
        : WORDS[verdict.verdict];
    return wrap(
      style.safe(
        `${verdict.title}: ${shortName(verdict.attacker)} ${glyphs.arrow} ${verdict.target}, ${how}`,
      ),
      style.columns - 4,
    )
      .map((line, index) => (index === 0 ? `  ${mark} ${line}` : `    ${line}`))
      .join('\n');
  });
  const rest = verdicts.length - listed.length;
  const title =
    verdicts.length === 0
      ? 'No verdict of this model is about it'
      : `In this model: ${counted(verdicts.length, 'verdict')}`;
  return [
    style.bold(title),
    ...listed,
    ...(rest > 0 ? [style.dim(`  and ${rest} more (--json lists them)`)] : []),
  ];
}
