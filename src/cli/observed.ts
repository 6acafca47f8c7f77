// SPDX-License-Identifier: Apache-2.0
// `--observed`: approved facts of `learn baseline` as premises, and what they change in the verdicts.
import { dirname, relative, resolve } from 'node:path';
import { type ObservedBasis, type Report, turnedVerdicts, type Verdict } from '../analyse/index.ts';
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

/**
 * What each turned verdict rests on: the facts without any one of which it is another, when they alone turn it; all of
 * them where they do not, as where one of several others is needed beside them, or any of several would do.
 *
 * @param lost Verdicts that are others than with all facts, when only some of the facts are premises.
 */
export function neededBy<Fact, Turned>(
  turned: readonly Turned[],
  facts: readonly Fact[],
  lost: (kept: readonly Fact[]) => ReadonlySet<Turned>,
): ReadonlyMap<Turned, readonly Fact[]> {
  if (turned.length === 0 || facts.length <= 1) return new Map(turned.map((each) => [each, facts]));
  const needed = new Map<Turned, Fact[]>(turned.map((each) => [each, []]));
  for (const fact of facts.slice(0, MAX_TRIED)) {
    const without = lost(facts.filter((each) => each !== fact));
    for (const each of turned) if (without.has(each)) needed.get(each)?.push(fact);
  }
  const alone = new Map<string, ReadonlySet<Turned>>();
  const suffices = (each: Turned, kept: readonly Fact[]): boolean => {
    const key = kept.map((fact) => facts.indexOf(fact)).join();
    const known = alone.get(key) ?? lost(kept);
    alone.set(key, known);
    return !known.has(each);
  };
  return new Map(
    turned.map((each) => {
      const kept = needed.get(each) ?? [];
      return [each, kept.length > 0 && suffices(each, kept) ? kept : facts];
    }),
  );
}

/** @param analyse The report over a model, with the same selection. */
export function observedBasis(
  call: Call,
  observed: Observed,
  report: Report,
  analyse: (loaded: LoadedModel) => Report,
): ObservedBasis {
  const { premises, file } = observed;
  const turned = premises.length === 0 ? [] : turnedVerdicts(analyse(observed.declared), report);
  const lost = (kept: readonly ObservedFact[]): ReadonlySet<Verdict> =>
    new Set(
      turnedVerdicts(analyse(observedModel(call, observed, kept)), report).map(({ verdict }) => verdict),
    );
  const needed = neededBy(
    turned.map(({ verdict }) => verdict),
    premises,
    lost,
  );
  return {
    file,
    premises: premises.map(({ text, confidence }) => ({ text, confidence })),
    changes: turned.map((each) => {
      const { attack, title, attacker, target, verdict } = each.verdict;
      const because = needed.get(each.verdict) ?? premises;
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
