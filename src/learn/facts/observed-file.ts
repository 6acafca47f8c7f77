// SPDX-License-Identifier: Apache-2.0
// Approved observations as a file beside the model, and the model with them: `check --observed`.
import { z } from 'zod';
import type { Json } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import type { Parsed, Problem } from '../../core/problem.ts';
import {
  type LoadedModel,
  type Model,
  readDocuments,
  type Source,
  shapeProblems,
} from '../../model/index.ts';
import { ObservedFact } from './fact.ts';

export const OBSERVED_SCHEMA = 'ensuresec/observed/1';

export const ObservedFile = z.strictObject({
  schema: z.literal(OBSERVED_SCHEMA),
  from: z.string().min(1).max(1_000).describe('Files of events that showed it'),
  facts: z.array(ObservedFact).max(100_000),
});
export type ObservedFile = z.infer<typeof ObservedFile>;

/** Reads the file and checks that the model knows every name in it; all that is wrong is told at once. */
export function readObserved(bytes: Uint8Array, file: string, model: Model): Parsed<ObservedFile> {
  const { value, problems } = readDocuments(bytes, file);
  const [document] = value ?? [];
  if (document === undefined) return { problems };
  const shape = ObservedFile.safeParse(document.value);
  if (!shape.success)
    return { problems: [...problems, ...shapeProblems(shape.error.issues, ObservedFile, document, 'LEARN')] };
  const assets = new Set([...(model.assets ?? []), ...(model.zones ?? [])].map(({ id }) => id));
  const identities = new Set((model.identities ?? []).map(({ id }) => id));
  const wrong = shape.data.facts.flatMap((fact, index) =>
    namesIn(fact).flatMap(([key, name]): Problem[] => {
      const known = key === 'identity' ? identities : assets;
      if (known.has(name)) return [];
      const what = key === 'identity' ? 'an identity' : 'an asset or a zone';
      return [
        {
          code: 'LEARN_UNKNOWN_ELEMENT',
          severity: 'error',
          message: `Cannot find \`${name}\`: expected ${what} of the model`,
          at: document.locate(['facts', index, key]),
        },
      ];
    }),
  );
  return wrong.length > 0 ? { problems: [...problems, ...wrong] } : { value: shape.data, problems };
}

function namesIn(fact: ObservedFact): readonly (readonly [string, string])[] {
  switch (fact.shows) {
    case 'flow':
      return [
        ['from', fact.from],
        ['to', fact.to],
      ];
    case 'right':
      return [
        ['identity', fact.identity],
        ['on', fact.on],
      ];
    case 'measure':
      return [['on', fact.on]];
  }
}

/** Facts that change the model: what was seen and nobody declared, and measures that do not hold. */
export function premisesOf({ facts }: ObservedFile): readonly ObservedFact[] {
  return facts.filter(({ says }) => says !== 'unused');
}

/** The model with observed premises; each says that it is observed, and how sure it is. */
export function withObserved(loaded: LoadedModel, facts: readonly ObservedFact[], file: string): LoadedModel {
  if (facts.length === 0) return loaded;
  const model = facts.reduce((each, fact) => applied(each, fact, file), loaded.model);
  return { ...loaded, model, sha256: digestJson(model as unknown as Json) };
}

function applied(model: Model, fact: ObservedFact, file: string): Model {
  const source: Source = { file, how: 'observed', confidence: fact.confidence };
  switch (fact.shows) {
    case 'flow': {
      const { from, to, port } = fact;
      return {
        ...passed(model, fact, source),
        flows: [...(model.flows ?? []), { from, to, ...(port === undefined ? {} : { port }), source }],
      };
    }
    case 'right': {
      const { on, right } = fact;
      const identities = model.identities?.map((each) =>
        each.id === fact.identity
          ? { ...each, grants: [...(each.grants ?? []), { on, right, source }] }
          : each,
      );
      return { ...model, ...(identities === undefined ? {} : { identities }) };
    }
    case 'measure':
      return without(model, fact.on, fact.measure);
  }
}

/** What was seen to pass is not held back: each barrier between the zones gets an exception. */
function passed(
  model: Model,
  { from, to, port }: Extract<ObservedFact, { shows: 'flow' }>,
  source: Source,
): Model {
  const zonesOf = (id: string): readonly string[] => {
    const asset = model.assets?.find((each) => each.id === id);
    return asset === undefined ? [id] : [asset.zone ?? []].flat();
  };
  const [ins, outs] = [zonesOf(from), zonesOf(to)];
  const meets = (side: 'all' | readonly string[], zones: readonly string[]): boolean =>
    side === 'all' || zones.some((zone) => side.includes(zone));
  const exception = {
    from: [...ins],
    to: [...outs],
    ...(port === undefined ? {} : { ports: [port] }),
    source,
  };
  const barriers = model.barriers?.map((barrier) =>
    meets(barrier.from, ins) && meets(barrier.to, outs)
      ? { ...barrier, except: [...(barrier.except ?? []), exception] }
      : barrier,
  );
  return { ...model, ...(barriers === undefined ? {} : { barriers }) };
}

/** A measure that does not hold is none, wherever the model states it. */
function without(model: Model, on: string, measure: string): Model {
  const assets = model.assets?.map((each) =>
    each.id !== on || each.measures === undefined
      ? each
      : {
          ...each,
          measures: each.measures.filter((word) => (typeof word === 'string' ? word : word.id) !== measure),
        },
  );
  const measures = model.measures?.flatMap((each) => {
    if (each.measure !== measure || !each.on.includes(on)) return [each];
    const left = each.on.filter((id) => id !== on);
    return left.length === 0 ? [] : [{ ...each, on: left }];
  });
  return {
    ...model,
    ...(assets === undefined ? {} : { assets }),
    ...(measures === undefined ? {} : { measures }),
  };
}
