// SPDX-License-Identifier: Apache-2.0
// A measure is a named patch of the system and of what happens: the same run with and without it shows what it is worth.
import type { Asset, Check, Duration, Group, Happening, Scenario, Supply, System, Watch } from '../system.ts';

/** `times`: factor on every time. `to`: instead of what was there. */
export type Time = { readonly times: number } | { readonly to: Duration };

export type Change =
  | { readonly kind: 'restart' | 'repair' | 'clean'; readonly on: string; readonly time: Time }
  /** `of`: all groups of this asset. */
  | { readonly kind: 'buffer'; readonly of: string; readonly time: Time }
  | { readonly kind: 'fallback'; readonly of: string; readonly level: number; readonly duration?: Duration }
  | { readonly kind: 'supplier'; readonly group: string; readonly supply: Supply; readonly asset?: Asset }
  | { readonly kind: 'need'; readonly group: string; readonly need: number }
  /** Damage leaves at least this level. */
  | { readonly kind: 'floor'; readonly on: string; readonly level: number }
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'watch'; readonly watch: Watch }
  /** Happenings that it stops, by their place in the scenario. */
  | { readonly kind: 'prevent'; readonly happening: number };

export interface Measure {
  readonly id: string;
  readonly name: string;
  /** EUR in the first year. */
  readonly cost: number;
  readonly changes: readonly Change[];
}

export interface Setting {
  readonly system: System;
  readonly scenario: Scenario;
}

/** The setting with these measures. What a change names and the system has not is left as it is. */
export function withMeasures(setting: Setting, measures: readonly Measure[]): Setting {
  const changes = measures.flatMap((measure) => measure.changes);
  const prevented = new Set(
    changes.flatMap((change) => (change.kind === 'prevent' ? [change.happening] : [])),
  );
  const patched = changes.reduce((now, change) => apply(now, change), setting);
  const happenings = patched.scenario.happenings.filter((_, index) => !prevented.has(index));
  return { ...patched, scenario: { ...patched.scenario, happenings } };
}

function apply(setting: Setting, change: Change): Setting {
  switch (change.kind) {
    case 'restart':
    case 'repair':
    case 'clean':
      return onAssets(setting, change.on, (asset) => {
        const time = changed(asset[change.kind], change.time);
        return time === undefined ? asset : { ...asset, [change.kind]: time };
      });
    case 'buffer':
      return onGroups(
        setting,
        ({ of }) => of === change.of,
        (group) => {
          const time = changed(group.buffer, change.time);
          return time === undefined ? group : { ...group, buffer: time };
        },
      );
    case 'fallback':
      return onGroups(
        setting,
        ({ of }) => of === change.of,
        (group) => ({
          ...group,
          fallback: betterFallback(group.fallback, change),
        }),
      );
    case 'supplier':
      return addSupplier(setting, change);
    case 'need':
      return onGroups(
        setting,
        ({ id }) => id === change.group,
        (group) => ({
          ...group,
          need: Math.min(group.need, change.need),
        }),
      );
    case 'floor':
      return onHappenings(setting, change.on, change.level);
    case 'check':
      return onSystem(setting, ({ checks = [] }) => ({ checks: [...checks, change.check] }));
    case 'watch':
      return onSystem(setting, ({ watches = [] }) => ({ watches: [...watches, change.watch] }));
    case 'prevent':
      return setting;
  }
}

function addSupplier(setting: Setting, { group: id, supply, asset }: Change & { kind: 'supplier' }): Setting {
  const added = onGroups(
    setting,
    (group) => group.id === id,
    (group) => ({
      ...group,
      suppliers: [...group.suppliers, supply],
    }),
  );
  if (asset === undefined) return added;
  return { ...added, system: { ...added.system, assets: [...added.system.assets, asset] } };
}

function betterFallback(
  old: Group['fallback'],
  { level, duration }: { readonly level: number; readonly duration?: Duration },
): NonNullable<Group['fallback']> {
  if (old !== undefined && old.level >= level) return old;
  return { level, ...(duration === undefined ? {} : { duration }) };
}

function onSystem({ system, scenario }: Setting, change: (system: System) => Partial<System>): Setting {
  return { system: { ...system, ...change(system) }, scenario };
}

function onAssets({ system, scenario }: Setting, id: string, change: (asset: Asset) => Asset): Setting {
  const assets = system.assets.map((asset) => (asset.id === id ? change(asset) : asset));
  return { system: { ...system, assets }, scenario };
}

function onGroups(
  { system, scenario }: Setting,
  isMeant: (group: Group) => boolean,
  change: (group: Group) => Group,
): Setting {
  const groups = system.groups.map((group) => (isMeant(group) ? change(group) : group));
  return { system: { ...system, groups }, scenario };
}

/** Damage through a common cause is split, so that only the one asset keeps its level. */
function onHappenings({ system, scenario }: Setting, on: string, floor: number): Setting {
  const raise = (happening: Happening): Happening =>
    happening.kind === 'damage'
      ? { ...happening, on, level: Math.max(floor, happening.level ?? 0) }
      : happening;
  const causes = [...(system.causes ?? [])];
  const happenings = scenario.happenings.map((happening): Happening => {
    if (happening.on === on) return raise(happening);
    return happening;
  });
  const extra: Happening[] = [];
  causes.forEach((cause, index) => {
    if (!cause.members.includes(on)) return;
    const hits = scenario.happenings.filter((each) => each.on === cause.id && each.kind === 'damage');
    if (hits.length === 0) return;
    causes[index] = { ...cause, members: cause.members.filter((member) => member !== on) };
    extra.push(...hits.map(raise));
  });
  return {
    system: { ...system, causes: causes.filter(({ members }) => members.length > 0) },
    scenario: { ...scenario, happenings: [...happenings, ...extra] },
  };
}

function changed(old: Duration | undefined, time: Time): Duration | undefined {
  if ('to' in time) return time.to;
  return old === undefined ? undefined : scaledDuration(old, time.times);
}

/** All times of a duration by this factor. */
export function scaledDuration(duration: Duration, by: number): Duration {
  switch (duration.kind) {
    case 'fixed':
      return { ...duration, hours: duration.hours * by };
    case 'exponential':
      return { ...duration, mean: duration.mean * by };
    case 'lognormal':
      return { ...duration, median: duration.median * by };
    case 'triangular':
      return { ...duration, least: duration.least * by, mode: duration.mode * by, most: duration.most * by };
  }
}
