// SPDX-License-Identifier: Apache-2.0
// Who needs whom, guessed from who calls whom, where nobody has said it.
import type { Pack } from './pack/pack.ts';
import { type Dependency, type Model, neededAsset } from './schema.ts';

/** A guess is no more certain than this, however sure the call is. */
const MOST_CONFIDENCE = 0.5;

/**
 * The model with a dependency for each call from one asset to another that no dependency covers. How the caller needs what
 * it calls is a rule of the pack by the type of what is called (`inferences`); of a type without a rule nothing is inferred.
 * Such dependencies have `source.how: inferred`. Linear in flows and dependencies.
 */
export function withInferredDependencies(model: Model, pack: Pack): Model {
  const types = new Map((model.assets ?? []).map(({ id, type }) => [id, type]));
  const covered = new Set(
    (model.dependencies ?? [])
      .filter(({ mode }) => mode === 'hard' || mode === 'degrade')
      .flatMap(({ of, needs }) => needs.map((need) => pairOf(of, neededAsset(need)))),
  );
  for (const { id, runsOn } of model.assets ?? []) if (runsOn !== undefined) covered.add(pairOf(id, runsOn));
  const inferred: Dependency[] = [];
  for (const flow of model.flows ?? []) {
    const { from, to } = flow;
    const type = types.get(to);
    if (from === to || type === undefined || !types.has(from) || covered.has(pairOf(from, to))) continue;
    const rule = ruleFor(pack, type);
    if (rule === undefined) continue;
    covered.add(pairOf(from, to));
    const { mode, fallback } = rule;
    inferred.push({
      of: from,
      needs: [to],
      mode,
      ...(fallback === undefined ? {} : { fallback: { level: fallback } }),
      source: {
        ...(flow.source ?? { file: 'ensuresec.yaml' }),
        how: 'inferred',
        confidence: Math.min(MOST_CONFIDENCE, flow.source?.confidence ?? 1),
      },
    });
  }
  if (inferred.length === 0) return model;
  return { ...model, dependencies: [...(model.dependencies ?? []), ...inferred] };
}

/** How many of the dependencies nobody stated. */
export function inferredCount({ dependencies = [] }: Model): number {
  return dependencies.filter(({ source }) => source?.how === 'inferred').length;
}

function pairOf(of: string, need: string): string {
  return JSON.stringify([of, need]);
}

function ruleFor(pack: Pack, type: string): Pack['inferences'][number] | undefined {
  for (const each of pack.ancestors('asset', type)) {
    const rule = pack.inferences.find((one) => one.type === each);
    if (rule !== undefined) return rule;
  }
  return undefined;
}
