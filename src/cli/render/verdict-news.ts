// SPDX-License-Identifier: Apache-2.0
// What a running server says of a verdict: the sentence, the worst path, and what to do first.
import type { Report } from '../../analyse/index.ts';
import { counted } from '../../core/counted.ts';
import type { Style } from './style.ts';
import { cheapestCuts, euros, pathsOf, sentence, shortName } from './summary.ts';

export function verdictNews(report: Report, style: Style): readonly string[] {
  const [worst] = pathsOf(report);
  const lines = [`${style.bold('Verdict')}  ${style.safe(sentence(report))}`];
  if (worst === undefined) return lines;
  const { title, severity, attacker, target, steps } = worst.verdict;
  const count = counted(steps.length, 'step');
  lines.push(
    `  worst    ${style.safe(`${title}: ${shortName(attacker)} → ${target}, ${count}, ${severity}`)}`,
  );
  for (const { name, on, cost, removes } of cheapestCuts(report))
    lines.push(
      `  do first ${style.safe(`${name} on ${on} (${euros(cost)}): cuts ${counted(removes, 'path')}`)}`,
    );
  return lines;
}
