// SPDX-License-Identifier: Apache-2.0
// Where an attacker is: the analysis again, from what is known to be taken.
import { type AnalysisInput, analyse, type CompiledRules, type Report } from '../../analyse/index.ts';
import type { Model } from '../../model/index.ts';

/** Plain data, so that it crosses threads. */
export interface Place {
  /** What the attacker has, as facts of the model. */
  readonly has: readonly string[];
  /** What was stated and is no fact of this model. */
  readonly unknown: readonly string[];
  /** Attacks that succeed from there, the worst first, then the nearest. */
  readonly next: readonly Next[];
  readonly cuts: Report['cuts'];
}

type Next = Pick<Report['verdicts'][number], 'attack' | 'title' | 'target' | 'severity' | 'days'> & {
  readonly steps: readonly string[];
};

/** Attacks and measures that are told; the first ones matter. */
const TOLD = 50;
const SEVERITIES: readonly string[] = ['critical', 'high', 'medium', 'low'];

export function placeFrom(input: AnalysisInput, has: readonly string[]): Place {
  const { compiled, loaded } = input;
  const read = has.map((each) => ({ each, fact: factOf(each, compiled, loaded.model) }));
  const facts = [...new Set(read.flatMap(({ fact }) => fact ?? []))];
  const unknown = read.flatMap(({ each, fact }) => (fact === undefined ? [each] : []));
  if (facts.length === 0) return { has: [], unknown, next: [], cuts: [] };
  const { report } = analyse({ ...input, assumed: facts });
  const next = report.verdicts
    // One step is what was said already.
    .filter(({ verdict, steps }) => verdict === 'INSECURE' && steps.length > 1)
    .map(({ attack, title, target, severity, days, steps }) => ({
      ...{ attack, title, target, severity, days },
      steps: steps.map(({ text }) => text),
    }))
    // What is there already, on what was hit, is no next step.
    .filter(({ days, target }) => days > 0 || !facts.some((fact) => fact.includes(`'${target}'`)))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        a.days - b.days ||
        (a.attack < b.attack ? -1 : 1),
    );
  return { has: facts, unknown, next: next.slice(0, TOLD), cuts: report.cuts.slice(0, TOLD) };
}

/** `executes:web`, or `controls('web')`; undefined when the model or the pack does not have it. */
function factOf(stated: string, { predicates }: CompiledRules, model: Model): string | undefined {
  const [, name = '', list = ''] =
    /^([^:(]+):(.*)$/s.exec(stated) ?? /^([^:(]+)\((.*)\)$/s.exec(stated) ?? [];
  const known = predicates.get(name.trim());
  const args = list.split(',').map((part) => part.trim().replaceAll(/^'|'$/g, ''));
  if (known === undefined || known.base || known.sorts.length !== args.length) return undefined;
  const assets = new Set((model.assets ?? []).map(({ id }) => id));
  const isThere = args.every((arg, at) => arg !== '' && (known.sorts[at] !== 'asset' || assets.has(arg)));
  if (!isThere) return undefined;
  return `${known.id}(${args.map((arg) => `'${arg.replaceAll("'", "''")}'`).join(', ')})`;
}
