// SPDX-License-Identifier: Apache-2.0
// A scenario of a pack on the assets of a model.
import { hitBy, hoursOfLength, type Model, type Pack, type ScenarioSource } from '../../model/index.ts';
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
    for (const asset of assetsOfType(model, pack, hitBy(each).types)) {
      const stoppedBy = each.stoppedBy ?? [];
      if (installedOn(model, asset).some((measure) => stoppedBy.includes(measure))) continue;
      hits.push({ asset, happening: happenings.length, stoppedBy });
      happenings.push(happeningOn(each, asset));
      if ('repair' in each && each.repair !== undefined) repairs.set(asset, durationOf(each.repair));
    }
  }
  const [first] = hits;
  if (source.noticed !== undefined && first !== undefined)
    happenings.push({ kind: 'notice', on: first.asset, at: durationOf(source.noticed) });
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

function happeningOn(source: ScenarioSource['happenings'][number], on: string): Happening {
  const at = durationOf(source.at ?? '0h');
  if ('damage' in source)
    return { kind: 'damage', on, at, ...(source.level === undefined ? {} : { level: source.level }) };
  if ('isolate' in source)
    return {
      kind: 'isolate',
      on,
      at,
      ...(source.for === undefined ? {} : { hours: durationOf(source.for) }),
    };
  const { data } = source;
  return {
    kind: hitBy(source).kind === 'alter' ? 'alter' : 'expose',
    on,
    at,
    ...(data === undefined ? {} : { data }),
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
