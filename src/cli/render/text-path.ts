// SPDX-License-Identifier: Apache-2.0
import type { Step } from '../../analyse/index.ts';
import type { Style } from './style.ts';
import { type AttackPath, duration, euros, place, shortName } from './summary.ts';
import { width, wrap } from './width.ts';

/** One attack path: a box with numbered steps, and what would cut each. */
export function pathLines(path: AttackPath, number: number, style: Style): string[] {
  const { verdict, others } = path;
  const { glyphs } = style;
  const bar = style.dim(glyphs.bar);
  const who = `${shortName(verdict.attacker)} ${glyphs.arrow} ${verdict.target}`;
  const also =
    others.length === 0 ? [] : boxed(`also by: ${others.map(shortName).join(', ')}`, style, style.dim);
  return [
    ...title(path, number, style),
    ...boxed(who, style, style.cyan),
    ...also,
    bar,
    ...verdict.steps.flatMap((step, index) => stepLines(step, index + 1, style)),
    `${style.dim(glyphs.bottom + glyphs.line)} ${style.red(glyphs.insecure)} ${wrap(style.safe(verdict.impact), style.columns - 6).join(`\n     `)}`,
  ];
}

function title({ verdict }: AttackPath, number: number, style: Style): string[] {
  const { glyphs } = style;
  const time = `${verdict.severity} ${glyphs.dot} ${duration(verdict.days)}`;
  const paint = verdict.severity === 'critical' ? style.red : style.yellow;
  const lines = wrap(style.safe(verdict.title), style.columns - 6);
  const used = 6 + String(number).length + width(lines[0] as string) + width(time);
  const fits = lines.length === 1 && used + 2 <= style.columns;
  const head = style.dim(glyphs.top + glyphs.line);
  if (fits)
    return [
      `${head} ${number} ${style.bold(lines[0] as string)} ${style.dim(glyphs.line.repeat(style.columns - used - 1))} ${paint(time)}`,
    ];
  const bar = style.dim(glyphs.bar);
  return [
    ...lines.map((line, index) => `${index === 0 ? `${head} ${number}` : `${bar}   `} ${style.bold(line)}`),
    `${bar}    ${paint(time)}`,
  ];
}

function boxed(text: string, style: Style, paint: (text: string) => string): string[] {
  return wrap(style.safe(text), style.columns - 3).map(
    (line) => `${style.dim(style.glyphs.bar)}  ${paint(line)}`,
  );
}

function stepLines(step: Step, number: number, style: Style): string[] {
  const bar = style.dim(style.glyphs.bar);
  const indent = `${bar}     `;
  const text = wrap(style.safe(step.text), style.columns - 6);
  return [
    ...text.map((line, index) =>
      index === 0 ? `${bar}  ${style.bold(String(number).padStart(2))} ${line}` : `${indent}${line}`,
    ),
    ...wrap(style.safe(footnote(step, style)), style.columns - 6).map((line) => indent + style.dim(line)),
    ...cutLine(step, style).map((line) => indent + style.green(line)),
    bar,
  ];
}

/** Place, rule, techniques, time: what makes the step checkable. */
function footnote(step: Step, style: Style): string {
  const rule = step.rule.startsWith('start:') ? 'where the attacker starts' : step.rule;
  const parts = [place(step.at), rule];
  if (step.techniques.length > 0) parts.push(step.techniques.join(' '));
  if (step.days > 0) parts.push(duration(step.days));
  if (step.confidence < 1) parts.push(`${Math.round(step.confidence * 100)} % sure`);
  return parts.join(` ${style.glyphs.dot} `);
}

function cutLine(step: Step, style: Style): string[] {
  const [cut, ...rest] = step.cuts;
  if (cut === undefined) return [];
  const more =
    rest.length === 0 ? '' : `, or ${rest.length} other ${rest.length === 1 ? 'measure' : 'measures'}`;
  return wrap(style.safe(`cut by: ${cut.name} on ${cut.on} (${euros(cut.cost)})${more}`), style.columns - 6);
}
