// SPDX-License-Identifier: Apache-2.0
// Events of a type, all of them or those with one value of a field: what statements are made about.
import type { ChainEvent, EventTypeSource, PolicyPattern } from '../../model/index.ts';
import { valuesOf, type Where } from '../table/feature.ts';
import type { Lookup } from '../table/window.ts';

export interface Met {
  readonly lookup: Lookup;
  readonly position: number;
  readonly event: ChainEvent;
}

export interface Group {
  readonly type: EventTypeSource;
  readonly where: Where | undefined;
  /** At most `SAMPLE` of its events, spread evenly. */
  readonly events: readonly Met[];
  /** How many events it has in all. */
  readonly size: number;
}

/** A statement that held for every event of a group. */
export interface Statement {
  /** Key by which alerts are told apart. */
  readonly per: string;
  readonly where?: Where;
  readonly windows?: Readonly<Record<string, PolicyPattern>>;
  /** In the language of policies. */
  readonly that: string;
  /** What kind of statement it is, after the templates of Declare where there is one. */
  readonly template: string;
  /** Events that it was asked of. */
  readonly support: number;
  /** How surprising it is that it always held: bits. */
  readonly bits: number;
}

const SAMPLE = 3000;
/** Of fewer events nothing is said. */
export const LEAST = 20;

export function groupsOf(type: EventTypeSource, lookups: readonly Lookup[]): readonly Group[] {
  const all = lookups.flatMap((lookup) =>
    lookup
      .ofType(type.id)
      .map((position) => ({ lookup, position, event: lookup.events[position] as ChainEvent })),
  );
  const whole = groupOf(type, undefined, all);
  const parts = valuesOf(type)
    .map((where) =>
      groupOf(
        type,
        where,
        all.filter(({ event }) => event.data[where.field] === where.value),
      ),
    )
    .filter(({ size }) => size < all.length);
  return [whole, ...parts].filter(({ size }) => size >= LEAST);
}

function groupOf(type: EventTypeSource, where: Where | undefined, all: readonly Met[]): Group {
  const step = Math.max(1, all.length / SAMPLE);
  const events = Array.from(
    { length: Math.min(all.length, SAMPLE) },
    (_, at) => all[Math.floor(at * step)] as Met,
  );
  return { type, where, events, size: all.length };
}

/** The first key that every event of the group carries. */
export function keyOf({ type, events }: Group): string | undefined {
  return type.keys.find((key) => events.every(({ event }) => event.keys[key] !== undefined));
}

/** @param bitsEach Of each event that it was asked of. */
export function statementOf(
  { where }: Group,
  said: Pick<Statement, 'per' | 'that' | 'template' | 'support' | 'windows'>,
  bitsEach: number,
): Statement {
  return { ...said, bits: said.support * bitsEach, ...(where === undefined ? {} : { where }) };
}
