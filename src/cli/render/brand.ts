// SPDX-License-Identifier: Apache-2.0
// Who passes himself off as us, for the terminal: the worst first, each with its reasons.
import { counted, plural } from '../../core/counted.ts';
import { type Judgement, SUSPECT } from '../../monitor/index.ts';
import type { Style } from './style.ts';
import { wrap } from './width.ts';

/** Places that are shown with their reasons; --json has all. */
const SHOWN = 20;

export function brandText(found: readonly Judgement[], names: number, style: Style): string {
  const suspects = found.filter(({ score }) => score >= SUSPECT).length;
  const head = `${suspects} suspect ${plural(suspects, 'place')} among ${counted(names, 'name')}, ${found.length - suspects} more with a name like yours.`;
  const more = found.length > SHOWN ? ['', `and ${found.length - SHOWN} more (--json lists them)`] : [];
  const lines = [
    ...wrap(head, style.columns).map(style.bold),
    ...found.slice(0, SHOWN).flatMap((each) => ['', ...linesOf(each, style)]),
    ...more,
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(
  { domain, shown, score, resemblance, reasons, sighting }: Judgement,
  style: Style,
): string[] {
  const mark = `${String(score).padStart(3)} of 100`;
  const indent = (text: string): string[] =>
    wrap(style.safe(text), style.columns - 4).map((line) => `    ${line}`);
  const like =
    resemblance === undefined
      ? ''
      : `  like ${resemblance.of}, ${resemblance.how}, ${resemblance.similarity}`;
  const seen = shown === undefined ? '' : ` (${shown})`;
  return [
    `  ${score >= SUSPECT ? style.red(mark) : mark}  ${style.bold(style.safe(domain))}${style.safe(seen)}${style.dim(style.safe(like))}`,
    ...reasons.flatMap(({ points, text }) => indent(`${points > 0 ? '+' : ''}${points}  ${text}`)),
    ...(sighting.url === undefined ? [] : indent(sighting.url.slice(0, 200))),
  ];
}
