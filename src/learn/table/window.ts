// SPDX-License-Identifier: Apache-2.0
// What came before an event with the same key, asked many times: positions by type, condition and key, in the order of time.
import type { ChainEvent } from '../../model/index.ts';
import { createPositions, type WindowSpec } from './positions.ts';

export interface Lookup {
  /** Positions of the window around the event at `position`, the oldest first. */
  around(spec: WindowSpec, position: number): Int32Array;
  /** The last of them. */
  last(spec: WindowSpec, position: number): ChainEvent | undefined;
  /** How many these are. */
  count(spec: WindowSpec, position: number): number;
  /** How many different values of another key these have. */
  distinct(spec: WindowSpec, name: string, position: number): number;
  /** How many such events with a value of the key there are at any time, and how many values have some. */
  having(spec: WindowSpec): { readonly events: number; readonly values: number };
  /** Whether there are such events at any time with the key of the event at the position. */
  isHad(spec: WindowSpec, position: number): boolean;
  /** Values of the key that any event has. */
  values(by: string): ReadonlySet<string>;
  /** Positions of the events of a type, in the order of time. */
  ofType(type: string): readonly number[];
  /** From this time on, all that came before an event is there, as far as events of the type are concerned. */
  fullFrom(type: string): number;
  readonly events: readonly ChainEvent[];
}

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
  const { codesOf, indexOf, find } = createPositions(events, (type) => byType.get(type) ?? []);
  /** Of each number of a value, the question in which it was met last. */
  const metIn = new Int32Array(events.length);
  let asked = 0;
  const valuesBy = new Map<string, ReadonlySet<string>>();
  const last = events.at(-1)?.time ?? 0;
  return {
    events,
    ofType: (type) => byType.get(type) ?? [],
    fullFrom(type) {
      const from = since.get(type);
      return from === undefined ? Number.NEGATIVE_INFINITY : from + (last - from) / BEFORE;
    },
    having(spec) {
      const { positions, values } = indexOf(spec);
      return { events: positions.length, values };
    },
    isHad(spec, position) {
      const { from, to } = find(spec, position);
      return to > from;
    },
    values(by) {
      const known = valuesBy.get(by) ?? new Set(events.flatMap(({ keys }) => keys[by] ?? []));
      valuesBy.set(by, known);
      return known;
    },
    around(spec, position) {
      const { positions, start, end } = find(spec, position);
      const found = positions.subarray(start, end);
      return end > start && isIn(spec, events[position] as ChainEvent)
        ? found.filter((each) => each !== position)
        : found;
    },
    last(spec, position) {
      const { positions, start, end } = find(spec, position);
      const last = end > start && positions[end - 1] === position ? end - 2 : end - 1;
      return last < start ? undefined : events[positions[last] as number];
    },
    distinct(spec, name, position) {
      const { positions, start, end } = find(spec, position);
      if (start === end) return 0;
      const own = isIn(spec, events[position] as ChainEvent) ? position : -1;
      // One number a value: whether it was met is looked up faster than in a set of texts.
      const codes = codesOf(name);
      let count = 0;
      asked++;
      for (let at = start; at < end; at++) {
        const code = codes[positions[at] as number] as number;
        if (positions[at] === own || code < 0 || metIn[code] === asked) continue;
        metIn[code] = asked;
        count++;
      }
      return count;
    },
    count(spec, position) {
      const { start, end } = find(spec, position);
      return end > start && isIn(spec, events[position] as ChainEvent) ? end - start - 1 : end - start;
    },
  };
}

/** Whether an event is in its own window. */
function isIn({ event: type, by, where }: WindowSpec, event: ChainEvent): boolean {
  if (event.type !== type || event.keys[by] === undefined) return false;
  return where === undefined || event.data[where.field] === where.value;
}
