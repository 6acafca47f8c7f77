// SPDX-License-Identifier: Apache-2.0
// Records to events, by the mappings of packs.
import { createHash } from 'node:crypto';
import type { ChainEvent, FieldMapping, Trust } from '../../../model/index.ts';
import type { EventRecord } from '../../sigma/match/record.ts';
import { compileConditions, type Test } from './condition.ts';
import { compileEach, type Lookup, type Scope } from './path.ts';
import { textOf } from './text.ts';
import { compileValue, type ReadValue, type ValueOptions } from './value.ts';

export interface Mappable {
  /** The reader, format of log lines or sender. */
  readonly format: string;
  readonly record: EventRecord;
  readonly source: string;
  /** What makes the record different from every other of the source. */
  readonly place: string;
  readonly time: number | undefined;
  readonly receivedAt: number;
  readonly trust: Trust;
  /** What `$` is in paths. */
  readonly given?: EventRecord;
  /** A delivery whose signature is not right. */
  readonly unverified?: boolean;
  /** What is kept of a record that no mapping knows, when it may hold personal data; else all of it. */
  readonly unmapped?: EventRecord;
}

/** A record that no mapping knows becomes one event of this type, with its fields as they are. */
export const UNMAPPED = 'log.record';

export type Mapper = (record: Mappable) => readonly ChainEvent[];

type Mapping = Omit<FieldMapping, 'hit' | 'miss' | 'title' | 'references'>;

interface Compiled {
  readonly mapping: Mapping;
  readonly applies: Test;
  /** Conditions on the item of `each`. */
  readonly picks: Test;
  readonly each: Lookup | undefined;
  readonly identity: ReadValue;
  readonly time: ReadValue;
  readonly subject: ReadValue;
  readonly keys: readonly (readonly [string, ReadValue])[];
  readonly data: readonly (readonly [string, ReadValue])[];
}

/** Items of a list that become events, at most. */
const MAX_EACH = 10_000;

/** Every mapping that applies makes its events; a record that none knows is kept as it is, deliveries that are not verified aside. */
export function compileMappings(mappings: readonly Mapping[], options: ValueOptions = {}): Mapper {
  const byFormat = new Map<string, Compiled[]>();
  for (const mapping of mappings) {
    const compiled = compile(mapping, options);
    for (const format of mapping.from) byFormat.set(format, [...(byFormat.get(format) ?? []), compiled]);
  }
  return (input) => {
    const { record, given } = input;
    const scope: Scope = { record, item: undefined, given };
    const events = (byFormat.get(input.format) ?? [])
      .filter(({ mapping }) => (mapping.unverified ?? false) === (input.unverified ?? false))
      .filter(({ applies }) => applies(scope))
      .flatMap((compiled) => eventsOf(compiled, scope, input));
    if (events.length > 0) return numbered(events);
    return input.unverified ? [] : [unmapped(input)];
  };
}

function compile(mapping: Mapping, options: ValueOptions): Compiled {
  const all = (values: Mapping['keys']) =>
    Object.entries(values ?? {}).map(([name, source]) => [name, compileValue(source, options)] as const);
  const optional = (source: Mapping['time']): ReadValue =>
    source === undefined ? () => undefined : compileValue(source, options);
  return {
    mapping,
    applies: compileConditions(only((path) => !isOfItem(path), mapping.when)),
    picks: compileConditions(only(isOfItem, mapping.when)),
    each: mapping.each === undefined ? undefined : compileEach(mapping.each),
    identity: optional(mapping.identity),
    time: optional(mapping.time),
    subject: optional(mapping.subject),
    keys: all(mapping.keys),
    data: all(mapping.data),
  };
}

function eventsOf(compiled: Compiled, scope: Scope, input: Mappable): readonly ChainEvent[] {
  if (compiled.each === undefined) return [eventOf(compiled, scope, input)];
  const items = compiled.each(scope);
  if (!Array.isArray(items)) return [];
  return items
    .slice(0, MAX_EACH)
    .map((item) => ({ ...scope, item }))
    .filter(compiled.picks)
    .map((each) => eventOf(compiled, each, input));
}

const isOfItem = (path: string): boolean => path === '@' || path.startsWith('@.');

function only(is: (path: string) => boolean, when: Mapping['when']): Mapping['when'] {
  return Object.fromEntries(Object.entries(when ?? {}).filter(([path]) => is(path)));
}

function eventOf(compiled: Compiled, scope: Scope, input: Mappable): ChainEvent {
  const { mapping } = compiled;
  const time = compiled.time(scope);
  const subject = textOf(compiled.subject(scope));
  const kept = mapping.keep ? input.record : {};
  return {
    id: textOf(compiled.identity(scope)) ?? digestOf(input),
    source: input.source,
    type: mapping.type,
    time: typeof time === 'number' ? time : (input.time ?? input.receivedAt),
    ...(subject !== undefined && { subject }),
    keys: Object.fromEntries(
      compiled.keys.flatMap(([name, read]) => {
        const value = textOf(read(scope));
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    trust: input.trust,
    observed: input.receivedAt,
    data: { ...kept, ...dataOf(compiled, scope) },
  };
}

function dataOf({ data }: Compiled, scope: Scope): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    data.flatMap(([name, read]) => {
      const value = read(scope);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function unmapped(input: Mappable): ChainEvent {
  const { source, trust, receivedAt, record } = input;
  return {
    id: digestOf(input),
    source,
    type: UNMAPPED,
    time: input.time ?? receivedAt,
    keys: {},
    trust,
    observed: receivedAt,
    data: input.unmapped ?? record,
  };
}

/** The same record at the same place has the same id, so that what is sent again is found to be a duplicate. */
function digestOf({ source, place, format }: Mappable): string {
  const parts = [source, format, place].map((part) => `${part.length}:${part}`).join('');
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

/** Ids are unique in their source: the events of one record are told apart. */
function numbered(events: readonly ChainEvent[]): readonly ChainEvent[] {
  const seen = new Map<string, number>();
  return events.map((event) => {
    const count = seen.get(event.id) ?? 0;
    seen.set(event.id, count + 1);
    return count === 0 ? event : { ...event, id: `${event.id}/${count}` };
  });
}
