// SPDX-License-Identifier: Apache-2.0
import type { Step } from '../../analyse/index.ts';
import type { Style } from './style.ts';
import { type AttackPath, duration, euros, place, shortName } from './summary.ts';
import { width, wrap } from './width.ts';

/** Fewer steps in common than this are told again. */
const WORTH_REFERRING = 3;

/** One attack path: a box with numbered steps, and what would cut each. Steps that begin a path told before are not repeated. */
export function pathLines(
  path: AttackPath,
  number: number,
  style: Style,
  before: readonly AttackPath[] = [],
): string[] {
  const { verdict, others } = path;
  const { glyphs } = style;
  const bar = style.dim(glyphs.bar);
  const shared = longestShared(path, before);
  const who = `${shortName(verdict.attacker)} ${glyphs.arrow} ${verdict.target}`;
  const also =
    others.length === 0 ? [] : boxed(`also by: ${others.map(shortName).join(', ')}`, style, style.dim);
  return [
    ...title(path, number, style),
    ...boxed(who, style, style.cyan),
    ...also,
    bar,
    ...(shared.steps === 0 ? [] : sharedLines(shared, style)),
    ...verdict.steps
      .slice(shared.steps)
      .flatMap((step, index) => stepLines(step, shared.steps + index + 1, style)),
    `${style.dim(glyphs.bottom + glyphs.line)} ${style.red(glyphs.insecure)} ${wrap(style.safe(verdict.impact), style.columns - 6).join(`\n     `)}`,
  ];
}

interface Shared {
  readonly steps: number;
  /** Number of the path that has them. */
  readonly path: number;
}

/** The path told before with the longest common start; the last step of a path is always its own. */
function longestShared({ verdict }: AttackPath, before: readonly AttackPath[]): Shared {
  let best: Shared = { steps: 0, path: 0 };
  before.forEach((other, index) => {
    const differs = verdict.steps.findIndex((step, at) => {
      const same = other.verdict.steps[at];
      return at === verdict.steps.length - 1 || same?.rule !== step.rule || same.text !== step.text;
    });
    if (differs >= WORTH_REFERRING && differs > best.steps) best = { steps: differs, path: index + 1 };
  });
  return best;
}

function sharedLines({ steps, path }: Shared, style: Style): string[] {
  const bar = style.dim(style.glyphs.bar);
  return [`${bar}   ${style.dim(`1 to ${steps} as in path ${path}`)}`, bar];
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
    ...footnotes(step, style).map((line) => indent + style.dim(line)),
    ...cutLine(step, style).map((line) => indent + style.green(line)),
    bar,
  ];
}

/** Place, rule, techniques, time: what makes the step checkable. Lines break between them where they fit. */
function footnotes(step: Step, style: Style): string[] {
  const rule = step.rule.startsWith('start:') ? 'where the attacker starts' : step.rule;
  const parts = [place(step.at), rule, ...(step.techniques.length > 0 ? [step.techniques.join(' ')] : [])];
  if (step.days > 0) parts.push(duration(step.days));
  if (step.confidence < 1) parts.push(`${Math.round(step.confidence * 100)} % sure`);
  const lines: string[] = [];
  for (const part of parts.map(style.safe)) {
    const joined = lines.length === 0 ? part : `${lines[lines.length - 1]} ${style.glyphs.dot} ${part}`;
    if (lines.length > 0 && width(joined) <= style.columns - 6) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.flatMap((line) => wrap(line, style.columns - 6));
}

function cutLine(step: Step, style: Style): string[] {
  const [cut, ...rest] = step.cuts;
  if (cut === undefined) return [];
  const more =
    rest.length === 0 ? '' : `, or ${rest.length} other ${rest.length === 1 ? 'measure' : 'measures'}`;
  return wrap(style.safe(`cut by: ${cut.name} on ${cut.on} (${euros(cut.cost)})${more}`), style.columns - 6);
}
