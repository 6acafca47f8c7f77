// SPDX-License-Identifier: Apache-2.0
// The events that the hit or the miss of a baseline describes.
import { createRandom, type Random } from '../../../core/random.ts';
import type { ChainEvent, Drawn, Stretch } from '../../../model/index.ts';

/** Monday, 5 January 2026, 00:00 UTC. */
const START = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAX_EVENTS = 500_000;

export interface DescribedSeries {
  /** In the order of time. */
  readonly events: readonly ChainEvent[];
  /** When the last stretch begins, milliseconds since 1970. */
  readonly last: number;
}

/** The same series for the same seed. Stops at half a million events. */
export function describedSeries(stretches: readonly Stretch[], seed: number): DescribedSeries {
  const events = stretches.flatMap((stretch, index) =>
    eventsOf(stretch, createRandom(seed, `stretch ${index}`), `${index}`),
  );
  return {
    events: events.sort((a, b) => a.time - b.time),
    last: START + 1000 * (stretches.at(-1)?.from ?? 0),
  };
}

function eventsOf(stretch: Stretch, random: Random, name: string): readonly ChainEvent[] {
  const events: ChainEvent[] = [];
  const begin = START + 1000 * (stretch.from ?? 0);
  const end = begin + 1000 * stretch.for;
  let time = begin;
  for (let index = 0; time < end && index < MAX_EVENTS; index++) {
    if (isOpen(stretch, time)) {
      const share = (time - begin) / (end - begin);
      const draw = (wanted: Drawn): string | number | boolean =>
        drawn(wanted, { random, index: events.length, share, time });
      events.push({
        id: `${name}.${index}`,
        source: 'described',
        type: stretch.type,
        time,
        keys: mapped(stretch.keys, (wanted) => String(draw(wanted))),
        trust: 'unsigned',
        data: mapped(stretch.data, draw),
      });
    }
    const step = 1000 * stretch.every;
    time += Math.max(1, Math.round(stretch.random === true ? -step * Math.log(1 - random.next()) : step));
  }
  return events;
}

function isOpen({ hours }: Stretch, time: number): boolean {
  if (hours === undefined) return true;
  const hour = (((time % DAY) + DAY) % DAY) / HOUR;
  const [from, to] = hours;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

function mapped<T>(
  wanted: Readonly<Record<string, Drawn>> | undefined,
  draw: (wanted: Drawn) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(wanted ?? {}).map(([name, each]) => [name, draw(each)]));
}

interface Moment {
  readonly random: Random;
  readonly index: number;
  /** Of the stretch that has passed. */
  readonly share: number;
  readonly time: number;
}

function drawn(wanted: Drawn, { random, index, share, time }: Moment): string | number | boolean {
  if (typeof wanted !== 'object') return wanted;
  if ('one-of' in wanted) return wanted['one-of'][random.below(wanted['one-of'].length)] as string;
  if ('cycle' in wanted) return wanted.cycle[index % wanted.cycle.length] as string;
  if ('line' in wanted) return wanted.line[0] + (wanted.line[1] - wanted.line[0]) * share;
  if ('normal' in wanted) return wanted.normal[0] + wanted.normal[1] * random.normal();
  const [mean, swing, scatter] = wanted.day;
  return mean + swing * Math.sin((2 * Math.PI * (time % DAY)) / DAY) + scatter * random.normal();
}
