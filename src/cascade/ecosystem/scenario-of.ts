// SPDX-License-Identifier: Apache-2.0
// A scenario of a pack on the assets of a model.
import { hoursOfLength, type Model, type Pack, type ScenarioSource } from '../../model/index.ts';
import type { Asset, Happening, Scenario, System } from '../system.ts';
import { durationOf } from './time.ts';

/** What a happening of the pack became: which assets it hits, and where a measure stops it. */
export interface Hit {
  readonly asset: string;
  /** Place in the happenings of the scenario. */
  readonly happening: number;
  readonly stoppedBy: readonly string[];
}

export interface ScenarioOnModel {
  readonly system: System;
  readonly scenario: Scenario;
  readonly hits: readonly Hit[];
  /** Assets whose repair time the scenario states. */
  readonly stated: ReadonlySet<string>;
  /** Hour of the week, 0 is Monday 0:00. */
  readonly startHour: number;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `fri 17:30` as an hour of the week. */
export function hourOfWeek(text: string): number {
  const [day = '', clock = ''] = text.split(' ');
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return DAYS.indexOf(day) * 24 + hours + minutes / 60;
}

/** Happenings whose measure is installed do not happen. A scenario may hit nothing of a model: then there are no hits. */
export function scenarioOn(
  source: ScenarioSource,
  system: System,
  model: Model,
  pack: Pack,
): ScenarioOnModel {
  const happenings: Happening[] = [];
  const hits: Hit[] = [];
  const repairs = new Map<string, Asset['repair']>();
  for (const each of source.happenings) {
    const types = 'damage' in each ? each.damage : each.isolate;
    for (const asset of assetsOfType(model, pack, types)) {
      const stoppedBy = each.stoppedBy ?? [];
      if (installedOn(model, asset).some((measure) => stoppedBy.includes(measure))) continue;
      hits.push({ asset, happening: happenings.length, stoppedBy });
      const at = durationOf(each.at ?? '0h');
      if ('damage' in each) {
        happenings.push({
          kind: 'damage',
          on: asset,
          at,
          ...(each.level === undefined ? {} : { level: each.level }),
        });
        if (each.repair !== undefined) repairs.set(asset, durationOf(each.repair));
      } else {
        const hours = each.for === undefined ? {} : { hours: durationOf(each.for) };
        happenings.push({ kind: 'isolate', on: asset, at, ...hours });
      }
    }
  }
  const assets = system.assets.map((asset) => {
    const repair = repairs.get(asset.id);
    return repair === undefined ? asset : { ...asset, repair };
  });
  return {
    system: { ...system, assets },
    scenario: { happenings, horizon: hoursOfLength(source.horizon) },
    hits,
    stated: new Set(repairs.keys()),
    startHour: hourOfWeek(source.start),
  };
}

function assetsOfType({ assets = [] }: Model, pack: Pack, types: readonly string[]): string[] {
  return assets
    .filter(({ type }) => pack.ancestors('asset', type).some((each) => types.includes(each)))
    .map(({ id }) => id);
}

/** Measures that are installed on an asset, on itself or by an entry of `measures`. */
export function installedOn(model: Model, asset: string): string[] {
  const own = model.assets?.find(({ id }) => id === asset)?.measures ?? [];
  return [
    ...own.map((word) => (typeof word === 'string' ? word : word.id)),
    ...(model.measures ?? [])
      .filter(({ status, on }) => status === 'installed' && on.includes(asset))
      .map(({ measure }) => measure),
  ];
}
