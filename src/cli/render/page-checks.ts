// SPDX-License-Identifier: Apache-2.0
// What looks at pages found, for the terminal: the worst first, each with what to do.
import { counted } from '../../core/counted.ts';
import { LEVELS } from '../../monitor/index.ts';
import type { CheckedPage } from '../storefront/checked-page.ts';
import { levelPaint } from './levels.ts';
import type { Style } from './style.ts';
import { wrap } from './width.ts';

export function pageChecksText(checked: readonly CheckedPage[], style: Style): string {
  return `${checked.map((page) => pageText(page, style)).join('\n')}`;
}

function pageText(page: CheckedPage, style: Style): string {
  const { subject, check, findings, capture } = page;
  const indent = (text: string, by: number): string[] =>
    wrap(style.safe(text), style.columns - by).map((line) => `${' '.repeat(by)}${line}`);
  const lines = [
    style.bold(`${style.safe(subject.id)}  ${headline(page, style)}`),
    ...indent(`${subject.url}${capture === undefined ? '' : `, ${sizeOf(page)}`}`, 2),
    ...findings.flatMap(({ severity, title, text, mend }) => [
      '',
      `  ${levelPaint(severity, style)(severity.padEnd(9))} ${style.bold(style.safe(title))}`,
      ...indent(`${text}.`, 4),
      ...indent(`${style.glyphs.arrow} ${mend}`, 4),
    ]),
    ...(page.reason === undefined ? [] : indent(page.reason, 2)),
    ...(check.outcome === 'not-approved'
      ? [
          '',
          ...indent(
            'Nobody has approved this page, so changes cannot be told. Look at it, then: ensuresec storefront approve',
            2,
          ),
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ check, findings }: CheckedPage, style: Style): string {
  const worst = LEVELS.findLast((level) => findings.some(({ severity }) => severity === level));
  const count = counted(findings.length, 'finding');
  switch (check.outcome) {
    case 'as-approved':
      return style.green(`${style.glyphs.secure} as approved on ${check.approved?.slice(0, 10)}`);
    case 'failed':
      return style.red('was not seen');
    default:
      return worst === undefined
        ? style.yellow(check.outcome === 'incomplete' ? 'was not seen whole' : 'not approved yet')
        : levelPaint(worst, style)(`${count}, the worst ${worst}`);
  }
}

function sizeOf({ capture }: CheckedPage): string {
  if (capture === undefined) return '';
  const count = (list: readonly unknown[], word: string) => counted(list.length, word);
  const how = capture.by === 'browser' ? 'in a browser' : 'its HTML, without a browser';
  return `${how}: ${count(capture.scripts, 'script')}, ${count(capture.requests, 'request')}, ${count(capture.targets, 'form')}, ${count(capture.frames, 'frame')}`;
}
