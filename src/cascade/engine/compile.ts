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

export interface Compiled {
  readonly assets: number;
  readonly groups: number;
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly groupIds: readonly string[];
  readonly members: ReadonlyMap<string, readonly number[]>;
  readonly assetHash: Uint32Array;
  readonly groupHash: Uint32Array;
  readonly durations: readonly Duration[];
  /** Index in `durations`; 0 is none at all. */
  readonly restart: Int32Array;
  readonly repair: Int32Array;
  readonly crew: Int32Array;
  /** Crews by number of the kind; Infinity when there is no limit. */
  readonly crews: readonly number[];
  readonly priority: Float64Array;
  readonly owner: Int32Array;
  readonly mode: Uint8Array;
  readonly need: Float64Array;
  readonly byCapacity: Uint8Array;
  readonly buffer: Int32Array;
  readonly fallbackLevel: Float64Array;
  readonly fallback: Int32Array;
  /** Groups of an asset are neighbours: those from `ownStart[i]` to `ownStart[i + 1]`. */
  readonly ownStart: Int32Array;
  /** Suppliers of a group; `threshold` and `share` run beside the items. */
  readonly suppliers: Rows;
  readonly threshold: Float64Array;
  readonly share: Float64Array;
  /** Places in `suppliers.items` where an asset stands, and the group of each. */
  readonly uses: Rows;
  readonly groupOfUse: Int32Array;
}

const NONE: Duration = { kind: 'fixed', hours: 0 };

/** @throws RangeError for an id twice, an unknown id, or a need that the suppliers cannot meet: callers check before. */
export function compileSystem(system: System): Compiled {
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
  const durations: Duration[] = [NONE];
  const known = new Map<string, number>([[JSON.stringify(NONE), 0]]);
  const durationOf = (duration: Duration | undefined): number => {
    const key = JSON.stringify(duration ?? NONE);
    let at = known.get(key);
    if (at === undefined) {
      at = durations.push(duration ?? NONE) - 1;
      known.set(key, at);
    }
    return at;
  };
  const kinds = [...new Set(system.assets.map(({ crew }) => crew ?? ''))];
  return {
    assets: ids.length,
    groups: groups.length,
    ids,
    indexOf,
    groupIds: groups.map(({ id }) => id),
    members: new Map((system.causes ?? []).map((cause) => [cause.id, cause.members.map(number)])),
    assetHash: Uint32Array.from(ids, entityHash),
    groupHash: Uint32Array.from(groups, ({ id }) => entityHash(id)),
    durations,
    restart: Int32Array.from(system.assets, ({ restart }) => durationOf(restart)),
    repair: Int32Array.from(system.assets, ({ repair }) => durationOf(repair)),
    crew: Int32Array.from(system.assets, ({ crew }) => kinds.indexOf(crew ?? '')),
    crews: kinds.map((kind) => system.crews?.[kind] ?? Number.POSITIVE_INFINITY),
    priority: Float64Array.from(system.assets, ({ priority }) => priority ?? 0),
    buffer: Int32Array.from(groups, ({ buffer }) => durationOf(buffer)),
    fallback: Int32Array.from(groups, ({ fallback }) =>
      fallback?.duration === undefined && fallback !== undefined ? -1 : durationOf(fallback?.duration),
    ),
    ...groupArrays(groups, number),
    ...relations(groups, number, ids.length),
  };
}

function groupArrays(groups: readonly Group[], number: (id: string) => number) {
  return {
    owner: Int32Array.from(groups, ({ of }) => number(of)),
    mode: Uint8Array.from(groups, ({ mode }) => MODES.indexOf(mode)),
    need: Float64Array.from(groups, ({ need }) => need),
    byCapacity: Uint8Array.from(groups, ({ suppliers }) =>
      suppliers.some(({ share }) => share !== undefined) ? 1 : 0,
    ),
    fallbackLevel: Float64Array.from(groups, ({ fallback }) => fallback?.level ?? 0),
  };
}

function relations(groups: readonly Group[], number: (id: string) => number, assets: number) {
  const total = groups.reduce((sum, { suppliers }) => sum + suppliers.length, 0);
  const ownStart = new Int32Array(assets + 1);
  const start = new Int32Array(groups.length + 1);
  const items = new Int32Array(total);
  const groupOfUse = new Int32Array(total);
  const threshold = new Float64Array(total);
  const share = new Float64Array(total);
  let at = 0;
  groups.forEach((group, index) => {
    ownStart[number(group.of) + 1] = (ownStart[number(group.of) + 1] ?? 0) + 1;
    const possible = group.suppliers.reduce(
      (sum, each) => sum + (hasShare(group) ? (each.share ?? 0) : 1),
      0,
    );
    if (!(group.need <= possible))
      throw new RangeError(`Cannot compile the system: ${group.id} needs ${group.need} of ${possible}`);
    for (const supplier of group.suppliers) {
      items[at] = number(supplier.asset);
      threshold[at] = supplier.threshold ?? 1;
      share[at] = supplier.share ?? 0;
      groupOfUse[at++] = index;
    }
    start[index + 1] = at;
  });
  for (let i = 0; i < assets; i++) ownStart[i + 1] = (ownStart[i + 1] as number) + (ownStart[i] as number);
  return {
    ownStart,
    suppliers: { start, items },
    threshold,
    share,
    groupOfUse,
    uses: reverse(items, assets),
  };
}

function hasShare(group: Group): boolean {
  return group.suppliers.some(({ share }) => share !== undefined);
}

/** For each asset the places where it stands in `items`, by counting sort. */
function reverse(items: Int32Array, assets: number): Rows {
  const start = new Int32Array(assets + 1);
  for (const item of items) start[item + 1] = (start[item + 1] as number) + 1;
  for (let i = 0; i < assets; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const places = new Int32Array(items.length);
  items.forEach((item, place) => {
    places[next[item] as number] = place;
    next[item] = (next[item] as number) + 1;
  });
  return { start, items: places };
}
