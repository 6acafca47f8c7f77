// SPDX-License-Identifier: Apache-2.0
// What each type of correlation remembers of one group: enough to decide its condition, and no more.
import type { SigmaCorrelation } from '../rule.ts';

/** Which parts are used depends on the type. */
export interface GroupState {
  /** event_count: times. value_sum, value_avg, value_percentile: times and values, oldest first. */
  readonly times: number[];
  readonly values: (number | string)[];
  /** value_count: last time of each value, oldest first. */
  readonly lastOfValue: Map<string, number>;
  /** temporal: last time of each rule. temporal_ordered: latest start of the first k steps in order. */
  readonly perRule: (number | null)[];
  /** Time of the last event of the group. */
  touched: number;
  /** How many times and values are kept. */
  entries: number;
}

export interface Observation {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Positions in `rules` of the correlation that the event matched. */
  readonly steps: readonly number[];
  /** Of `condition.field`. */
  readonly value: number | string | undefined;
}

/** Values beyond this are forgotten, oldest first. */
const MAX_VALUES = 10_000;

export function emptyState(): GroupState {
  return { times: [], values: [], lastOfValue: new Map(), perRule: [], touched: 0, entries: 0 };
}

export function entriesOf({ times, lastOfValue, perRule }: GroupState): number {
  return times.length + lastOfValue.size + perRule.length;
}

/** The quantity that the condition bounds, in the window that ends at `now`; undefined when the window is empty. */
export function measure(
  { type, timespanSeconds, rules }: SigmaCorrelation,
  state: GroupState,
  now: number,
): number | undefined {
  const since = now - timespanSeconds * 1000;
  switch (type) {
    case 'event_count':
      return some(state.times.length - firstAfter(state.times, since));
    case 'value_count':
      return some(distinctAfter(state.lastOfValue, since));
    case 'temporal':
      return some(count(state.perRule, (time) => time !== null && time !== undefined && time > since));
    case 'temporal_ordered':
      return some(longestChain(state.perRule, rules.length, since));
    case 'value_sum':
    case 'value_avg':
      return aggregate(state, since, type);
    case 'value_percentile':
      return share(state, since);
  }
}

/** Takes an observation in; times never go back. */
export function observe(correlation: SigmaCorrelation, state: GroupState, seen: Observation): void {
  const since = seen.time - correlation.timespanSeconds * 1000;
  switch (correlation.type) {
    case 'event_count':
      state.times.push(seen.time);
      // More than every bound need not be counted exactly: the newest decide when the count falls.
      trim(state, since, enough(correlation));
      return;
    case 'value_count':
      if (seen.value !== undefined) touch(state.lastOfValue, String(seen.value), seen.time);
      for (const [value, time] of state.lastOfValue) {
        if (time > since && state.lastOfValue.size <= enough(correlation)) break;
        state.lastOfValue.delete(value);
      }
      return;
    case 'temporal':
      for (const step of seen.steps) state.perRule[step] = seen.time;
      return;
    case 'temporal_ordered':
      advance(state, seen);
      return;
    default:
      if (seen.value === undefined) return;
      state.times.push(seen.time);
      state.values.push(seen.value);
      trim(state, since, MAX_VALUES);
  }
}

function enough({ bounds }: SigmaCorrelation): number {
  return Math.min(MAX_VALUES, Math.max(...bounds.map(({ value }) => Math.ceil(value))) + 2);
}

function trim(state: GroupState, since: number, most: number): void {
  const drop = Math.max(state.times.length - most, firstAfter(state.times, since));
  // Removing few at a time from the front of a long list would cost its length each time.
  if (drop === 0 || (drop < state.times.length / 2 && state.times.length <= most)) return;
  state.times.splice(0, drop);
  state.values.splice(0, drop);
}

/** Number of times up to `since`; they are in order. */
function firstAfter(times: readonly number[], since: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) > since) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The map is in the order of last times, so what is too old stands first. */
function touch(lastOf: Map<string, number>, value: string, time: number): void {
  lastOf.delete(value);
  lastOf.set(value, time);
}

function distinctAfter(lastOf: ReadonlyMap<string, number>, since: number): number {
  let old = 0;
  for (const time of lastOf.values()) {
    if (time > since) break;
    old++;
  }
  return lastOf.size - old;
}

/** Later steps first, so that one event takes one step of a chain. */
function advance(state: GroupState, { time, steps }: Observation): void {
  for (const step of [...steps].sort((left, right) => right - left))
    state.perRule[step] = step === 0 ? time : (state.perRule[step - 1] ?? null);
}

function longestChain(starts: readonly (number | null | undefined)[], steps: number, since: number): number {
  for (let step = steps - 1; step >= 0; step--) {
    const start = starts[step];
    if (start !== null && start !== undefined && start > since) return step + 1;
  }
  return 0;
}

function aggregate(state: GroupState, since: number, type: 'value_sum' | 'value_avg'): number | undefined {
  const inside = state.values.slice(firstAfter(state.times, since)) as readonly number[];
  if (inside.length === 0) return undefined;
  const sum = inside.reduce((total, value) => total + value, 0);
  return type === 'value_sum' ? sum : sum / inside.length;
}

/** How common the newest value is among those of the window, in per cent. */
function share(state: GroupState, since: number): number | undefined {
  const newest = state.values.at(-1);
  const from = firstAfter(state.times, since);
  const inside = state.values.slice(from);
  if (inside.length === 0) return undefined;
  return (100 * inside.filter((value) => value === newest).length) / inside.length;
}

function count<T>(list: readonly T[], test: (item: T) => boolean): number {
  let found = 0;
  for (const item of list) if (test(item)) found++;
  return found;
}

function some(found: number): number | undefined {
  return found === 0 ? undefined : found;
}
