// SPDX-License-Identifier: Apache-2.0
// The names of an event's fields in their order. Events of a kind share one shape, and what is done with a field of them
// is looked up once a shape instead of once an event.
import { follow, type Stop, stopOf } from './trail.ts';

export interface Shape {
  readonly names: readonly string[];
  /** Of each name, its number in `names`. */
  readonly places: ReadonlyMap<string, number>;
}

/** What is known of names that came one after the other. */
interface Known {
  readonly size: number;
  readonly name: string;
  readonly before: Known | undefined;
  shape: Shape | undefined;
}

/** Names of an event beyond which its shape is not kept: no log writes such events, and attackers may. */
const MOST_NAMES = 256;
/** Known at a time in all; then all are forgotten, and those that still come are learned again. */
const MOST_KNOWN = 32_768;

let start = stopOf<Known>(nothing());
let known = 0;

function nothing(): Known {
  return { size: 0, name: '', before: undefined, shape: undefined };
}

function after(before: Known, name: string): Known | undefined {
  if (before.size === MOST_NAMES) return undefined;
  known++;
  return { size: before.size + 1, name, before, shape: undefined };
}

/** The shape of a record; its values are put into `values`, from the first place on. */
export function shapeOf(record: Readonly<Record<string, unknown>>, values: unknown[]): Shape {
  let stop: Stop<Known> | undefined = startOf();
  let size = 0;
  for (const name in record) {
    values[size++] = record[name];
    if (stop !== undefined) stop = follow(stop, name, after);
  }
  return stop === undefined ? made(Object.keys(record)) : shapeAt(stop.of);
}

/** @param names Each once. */
export function shapeOfNames(names: readonly string[]): Shape {
  let stop: Stop<Known> | undefined = startOf();
  for (const name of names) if (stop !== undefined) stop = follow(stop, name, after);
  return stop === undefined ? made(names) : shapeAt(stop.of);
}

function startOf(): Stop<Known> {
  if (known > MOST_KNOWN) {
    start = stopOf(nothing());
    known = 0;
  }
  return start;
}

function shapeAt(last: Known): Shape {
  if (last.shape === undefined) {
    const names: string[] = [];
    for (let at: Known = last; at.before !== undefined; at = at.before) names.push(at.name);
    last.shape = made(names.reverse());
  }
  return last.shape;
}

function made(names: readonly string[]): Shape {
  return { names, places: new Map(names.map((name, place) => [name, place])) };
}
