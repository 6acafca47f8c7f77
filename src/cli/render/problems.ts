// SPDX-License-Identifier: Apache-2.0
import { plural } from '../../core/counted.ts';
import type { Problem } from '../../core/problem.ts';
import type { Style } from './style.ts';
import { place } from './summary.ts';
import { wrap } from './width.ts';

/** More problems than this are counted, not told. */
const TOLD = 50;

/** Problems as compilers write them, `file:line:column` first, so that editors and terminals make links of them. */
export function problemsText(problems: readonly Problem[], style: Style, most = TOLD): string {
  const told = problems.slice(0, most);
  const lines = told.flatMap((problem) => problemLines(problem, style));
  const rest = problems.length - told.length;
  if (rest > 0) lines.push(style.dim(`and ${rest} more ${plural(rest, 'problem')}`), '');
  return lines.map((line) => `${line}\n`).join('');
}

function problemLines(problem: Problem, style: Style): string[] {
  const paint = problem.severity === 'error' ? style.red : style.yellow;
  const indent = (text: string): string[] =>
    wrap(style.safe(text), style.columns - 2).map((line) => `  ${line}`);
  return [
    `${style.bold(style.safe(place(problem.at)))} ${paint(problem.severity)} ${style.dim(style.safe(problem.code))}`,
    ...indent(problem.message),
    ...(problem.hint === undefined ? [] : indent(problem.hint).map(style.cyan)),
    '',
  ];
}
