// SPDX-License-Identifier: Apache-2.0
// What a flaw does to the verdicts: it is added to a live analysis without it, and taken away again.
import { type AnalysisInput, analyse, type Cut, createLive, type LiveAnalysis } from '../../analyse/index.ts';
import type { Model } from '../../model/index.ts';
import type { Consequence, Opened } from './consequence.ts';
import { type Finding, type Flaw, isOpen } from './finding.ts';

/** Findings with what each alone does to the verdicts of the model; those that are not open stay as they are. */
export function withProofs(
  input: AnalysisInput,
  findings: readonly Finding[],
  now: () => number,
): readonly Finding[] {
  const named = new Set(findings.flatMap(({ names }) => names));
  const base = { ...input, loaded: { ...input.loaded, model: without(input.loaded.model, named) } };
  const live = createLive(base);
  return findings.map((finding) => {
    if (!isOpen(finding)) return finding;
    const fact = {
      predicate: 'vulnerable',
      args: [finding.asset, finding.advisory, finding.access, finding.effect],
    };
    const start = now();
    const changes = live.apply({ add: [fact] });
    const milliseconds = now() - start;
    const opens = changes.flatMap(({ question, before, after }): Opened[] =>
      before === after
        ? []
        : [
            {
              attack: question.attack.id,
              attacker: question.attacker,
              target: question.target,
              before,
              after,
            },
          ],
    );
    const cut = opens.length === 0 ? undefined : cheapestCut(base, live, finding, opens);
    live.apply({ remove: [fact] });
    return { ...finding, proof: { opens, milliseconds, ...(cut === undefined ? {} : { cut }) } };
  });
}

/** The model as if nothing had been known of these flaws: VEX and older findings state some of them already. */
function without(model: Model, named: ReadonlySet<string>): Model {
  const assets = model.assets?.map((asset) => ({
    ...asset,
    ...(asset.vulnerabilities === undefined
      ? {}
      : { vulnerabilities: asset.vulnerabilities.filter(({ id }) => !named.has(id)) }),
  }));
  return { ...model, ...(assets === undefined ? {} : { assets }) };
}

/** Measures along the proofs, cheapest first, each tried in the live analysis. */
function cheapestCut(
  base: AnalysisInput,
  live: LiveAnalysis,
  finding: Finding,
  opens: readonly Opened[],
): Consequence['cut'] {
  const candidates = new Map<string, Cut>();
  for (const { attack, attacker, target, verdict, steps } of analyse(withFlaw(base, finding)).report.verdicts)
    if (
      verdict === 'INSECURE' &&
      opens.some(
        (each) => `${each.attack} ${each.attacker} ${each.target}` === `${attack} ${attacker} ${target}`,
      )
    )
      for (const cut of steps.flatMap(({ cuts }) => cuts)) candidates.set(`${cut.measure} ${cut.on}`, cut);
  const questions = live.questions.filter(({ attack, attacker, target }) =>
    opens.some((each) => each.attack === attack.id && each.attacker === attacker && each.target === target),
  );
  for (const { measure, name, on, cost } of [...candidates.values()].sort(
    (one, other) => one.cost - other.cost,
  )) {
    const fact = { predicate: 'measure', args: [on, measure] };
    live.apply({ add: [fact] });
    const turned = questions.every((question) => live.outcome(question) === 'SECURE');
    live.apply({ remove: [fact] });
    if (turned) return { measure, name, on, cost };
  }
  return undefined;
}

function withFlaw(base: AnalysisInput, { asset, advisory, access, effect }: Finding): AnalysisInput {
  const flaw: Flaw = { id: advisory, access, effect, status: 'affected' };
  const { model } = base.loaded;
  const assets = model.assets?.map((each) =>
    each.id === asset ? { ...each, vulnerabilities: [...(each.vulnerabilities ?? []), flaw] } : each,
  );
  return {
    ...base,
    loaded: { ...base.loaded, model: { ...model, ...(assets === undefined ? {} : { assets }) } },
  };
}
