// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../analyse/index.ts';
import { counted, plural } from '../../core/counted.ts';
import type { Style } from './style.ts';
import { shortName } from './summary.ts';
import { wrap } from './width.ts';

/** Changes told before `--all`. */
const SHOWN = 5;

/** What was observed beside the model, which verdicts it turns, and by which path. */
export function observedLines(report: Report, style: Style, all: boolean): string[] {
  const { observed } = report;
  if (observed === undefined) return [];
  const { premises, changes } = observed;
  const shown = all ? changes : changes.slice(0, SHOWN);
  const head = `${premises.length} observed ${plural(premises.length, 'premise')}, ${counted(changes.length, 'verdict')} turned`;
  const lines = shown.flatMap(({ attack, attacker, target, title, before, after, because, confidence }) => {
    const verdict = report.verdicts.find(
      (each) => each.attack === attack && each.attacker === attacker && each.target === target,
    );
    const turn = `${before} ${style.glyphs.arrow} ${after}`;
    const paint = after === 'SECURE' ? style.green : style.red;
    return [
      `  ${paint(turn)}  ${style.safe(`${title}: ${target} (${shortName(attacker)})`)}`,
      ...because.map((text) => indented(`observed: ${text}`, style)),
      indented(`confidence ${confidence}: what the model declares alone gives ${before}`, style),
      ...(verdict?.steps ?? []).map((step, index) =>
        indented(
          `${index + 1}. ${step.text}${step.confidence < 1 ? ` (observed or guessed, confidence ${step.confidence})` : ''}`,
          style,
        ),
      ),
    ];
  });
  const rest = changes.length - shown.length;
  return [
    style.bold(`Observed in ${style.safe(observed.file)}: ${head}`),
    ...lines,
    ...(rest > 0 ? [style.dim(`  and ${rest} more (--all tells them)`)] : []),
  ];
}

function indented(text: string, style: Style): string {
  return wrap(style.safe(text), style.columns - 6)
    .map((line, at) => `${at === 0 ? '    ' : '      '}${style.dim(line)}`)
    .join('\n');
}
