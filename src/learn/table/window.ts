// SPDX-License-Identifier: Apache-2.0
// What came before an event with the same key, asked many times: positions by type, condition and key, in the order of time.
import type { ChainEvent } from '../../model/index.ts';

/** Events up to `before` milliseconds before another, that one left out, with the same value of the key. */
export interface WindowSpec {
  readonly event: string;
  readonly by: string;
  readonly before: number;
  /** A field of the events of the window, and its value. */
  readonly where?: { readonly field: string; readonly value: string | boolean };
}

export interface Lookup {
  /** Positions of the window around the event at `position`, the oldest first. */
  around(spec: WindowSpec, position: number): Int32Array;
  /** The last of them. */
  last(spec: WindowSpec, position: number): ChainEvent | undefined;
  /** How many these are. */
  count(spec: WindowSpec, position: number): number;
  /** Positions of such events at any time, by value of the key. */
  having(spec: WindowSpec): Index;
  /** Values of the key that any event has. */
  values(by: string): ReadonlySet<string>;
  /** Positions of the events of a type, in the order of time. */
  ofType(type: string): readonly number[];
  /** From this time on, all that came before an event is there, as far as events of the type are concerned. */
  fullFrom(type: string): number;
  readonly events: readonly ChainEvent[];
}

/** By value of the key: positions in the order of time. */
type Index = ReadonlyMap<string, Int32Array>;

const NONE = new Int32Array(0);

/** Of the time for which a type is kept, the part whose events only show what came before later ones. */
const BEFORE = 3;

/** @param since By type, where older events are missing: the time from which on they are not. */
export function createLookup(
  events: readonly ChainEvent[],
  since: ReadonlyMap<string, number> = new Map(),
): Lookup {
  const byType = new Map<string, number[]>();
  events.forEach(({ type }, position) => {
    const list = byType.get(type);
    if (list === undefined) byType.set(type, [position]);
    else list.push(position);
  });
  const indexes = new Map<string, Index>();
  // Asked once an event: the way over the text of the content would take longer than the answer.
  const bySpec = new WeakMap<WindowSpec, Index>();
  const indexOf = (spec: WindowSpec): Index => {
    const quick = bySpec.get(spec);
    if (quick !== undefined) return quick;
    const name = JSON.stringify([spec.event, spec.by, spec.where?.field, spec.where?.value]);
    const known = indexes.get(name) ?? indexed(events, byType.get(spec.event) ?? [], spec);
    indexes.set(name, known);
    bySpec.set(spec, known);
    return known;
  };
  const bounds = (spec: WindowSpec, { time, keys }: ChainEvent) => {
    const value = keys[spec.by];
    const all = (value === undefined ? undefined : indexOf(spec).get(value)) ?? NONE;
    const from = firstAt(all, events, time - spec.before);
    return { all, from, to: firstAt(all, events, time + 1) };
  };
  const valuesBy = new Map<string, ReadonlySet<string>>();
  const last = events.at(-1)?.time ?? 0;
  return {
    events,
    ofType: (type) => byType.get(type) ?? [],
    fullFrom(type) {
      const from = since.get(type);
      return from === undefined ? Number.NEGATIVE_INFINITY : from + (last - from) / BEFORE;
    },
    having: indexOf,
    values(by) {
      const known = valuesBy.get(by) ?? new Set(events.flatMap(({ keys }) => keys[by] ?? []));
      valuesBy.set(by, known);
      return known;
    },
    around(spec, position) {
      const event = events[position] as ChainEvent;
      const { all, from, to } = bounds(spec, event);
      const found = all.subarray(from, to);
      return to > from && isIn(spec, event) ? found.filter((each) => each !== position) : found;
    },
    last(spec, position) {
      const { all, from, to } = bounds(spec, events[position] as ChainEvent);
      const last = all[to - 1] === position ? to - 2 : to - 1;
      return last < from ? undefined : events[all[last] as number];
    },
    count(spec, position) {
      const event = events[position] as ChainEvent;
      const { from, to } = bounds(spec, event);
      return to - from - (to > from && isIn(spec, event) ? 1 : 0);
    },
  };
}

/** Whether an event is in its own window. */
function isIn({ event: type, by, where }: WindowSpec, event: ChainEvent): boolean {
  if (event.type !== type || event.keys[by] === undefined) return false;
  return where === undefined || event.data[where.field] === where.value;
}

function indexed(
  events: readonly ChainEvent[],
  positions: readonly number[],
  { by, where }: WindowSpec,
): Index {
  const lists = new Map<string, number[]>();
  for (const position of positions) {
    const { keys, data } = events[position] as ChainEvent;
    const value = keys[by];
    if (value === undefined || (where !== undefined && data[where.field] !== where.value)) continue;
    const list = lists.get(value);
    if (list === undefined) lists.set(value, [position]);
    else list.push(position);
  }
  return new Map([...lists].map(([value, list]) => [value, Int32Array.from(list)]));
}

/** The first of the positions whose event is not before `time`. */
function firstAt(positions: Int32Array, events: readonly ChainEvent[], time: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[positions[middle] as number] as ChainEvent).time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
