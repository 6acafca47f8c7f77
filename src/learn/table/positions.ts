// SPDX-License-Identifier: Apache-2.0
// Positions of events by type, condition and key. Values of a key are numbers here, and times a column: what is asked for each
// event and each window costs no look at texts.
import type { ChainEvent } from '../../model/index.ts';

/** Events up to `before` milliseconds before another, that one left out, with the same value of the key. */
export interface WindowSpec {
  readonly event: string;
  readonly by: string;
  readonly before: number;
  /** A field of the events of the window, and its value. */
  readonly where?: { readonly field: string; readonly value: string | boolean };
}

/** Positions of the events of a window, those with one value of the key beside each other, in the order of time. */
export interface Index {
  readonly positions: Int32Array;
  /** By number of the value, where its positions begin; the next number's beginning is their end. */
  readonly starts: Int32Array;
  /** How many values have some. */
  readonly values: number;
}

/** What was found for an event: part of `positions`. It is filled anew for the next question. */
export interface Found {
  positions: Int32Array;
  /** Events with its value of the key, at any time. */
  from: number;
  to: number;
  /** Those of them that are in the window, itself included when it is one of them. */
  start: number;
  end: number;
}

export interface Positions {
  /** Of each event the number of its value of the key; -1: it has none. */
  codesOf(by: string): Int32Array;
  indexOf(spec: WindowSpec): Index;
  find(spec: WindowSpec, position: number): Found;
}

interface Codes {
  readonly codes: Int32Array;
  readonly size: number;
}

interface Sought {
  readonly codes: Int32Array;
  readonly index: Index;
}

export function createPositions(
  events: readonly ChainEvent[],
  ofType: (type: string) => readonly number[],
): Positions {
  const times = Float64Array.from(events, ({ time }) => time);
  const codesBy = new Map<string, Codes>();
  const numbered = (by: string): Codes => {
    const known = codesBy.get(by) ?? codesIn(events, by);
    codesBy.set(by, known);
    return known;
  };
  const indexes = new Map<string, Index>();
  // Asked once an event: the way over the text of the content would take longer than the answer.
  const bySpec = new WeakMap<WindowSpec, Sought>();
  const soughtOf = (spec: WindowSpec): Sought => {
    const quick = bySpec.get(spec);
    if (quick !== undefined) return quick;
    const name = JSON.stringify([spec.event, spec.by, spec.where?.field, spec.where?.value]);
    const codes = numbered(spec.by);
    const index = indexes.get(name) ?? indexed(events, ofType(spec.event), spec, codes);
    indexes.set(name, index);
    const sought = { codes: codes.codes, index };
    bySpec.set(spec, sought);
    return sought;
  };
  const found: Found = { positions: new Int32Array(0), from: 0, to: 0, start: 0, end: 0 };
  return {
    codesOf: (by) => numbered(by).codes,
    indexOf: (spec) => soughtOf(spec).index,
    find(spec, position) {
      const { codes, index } = soughtOf(spec);
      const code = codes[position] as number;
      const time = times[position] as number;
      found.positions = index.positions;
      found.from = code < 0 ? 0 : (index.starts[code] as number);
      found.to = code < 0 ? 0 : (index.starts[code + 1] as number);
      found.end = firstAt(found, times, found.to, time + 1);
      found.start = firstAt(found, times, found.end, time - spec.before);
      return found;
    },
  };
}

function codesIn(events: readonly ChainEvent[], by: string): Codes {
  const numbers = new Map<string, number>();
  const codes = new Int32Array(events.length);
  events.forEach(({ keys }, position) => {
    const value = keys[by];
    const number = value === undefined ? -1 : (numbers.get(value) ?? numbers.size);
    if (value !== undefined) numbers.set(value, number);
    codes[position] = number;
  });
  return { codes, size: numbers.size };
}

/** Sorted by counting: how many each value has, then where each begins, then each to its place. */
function indexed(
  events: readonly ChainEvent[],
  ofType: readonly number[],
  { where }: WindowSpec,
  { codes, size }: Codes,
): Index {
  const wanted =
    where === undefined
      ? ofType
      : ofType.filter((position) => events[position]?.data[where.field] === where.value);
  const counts = new Int32Array(size);
  for (const position of wanted) {
    const code = codes[position] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  const starts = new Int32Array(size + 1);
  let values = 0;
  for (let code = 0; code < size; code++) {
    starts[code + 1] = (starts[code] as number) + (counts[code] as number);
    if (counts[code] !== 0) values++;
  }
  const positions = new Int32Array(starts[size] as number);
  const next = starts.slice();
  for (const position of wanted) {
    const code = codes[position] as number;
    if (code < 0) continue;
    const place = next[code] as number;
    positions[place] = position;
    next[code] = place + 1;
  }
  return { positions, starts, values };
}

/** The first between `from` and `to` whose event is not before `time`. */
function firstAt({ positions, from }: Found, times: Float64Array, to: number, time: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[positions[middle] as number] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
