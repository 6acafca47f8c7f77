// SPDX-License-Identifier: Apache-2.0
// Events of the data as the hit and the miss of a policy: names of persons and things replaced, free text left out.
import type { ChainEvent, EventTypeSource, Happened } from '../../model/index.ts';

/** A story longer than this shows nothing to a reader. */
export const MAX_STORY = 400;

/** @param kept Fields that a condition asks for: they stay whatever they hold. */
export function storyOf(
  events: readonly ChainEvent[],
  types: ReadonlyMap<string, EventTypeSource>,
  kept: ReadonlySet<string>,
): Happened {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const pseudonym = (key: string, value: string): string => {
    const known = names.get(`${key}\0${value}`);
    if (known !== undefined) return known;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const name = `${key}-${count}`;
    names.set(`${key}\0${value}`, name);
    return name;
  };
  const start = events[0]?.time ?? 0;
  return events.map(({ type, time, keys, trust, data }) => ({
    type,
    ...(time === start ? {} : { after: (time - start) / 1000 }),
    keys: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, pseudonym(key, value)])),
    ...(trust === 'signed' ? {} : { trust }),
    data: Object.fromEntries(
      Object.entries(data).filter(
        ([field, value]) => kept.has(field) || isPlain(types.get(type), field, value),
      ),
    ),
  }));
}

function isPlain(type: EventTypeSource | undefined, field: string, value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  return typeof value === 'string' && type?.fields[field]?.values !== undefined;
}
