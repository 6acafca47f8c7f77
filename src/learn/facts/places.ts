// SPDX-License-Identifier: Apache-2.0
// From a name or an address in an event to an element of the model.
import { isPrivate, parseBlock } from '../../core/address-block.ts';
import type { Model, Pack } from '../../model/index.ts';

export interface Places {
  /** The asset or zone that is meant; undefined when the model knows none. */
  find(value: string, outside: string | undefined): string | undefined;
  /** An event said that the address belongs to the asset. */
  learn(address: string, asset: string): void;
  /** The zones that an asset or zone is in, those around them included. */
  zonesOf(id: string): ReadonlySet<string>;
  /** Things in this zone reach each other without a flow. */
  isOpen(zone: string): boolean;
}

/** Addresses that are remembered. */
const MOST = 100_000;

export function placesIn(model: Model, pack: Pack): Places {
  const assets = new Map((model.assets ?? []).map((asset) => [asset.id, asset]));
  const zones = new Map((model.zones ?? []).map((zone) => [zone.id, zone]));
  const book = new Map<string, string>();
  const around = (id: string): ReadonlySet<string> => {
    const asset = assets.get(id);
    const found = new Set(asset === undefined ? [id] : [asset.zone ?? []].flat());
    if (asset?.runsOn !== undefined) for (const zone of around(asset.runsOn)) found.add(zone);
    for (const zone of found) {
      const { within } = zones.get(zone) ?? {};
      if (within !== undefined) found.add(within);
    }
    return found;
  };
  const known = new Map<string, ReadonlySet<string>>();
  return {
    find(value, outside) {
      if (assets.has(value) || zones.has(value)) return value;
      const learnt = book.get(value);
      if (learnt !== undefined || outside === undefined) return learnt;
      const block = parseBlock(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`);
      if (block === undefined || isPrivate(block)) return undefined;
      return [...zones.values()].find(({ type }) => pack.ancestors('zone', type).includes(outside))?.id;
    },
    learn(address, asset) {
      if (assets.has(asset) && (book.has(address) || book.size < MOST)) book.set(address, asset);
    },
    zonesOf(id) {
      const found = known.get(id) ?? around(id);
      known.set(id, found);
      return found;
    },
    isOpen: (zone) => zones.get(zone)?.isolated !== true,
  };
}
