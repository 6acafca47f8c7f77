// SPDX-License-Identifier: Apache-2.0
import { type Contribution, type Observation, ranked, shown } from './contract.ts';

/**
 * Takes apart a score that does not sum over features: how much lower it would be with one of them at its usual value.
 * The parts are scaled to sum to the score (occlusion, Zeiler and Fergus 2014); alike when no single one lowers it.
 */
export function occlude(
  observation: Observation,
  usual: ReadonlyMap<string, number>,
  score: (observation: Observation) => number | undefined,
): readonly Contribution[] {
  const whole = score(observation);
  if (whole === undefined) return [];
  const moved = [...usual].flatMap(([feature, typical]) => {
    const value = observation.features[feature];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const without = score({ ...observation, features: { ...observation.features, [feature]: typical } }) ?? 0;
    return [
      { feature, value, usual: (): string => `about ${shown(typical)}`, part: Math.max(0, whole - without) },
    ];
  });
  if (moved.length === 0)
    return [{ feature: '(absent)', value: '', usual: [...usual.keys()].join(', '), part: whole }];
  const sum = moved.reduce((total, { part }) => total + part, 0);
  return ranked(
    moved.map((each) => ({ ...each, part: sum > 0 ? (each.part * whole) / sum : whole / moved.length })),
  );
}
