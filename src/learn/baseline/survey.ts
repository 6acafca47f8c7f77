// SPDX-License-Identifier: Apache-2.0
// All that could be measured of the events of a pack, hour by hour and key by key, in one pass over history.
import type { ChainEvent, EventTypeSource, Pack } from '../../model/index.ts';
import { type Bucketed, type Buckets, createBuckets, fieldText } from '../../monitor/index.ts';

/** Something that is measured: of events of a type, of all together or of each value of a key. */
export interface Measured {
  readonly type: EventTypeSource;
  readonly key: string | undefined;
  readonly measure: Bucketed;
}

/** What was measured, in the order of time; one entry an hour and subject. */
export interface Series {
  readonly measured: Measured;
  readonly times: readonly number[];
  readonly subjects: readonly string[];
  readonly values: readonly number[];
}

export interface Survey {
  accept(event: ChainEvent): void;
  /** Those with at least one value. */
  end(): readonly Series[];
}

const HOUR_S = 3600;
/** Between so many and twice as many of the newest values are kept of each. */
const KEPT = 20_000;
/** Fields with so few values are worth asking which share each has. */
const MAX_VALUES = 8;
/** Of fewer events in an hour a share says nothing. */
const LEAST_OF_SHARE = 5;

/** Every measure of the pack: counts, sums of numbers with a unit, different values of other keys, shares. */
export function measuresOf(pack: Pick<Pack, 'events'>): readonly Measured[] {
  return pack.events.flatMap((type) => {
    const numbers = Object.entries(type.fields).filter(
      ([, { type: kind, unit }]) => unit !== undefined && (kind === 'number' || kind === 'integer'),
    );
    const sums = numbers.map(([field]): Bucketed => ({ kind: 'sum', per: HOUR_S, field }));
    const shares = Object.entries(type.fields).flatMap(([field, { values = [] }]) =>
      values.length < 2 || values.length > MAX_VALUES
        ? []
        : values.map(
            (value): Bucketed => ({
              kind: 'share',
              per: HOUR_S,
              of: { [field]: value },
              least: LEAST_OF_SHARE,
            }),
          ),
    );
    const count: Bucketed = { kind: 'count', per: HOUR_S };
    return [
      ...[count, ...sums, ...shares].map((measure) => ({ type, key: undefined, measure })),
      ...type.keys.flatMap((key) => [
        ...[count, ...sums].map((measure) => ({ type, key, measure })),
        ...type.keys
          .filter((other) => other !== key)
          .map((field) => ({ type, key, measure: { kind: 'distinct' as const, per: HOUR_S, field } })),
      ]),
    ];
  });
}

interface Running {
  readonly measured: Measured;
  readonly buckets: Buckets;
  times: number[];
  subjects: string[];
  values: number[];
}

/** @param lateness Milliseconds that an event may come after a younger one. */
export function createSurvey(pack: Pick<Pack, 'events'>, lateness = 300_000): Survey {
  const running = measuresOf(pack).map(
    (measured): Running => ({
      measured,
      buckets: createBuckets(measured.measure, { lateness, seed: 1, keyed: measured.key !== undefined }),
      times: [],
      subjects: [],
      values: [],
    }),
  );
  const byType = new Map<string, Running[]>();
  for (const each of running)
    byType.set(each.measured.type.id, [...(byType.get(each.measured.type.id) ?? []), each]);
  const take = (each: Running, closed: ReturnType<Buckets['close']>): void => {
    for (const { subject, time, value } of closed) {
      each.times.push(time);
      each.subjects.push(subject);
      each.values.push(value);
    }
    if (each.values.length < 2 * KEPT) return;
    each.times = each.times.slice(-KEPT);
    each.subjects = each.subjects.slice(-KEPT);
    each.values = each.values.slice(-KEPT);
  };
  return {
    accept(event) {
      for (const each of byType.get(event.type) ?? []) {
        const subject = fieldText(event, each.measured.key);
        if (each.measured.key !== undefined && subject === '') continue;
        // A survey shows no witness: it only counts.
        const witness = { record: {}, at: { file: '', line: 0 }, time: event.time };
        take(each, each.buckets.add(event, { subject, group: '', time: event.time, witness }));
      }
    },
    end() {
      for (const each of running) take(each, each.buckets.close());
      return running.filter(({ values }) => values.length > 0);
    },
  };
}
