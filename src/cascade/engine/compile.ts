// SPDX-License-Identifier: Apache-2.0
// A system as typed arrays: assets and groups are numbers, their relations compressed rows.
import { entityHash } from '../draw.ts';
import { type Duration, type Group, MODES, type System } from '../system.ts';

export const HARD = 0;
export const DEGRADE = 1;
export const START = 2;
export const REPAIR = 3;

/** Rows of `of(i)`: `items[start[i]] … items[start[i + 1] - 1]`. */
export interface Rows {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** How an asset comes back. `crew` is a number of a kind of crews. */
export interface Recovery {
  readonly restart?: Duration | undefined;
  readonly repair?: Duration | undefined;
  readonly crew: number;
  readonly priority: number;
}

/** What a group does with a shortage. `mode` is HARD, DEGRADE, START or REPAIR. */
export interface Terms {
  readonly mode: number;
  readonly buffer?: Duration | undefined;
  /** Level in fallback; 0 is no fallback. */
  readonly fallback: number;
  /** Absent: the fallback has no end. */
  readonly fallbackFor?: Duration | undefined;
}

/**
 * A system in columns, for systems too large for objects: assets and groups share few recoveries and terms. Groups stand
 * in ascending order of their owner.
 */
export interface SystemColumns {
  readonly assets: number;
  readonly assetHash: Uint32Array;
  readonly recoveries: readonly Recovery[];
  readonly recoveryOf: Uint16Array | Int32Array;
  readonly owner: Int32Array;
  readonly groupHash: Uint32Array;
  readonly terms: readonly Terms[];
  readonly termsOf: Uint16Array | Int32Array;
  readonly suppliers: Rows;
  /** Suppliers that must be up. */
  readonly need: Int32Array;
  /** Beside the suppliers: up from this level on. Absent: 1 everywhere. */
  readonly threshold?: Float64Array;
  /** Beside the suppliers: capacity at full level, for groups with a capacity. */
  readonly share?: Float64Array;
  /** Capacity that a group needs; negative: it is counted in suppliers. */
  readonly capacity?: Float64Array;
  /** Crews by number of the kind; Infinity when there is no limit. */
  readonly crews: readonly number[];
}

export interface Compiled extends SystemColumns {
  readonly groups: number;
  readonly threshold: Float64Array;
  readonly share: Float64Array;
  readonly capacity: Float64Array;
  /** Groups of an asset are neighbours: those from `ownStart[i]` to `ownStart[i + 1]`. */
  readonly ownStart: Int32Array;
  /** Suppliers that may fail before a group is short. */
  readonly slack: Int32Array;
  /** Groups that an asset supplies, and beside them its threshold there when there are any. */
  readonly uses: Rows;
  readonly useThreshold: Float64Array;
}

/** Ids of a compiled system. */
export interface Names {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly groupIds: readonly string[];
  readonly members: ReadonlyMap<string, readonly number[]>;
}

export interface NamedSystem extends Compiled {
  readonly names: Names;
}

/** Linear in suppliers; what the caller gives is kept and not copied. */
export function compileColumns(columns: SystemColumns): Compiled {
  const { assets, owner, suppliers, need } = columns;
  const groups = owner.length;
  const ownStart = new Int32Array(assets + 1);
  for (const of of owner) ownStart[of + 1] = (ownStart[of + 1] as number) + 1;
  for (let i = 0; i < assets; i++) ownStart[i + 1] = (ownStart[i + 1] as number) + (ownStart[i] as number);
  const slack = new Int32Array(groups);
  for (let group = 0; group < groups; group++)
    slack[group] =
      (suppliers.start[group + 1] as number) - (suppliers.start[group] as number) - (need[group] as number);
  const threshold = columns.threshold ?? new Float64Array(0);
  return {
    ...columns,
    groups,
    threshold,
    share: columns.share ?? new Float64Array(0),
    capacity: columns.capacity ?? new Float64Array(0),
    ownStart,
    slack,
    ...reverse(suppliers, groups, assets, threshold),
  };
}

/** For each asset the groups that it supplies, by counting sort. */
function reverse({ start: from, items }: Rows, groups: number, assets: number, threshold: Float64Array) {
  const start = new Int32Array(assets + 1);
  for (const item of items) start[item + 1] = (start[item + 1] as number) + 1;
  for (let i = 0; i < assets; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const uses = new Int32Array(items.length);
  const useThreshold = new Float64Array(threshold.length);
  for (let group = 0; group < groups; group++)
    for (let place = from[group] as number; place < (from[group + 1] as number); place++) {
      const item = items[place] as number;
      const at = next[item] as number;
      next[item] = at + 1;
      uses[at] = group;
      if (threshold.length > 0) useThreshold[at] = threshold[place] as number;
    }
  return { uses: { start, items: uses }, useThreshold };
}

/** @throws RangeError for an id twice, an unknown id, or a need that the suppliers cannot meet: callers check before. */
export function compileSystem(system: System): NamedSystem {
  const ids = system.assets.map(({ id }) => id);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  if (indexOf.size !== ids.length)
    throw new RangeError('Cannot compile the system: an asset id stands twice');
  const number = (id: string): number => {
    const index = indexOf.get(id);
    if (index === undefined) throw new RangeError(`Cannot compile the system: there is no asset ${id}`);
    return index;
  };
  const groups = system.groups.toSorted((a, b) => number(a.of) - number(b.of));
  for (const group of groups) checkNeed(group);
  const kinds = [...new Set(system.assets.map(({ crew }) => crew ?? ''))];
  const compiled = compileColumns({
    assets: ids.length,
    assetHash: Uint32Array.from(ids, entityHash),
    recoveries: system.assets.map(({ restart, repair, crew, priority }) => ({
      restart,
      repair,
      crew: kinds.indexOf(crew ?? ''),
      priority: priority ?? 0,
    })),
    recoveryOf: Int32Array.from(ids, (_, index) => index),
    crews: kinds.map((kind) => system.crews?.[kind] ?? Number.POSITIVE_INFINITY),
    ...groupColumns(groups, number),
  });
  const members = new Map((system.causes ?? []).map((cause) => [cause.id, cause.members.map(number)]));
  return { ...compiled, names: { ids, indexOf, groupIds: groups.map(({ id }) => id), members } };
}

function groupColumns(groups: readonly Group[], number: (id: string) => number) {
  const all = groups.flatMap(({ suppliers }) => suppliers);
  const start = new Int32Array(groups.length + 1);
  groups.forEach((group, index) => {
    start[index + 1] = (start[index] as number) + group.suppliers.length;
  });
  return {
    owner: Int32Array.from(groups, ({ of }) => number(of)),
    groupHash: Uint32Array.from(groups, ({ id }) => entityHash(id)),
    terms: groups.map(({ mode, buffer, fallback }) => ({
      mode: MODES.indexOf(mode),
      buffer,
      fallback: fallback?.level ?? 0,
      fallbackFor: fallback?.duration,
    })),
    termsOf: Int32Array.from(groups, (_, index) => index),
    suppliers: { start, items: Int32Array.from(all, ({ asset }) => number(asset)) },
    need: Int32Array.from(groups, (group) => (hasShare(group) ? 0 : group.need)),
    ...(all.some(({ threshold }) => threshold !== undefined)
      ? { threshold: Float64Array.from(all, ({ threshold }) => threshold ?? 1) }
      : {}),
    ...(groups.some(hasShare)
      ? {
          share: Float64Array.from(all, ({ share }) => share ?? 0),
          capacity: Float64Array.from(groups, (group) => (hasShare(group) ? group.need : -1)),
        }
      : {}),
  };
}

function checkNeed(group: Group): void {
  const byShare = hasShare(group);
  const possible = group.suppliers.reduce((sum, each) => sum + (byShare ? (each.share ?? 0) : 1), 0);
  if (!(group.need <= possible))
    throw new RangeError(`Cannot compile the system: ${group.id} needs ${group.need} of ${possible}`);
}

function hasShare(group: Group): boolean {
  return group.suppliers.some(({ share }) => share !== undefined);
}

export function recoveryOf({ recoveries, recoveryOf: of }: Compiled, asset: number): Recovery {
  return recoveries[of[asset] as number] as Recovery;
}
