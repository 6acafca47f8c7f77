// SPDX-License-Identifier: Apache-2.0
// Events of a key counted, summed or told apart over buckets of time. A bucket closes when an event comes that is younger
// than its end by more than the lateness bound; what comes later than that for a closed bucket is left out.
import type { Json } from '../../../core/canonical-json.ts';
import { createDistinctCounter, type DistinctCounter } from '../../../core/stats/index.ts';
import type { BaselineMeasure, ChainEvent } from '../../../model/index.ts';
import type { Witness } from '../../alert.ts';
import { fieldIn, fits, textOf } from './each.ts';

export type Bucketed = Exclude<BaselineMeasure, { kind: 'fields' | 'query' | 'hour' }>;

/** What a closed bucket says of a key. */
export interface Closed {
  readonly subject: string;
  readonly group: string;
  /** End of the bucket, milliseconds since 1970. */
  readonly time: number;
  readonly value: number;
  /** The last events in it, oldest first; none when a bucket passed without any. */
  readonly witnesses: readonly Witness[];
}

interface Bucket {
  group: string;
  events: number;
  amount: number;
  distinct: DistinctCounter | null;
  witnesses: Witness[];
}

/** Where an event is counted. */
export interface Place {
  readonly subject: string;
  readonly group: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly witness: Witness;
}

export interface Buckets {
  add(event: ChainEvent, place: Place): readonly Closed[];
  /** Closes all that have ended by then; everything without a time. */
  close(time?: number): readonly Closed[];
  save(): Json;
}

/** Keys of one bucket; more are counted together under the empty key's name, so that a flood cannot fill the memory. */
const MAX_KEYS = 50_000;
const MAX_WITNESSES = 3;
/** Empty buckets in a row that are told; after a longer silence the rest is taken for a gap in the record. */
const MAX_EMPTY = 48;

export function createBuckets(
  measure: Bucketed,
  options: { readonly lateness: number; readonly seed: number; readonly keyed: boolean },
  saved?: Json,
): Buckets {
  const width = measure.per * 1000;
  const open = restoredBuckets(saved, options.seed);
  let closedUntil = (saved as unknown as Saved | undefined)?.closedUntil ?? null;
  const closeOne = (start: number): readonly Closed[] => {
    const bucket = open.get(start) ?? new Map<string, Bucket>();
    open.delete(start);
    closedUntil = start + width;
    const time = start + width;
    const told = [...bucket].flatMap(([subject, each]): readonly Closed[] => {
      const value = resultOf(each, measure);
      return value === undefined
        ? []
        : [{ subject, group: each.group, time, value, witnesses: each.witnesses }];
    });
    const empty = told.length === 0 && !options.keyed && measure.kind !== 'share';
    return empty ? [{ subject: '', group: '', time, value: 0, witnesses: [] }] : told;
  };
  const close = (time = Number.POSITIVE_INFINITY): readonly Closed[] => {
    const closed: Closed[] = [];
    while (open.size > 0) {
      const first = Math.min(...open.keys());
      // Silence counts as zeros, for as long as it can be taken for silence.
      const next = closedUntil === null || first - closedUntil > MAX_EMPTY * width ? first : closedUntil;
      if (next + width > time) break;
      closed.push(...closeOne(next));
    }
    return closed;
  };
  return {
    add: (event, { subject, group, time, witness }) => {
      const start = Math.floor(time / width) * width;
      if (closedUntil !== null && start < closedUntil) return [];
      const closed = close(time - options.lateness);
      const bucket = open.get(start) ?? new Map<string, Bucket>();
      open.set(start, bucket);
      const name = bucket.has(subject) || bucket.size < MAX_KEYS ? subject : '';
      const own = bucket.get(name) ?? fresh(group);
      bucket.set(name, own);
      note(own, event, measure, options.seed, witness);
      return closed;
    },
    close,
    save: () => savedOf(open, closedUntil),
  };
}

function fresh(group: string): Bucket {
  return { group, events: 0, amount: 0, distinct: null, witnesses: [] };
}

function note(bucket: Bucket, event: ChainEvent, measure: Bucketed, seed: number, witness: Witness): void {
  bucket.events++;
  if (measure.kind === 'sum') bucket.amount += Number(fieldIn(event, measure.field)) || 0;
  if (measure.kind === 'share' && fits(event, measure.of)) bucket.amount++;
  if (measure.kind === 'distinct') {
    bucket.distinct ??= createDistinctCounter(seed);
    bucket.distinct.add(textOf(event, measure.field));
  }
  bucket.witnesses.push(witness);
  if (bucket.witnesses.length > MAX_WITNESSES) bucket.witnesses.shift();
}

function resultOf({ events, amount, distinct }: Bucket, measure: Bucketed): number | undefined {
  switch (measure.kind) {
    case 'count':
      return events;
    case 'sum':
      return amount;
    case 'distinct':
      return Math.round(distinct?.count() ?? 0);
    case 'share':
      return events < measure.least ? undefined : amount / events;
  }
}

interface Saved {
  readonly closedUntil: number | null;
  readonly open: readonly (readonly [number, readonly (readonly [string, SavedBucket])[]])[];
}
interface SavedBucket extends Omit<Bucket, 'distinct'> {
  readonly distinct: readonly number[] | null;
}

function savedOf(open: ReadonlyMap<number, ReadonlyMap<string, Bucket>>, closedUntil: number | null): Json {
  const saved = [...open].map(([start, bucket]) => [
    start,
    [...bucket].map(([key, each]) => [key, { ...each, distinct: each.distinct?.save() ?? null }]),
  ]);
  // Witnesses are events, which came as JSON.
  return structuredClone({ closedUntil, open: saved }) as unknown as Json;
}

function restoredBuckets(saved: Json | undefined, seed: number): Map<number, Map<string, Bucket>> {
  const { open } = (structuredClone(saved) as unknown as Saved | undefined) ?? { open: [] };
  return new Map(
    open.map(([start, bucket]) => [
      start,
      new Map(
        bucket.map(([key, each]) => [
          key,
          { ...each, distinct: each.distinct === null ? null : createDistinctCounter(seed, each.distinct) },
        ]),
      ),
    ]),
  );
}
