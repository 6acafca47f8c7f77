// SPDX-License-Identifier: Apache-2.0
// The system of a model: its dependencies, what follows from hosts, and how the types of the pack recover.
import { type Delivery, type Model, neededAsset, type Pack } from '../../model/index.ts';
import type { Records, Service } from '../impact/service.ts';
import type { Asset, CommonCause, Group, System } from '../system.ts';
import { durationOf } from './time.ts';
import { flowChecks, waysOf } from './ways-of.ts';

type ModelAsset = NonNullable<Model['assets']>[number];
type Dependency = NonNullable<Model['dependencies']>[number];

/** Groups come from `dependencies`, and from `runsOn`: nothing runs without its host. Zones and suppliers are common causes. */
export function systemOf(model: Model, pack: Pack): System {
  const assets = model.assets ?? [];
  const crews = Object.fromEntries((model.crews ?? []).map(({ kind, count }) => [kind, count]));
  return {
    assets: assets.map((asset) => assetOf(asset, pack)),
    groups: [...(model.dependencies ?? []).map(groupOf), ...assets.flatMap(hostGroup)],
    causes: causesOf(model),
    ways: waysOf(model),
    checks: flowChecks(model, pack),
    ...(Object.keys(crews).length === 0 ? {} : { crews }),
  };
}

function assetOf({ id, type, recovery = {} }: ModelAsset, pack: Pack): Asset {
  const general = pack
    .ancestors('asset', type)
    .flatMap((each) => pack.recoveries.find((one) => one.type === each) ?? []);
  const restart = recovery.restart ?? general.find((each) => each.restart !== undefined)?.restart;
  const repair = recovery.repair ?? general.find((each) => each.repair !== undefined)?.repair;
  const clean = recovery.clean ?? general.find((each) => each.clean !== undefined)?.clean;
  return {
    id,
    ...(restart === undefined ? {} : { restart: durationOf(restart) }),
    ...(repair === undefined ? {} : { repair: durationOf(repair) }),
    ...(clean === undefined ? {} : { clean: durationOf(clean) }),
    ...(recovery.crew === undefined ? {} : { crew: recovery.crew }),
    ...(recovery.priority === undefined ? {} : { priority: recovery.priority }),
  };
}

function groupOf(dependency: Dependency): Group {
  const needs = dependency.needs.map((need) => (typeof need === 'string' ? { id: need } : need));
  // A group that degrades passes on what its suppliers deliver, unless the model says from which level they count.
  const byShare =
    needs.some(({ share }) => share !== undefined) ||
    (dependency.mode === 'degrade' && needs.every(({ from }) => from === undefined));
  const { buffer, fallback } = dependency;
  return {
    id: dependency.id ?? `${dependency.of} needs ${dependency.needs.map(neededAsset).join(', ')}`,
    of: dependency.of,
    suppliers: needs.map(({ id, share, from }) => ({
      asset: id,
      ...(byShare ? { share: share ?? 1 } : {}),
      ...(from === undefined ? {} : { threshold: from }),
    })),
    need: dependency.atLeast ?? needs.reduce((sum, { share }) => sum + (byShare ? (share ?? 1) : 1), 0),
    mode: dependency.mode,
    ...(buffer === undefined ? {} : { buffer: durationOf(buffer) }),
    ...(fallback === undefined
      ? {}
      : {
          fallback: {
            level: fallback.level,
            ...(fallback.for === undefined ? {} : { duration: durationOf(fallback.for) }),
          },
        }),
  };
}

function hostGroup({ id, runsOn }: ModelAsset): Group[] {
  if (runsOn === undefined) return [];
  return [{ id: `${id} runs on ${runsOn}`, of: id, suppliers: [{ asset: runsOn }], need: 1, mode: 'hard' }];
}

function causesOf({ zones = [], assets = [], suppliers = [] }: Model): CommonCause[] {
  const within = new Map(zones.map((zone) => [zone.id, zone.within]));
  const isIn = (zone: string, outer: string): boolean => {
    for (let now: string | undefined = zone, depth = 0; now !== undefined && depth < 1000; depth++) {
      if (now === outer) return true;
      now = within.get(now);
    }
    return false;
  };
  const places = (asset: ModelAsset): readonly string[] => [asset.zone ?? []].flat();
  return [
    ...zones.map(({ id }) => ({
      id,
      members: assets
        .filter((asset) => places(asset).some((zone) => isIn(zone, id)))
        .map((asset) => asset.id),
    })),
    ...suppliers.map(({ id, provides = [] }) => ({ id, members: provides })),
  ].filter(({ members }) => members.length > 0);
}

/** What the assets deliver, in the order of the model. `numberOf` is the number of an asset. */
export function servicesOf({ assets = [] }: Model, numberOf: (id: string) => number): Service[] {
  return assets.flatMap(({ id, delivers = [] }) =>
    delivers.map((delivery) => serviceOf(numberOf(id), delivery)),
  );
}

/** What leaks from the assets, in the order of the model. */
export function recordsOf({ assets = [] }: Model): Records[] {
  return assets.flatMap(({ records = [] }, asset) =>
    records.map(({ unit, data, count, perHour, eur }) => ({
      asset,
      unit,
      ...(data === undefined ? {} : { data }),
      ...(count === undefined ? {} : { count }),
      perHour,
      eurEach: eur,
    })),
  );
}

function serviceOf(asset: number, delivery: Delivery): Service {
  const { unit, perHour, eur, hours, waits, catchUp, wrong } = delivery;
  const mean = hours === undefined ? 1 : hours.reduce((sum, each) => sum + each, 0) / hours.length;
  return {
    asset,
    unit,
    perHour,
    eurEach: eur,
    waits,
    catchUp,
    ...(hours === undefined ? {} : { profile: hours.map((each) => each / mean) }),
    ...(wrong === undefined ? {} : { wrong: wrongTerms(wrong) }),
  };
}

function wrongTerms({ eur, perHour }: NonNullable<Delivery['wrong']>): NonNullable<Service['wrong']> {
  return { eurEach: eur, ...(perHour === undefined ? {} : { perHour }) };
}
