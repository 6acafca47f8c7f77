// SPDX-License-Identifier: Apache-2.0
// `--observed`: approved facts of `learn baseline` as premises, and what they change in the verdicts.
import { dirname, relative, resolve } from 'node:path';
import { type ObservedBasis, type Report, turnedVerdicts } from '../analyse/index.ts';
import { type ObservedFact, withObserved } from '../learn/index.ts';
import type { LoadedModel } from '../model/index.ts';
import type { Call } from './command.ts';

export const OBSERVED_OPTION = {
  flags: '--observed <file>',
  text: 'Facts that history showed, as learn baseline wrote them: each is a premise with its confidence',
  completes: 'file',
} as const;

export interface Observed {
  readonly file: string;
  readonly premises: readonly ObservedFact[];
  /** The model as it is written. */
  readonly declared: LoadedModel;
}

/** The model with some of what was observed. */
export function observedModel(
  call: Call,
  { file, declared }: Observed,
  premises: readonly ObservedFact[],
): LoadedModel {
  const folder = resolve(call.io.cwd, dirname(declared.file));
  // A model names its sources relative to itself.
  return withObserved(declared, premises, relative(folder, resolve(call.io.cwd, file)).replaceAll('\\', '/'));
}

/** Facts that a change is laid at: each is left out once, which takes an analysis. */
const MAX_TRIED = 40;

/** @param analyse The report over a model, with the same selection. */
export function observedBasis(
  call: Call,
  observed: Observed,
  report: Report,
  analyse: (loaded: LoadedModel) => Report,
): ObservedBasis {
  const { premises, file } = observed;
  const turned = premises.length === 0 ? [] : turnedVerdicts(analyse(observed.declared), report);
  const needed = new Map<(typeof turned)[number], ObservedFact[]>(turned.map((each) => [each, []]));
  if (turned.length > 0)
    for (const fact of premises.slice(0, MAX_TRIED)) {
      const rest = premises.filter((each) => each !== fact);
      const without = new Set(
        turnedVerdicts(analyse(observedModel(call, observed, rest)), report).map(({ verdict }) => verdict),
      );
      for (const each of turned) if (without.has(each.verdict)) needed.get(each)?.push(fact);
    }
  return {
    file,
    premises: premises.map(({ text, confidence }) => ({ text, confidence })),
    changes: turned.map((each) => {
      const { attack, title, attacker, target, verdict } = each.verdict;
      // Where any of several would do, none of them alone is needed: it rests on all.
      const alone = needed.get(each) ?? [];
      const because = alone.length > 0 ? alone : premises;
      return {
        attack,
        title,
        attacker,
        target,
        before: each.was,
        after: verdict,
        because: because.map(({ text }) => text),
        confidence: because.reduce((least, { confidence }) => Math.min(least, confidence), 1),
      };
    }),
  };
}
