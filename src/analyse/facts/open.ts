// SPDX-License-Identifier: Apache-2.0
// What a verdict rests on without proof, and what is not known.
import type { Asset, LoadedModel } from '../../model/index.ts';
import type { MissingFact, Report } from '../report.ts';
import { vexId } from './elements.ts';
import { positionOf } from './fact.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

/** Assumptions of the model, and every vulnerability that a VEX statement takes out of the premises. */
export function assumptionsOf(loaded: LoadedModel): Report['assumptions'] {
  const stated = (loaded.model.assumptions ?? []).map(({ id, text, source }, at) => ({
    id,
    text,
    at: positionOf({ path: ['assumptions', at], source }, loaded),
  }));
  const vex = eachVulnerability(
    loaded,
    ({ status }) => status === 'not_affected' || status === 'fixed',
    ({ id, status, justification, source }, asset, path) => ({
      id: vexId(asset.id, id),
      text: `${id} does not affect ${asset.name ?? asset.id}: ${justification ?? status.replace('_', ' ')}`,
      at: positionOf({ path, source: source ?? asset.source }, loaded),
    }),
  );
  const known = new Set(stated.map((assumption) => assumption.id));
  return [...stated, ...vex.filter((assumption) => !known.has(assumption.id))];
}

/** Gaps of the model, and every vulnerability that is still being looked into. */
export function gapsOf(loaded: LoadedModel): readonly MissingFact[] {
  const stated = (loaded.model.gaps ?? []).map(({ id, about, unknown, text, source }, at) => ({
    gap: id,
    about,
    unknown,
    text,
    at: positionOf({ path: ['gaps', at], source }, loaded),
  }));
  const vex = eachVulnerability(
    loaded,
    ({ status }) => status === 'under_investigation',
    ({ id, source }, asset, path) => ({
      gap: vexId(asset.id, id),
      about: asset.id,
      unknown: 'software',
      text: `${id} is under investigation: whether it affects ${asset.name ?? asset.id} is not known`,
      at: positionOf({ path, source: source ?? asset.source }, loaded),
    }),
  );
  return [...stated, ...vex];
}

function eachVulnerability<T>(
  loaded: LoadedModel,
  keep: (vulnerability: Vulnerability) => boolean,
  make: (vulnerability: Vulnerability, asset: Asset, path: readonly (string | number)[]) => T,
): readonly T[] {
  return (loaded.model.assets ?? []).flatMap((asset, number) =>
    (asset.vulnerabilities ?? []).flatMap((vulnerability, at) =>
      keep(vulnerability) ? [make(vulnerability, asset, ['assets', number, 'vulnerabilities', at])] : [],
    ),
  );
}
