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

/** By number of the value of the key: positions in the order of time. */
export type Index = ReadonlyMap<number, Int32Array>;

export interface Positions {
  /** Of each event the number of its value of the key; -1: it has none. */
  codesOf(by: string): Int32Array;
  /** Events of the window at any time. */
  indexOf(spec: WindowSpec): Index;
  /** Those of them with the key of the event at the position. */
  allFor(spec: WindowSpec, position: number): Int32Array;
  /** Where among them the window begins, and where it ends. */
  startIn(all: Int32Array, spec: WindowSpec, position: number): number;
  endIn(all: Int32Array, position: number): number;
}

export const NONE = new Int32Array(0);

interface Sought {
  readonly codes: Int32Array;
  readonly index: Index;
}

export function createPositions(
  events: readonly ChainEvent[],
  ofType: (type: string) => readonly number[],
): Positions {
  const times = Float64Array.from(events, ({ time }) => time);
  const codesBy = new Map<string, Int32Array>();
  const codesOf = (by: string): Int32Array => {
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
    const codes = codesOf(spec.by);
    const index = indexes.get(name) ?? indexed(events, ofType(spec.event), spec, codes);
    indexes.set(name, index);
    const sought = { codes, index };
    bySpec.set(spec, sought);
    return sought;
  };
  return {
    codesOf,
    indexOf: (spec) => soughtOf(spec).index,
    allFor(spec, position) {
      const { codes, index } = soughtOf(spec);
      return index.get(codes[position] as number) ?? NONE;
    },
    startIn: (all, spec, position) => firstAt(all, times, (times[position] as number) - spec.before),
    endIn: (all, position) => firstAt(all, times, (times[position] as number) + 1),
  };
}

function codesIn(events: readonly ChainEvent[], by: string): Int32Array {
  const numbers = new Map<string, number>();
  const codes = new Int32Array(events.length);
  events.forEach(({ keys }, position) => {
    const value = keys[by];
    const number = value === undefined ? -1 : (numbers.get(value) ?? numbers.size);
    if (value !== undefined) numbers.set(value, number);
    codes[position] = number;
  });
  return codes;
}

function indexed(
  events: readonly ChainEvent[],
  positions: readonly number[],
  { where }: WindowSpec,
  codes: Int32Array,
): Index {
  const lists = new Map<number, number[]>();
  for (const position of positions) {
    const code = codes[position] as number;
    if (code < 0 || (where !== undefined && events[position]?.data[where.field] !== where.value)) continue;
    const list = lists.get(code);
    if (list === undefined) lists.set(code, [position]);
    else list.push(position);
  }
  return new Map([...lists].map(([code, list]) => [code, Int32Array.from(list)]));
}

/** The first of the positions whose event is not before `time`. */
function firstAt(positions: Int32Array, times: Float64Array, time: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[positions[middle] as number] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
