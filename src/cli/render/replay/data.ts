// SPDX-License-Identifier: Apache-2.0
// What the page of a replay works with: the picture, and the setting of one run, which the page computes again.
import type { Prepared, Side, Simulation } from '../../../cascade/index.ts';
import type { Model, Pack } from '../../../model/index.ts';
import { type Bands, type Picture, pictureOf, type ReplayView } from '../../../replay/index.ts';

export interface ReplayData {
  readonly picture: Picture;
  readonly frame: Omit<Prepared['frame'], 'extra'>;
  readonly run: number;
  readonly measures: Prepared['measures'];
  readonly chosen: readonly string[];
  /** Over all runs: without, and with what is chosen at first. */
  readonly bands: NonNullable<ReplayView['bands']>;
}

export function replayData(answer: Simulation, prepared: Prepared, model: Model, pack: Pack): ReplayData {
  const { run } = answer.without.replay;
  const { extra, ...frame } = prepared.frame;
  const { setting } = frame;
  const happenings = [...setting.scenario.happenings, ...(extra?.(run) ?? [])];
  const kept = new Set(answer.measures.map(({ id }) => id));
  return {
    picture: pictureOf(answer, prepared, model, pack),
    frame: { ...frame, setting: { ...setting, scenario: { ...setting.scenario, happenings } } },
    run,
    measures: prepared.measures.filter(({ id }) => kept.has(id)),
    chosen: answer.chosen,
    bands: {
      without: bandsOf(answer, answer.without),
      ...(answer.with === undefined ? {} : { with: bandsOf(answer, answer.with) }),
    },
  };
}

function bandsOf({ scenario }: Simulation, { bands: { p5, p95 } }: Side): Bands {
  return { low: p5, high: p95, until: scenario.horizon };
}
