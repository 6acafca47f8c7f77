// SPDX-License-Identifier: Apache-2.0
// Where an event comes from, in the words of Sigma's log sources; the knowledge is in packs.
import type { LogSourceMapping } from '../../model/index.ts';
import {
  compileFieldReader,
  type EventRecord,
  type FieldReader,
  firstKeysOf,
} from '../sigma/match/record.ts';
import { textOf } from '../sigma/match/value.ts';
import type { LogSource } from '../sigma/rule.ts';

/** An event may be of several services and categories at once. */
export interface EventSource {
  readonly product: string | undefined;
  readonly services: readonly string[];
  readonly categories: readonly string[];
}

export interface Sourced {
  /** With the names that rules use beside those of the event. */
  readonly record: EventRecord;
  /**
   * Undefined: nothing known says where the event comes from, so every rule may apply. Events of one kind get the same
   * object.
   */
  readonly source: EventSource | undefined;
}

export type Recognise = (record: EventRecord) => Sourced;

type Mapping = Pick<LogSourceMapping, 'when' | 'has' | 'product' | 'services' | 'categories' | 'rename'>;

/** What is done with the events to which the same mappings apply. */
interface Kind {
  readonly source: EventSource;
  readonly renames: readonly {
    readonly name: string;
    readonly to: FieldReader;
    readonly from: FieldReader;
  }[];
}

/** Mappings that look at the same fields: the values of an event choose among them at once. */
interface Group {
  /** A field without which none of the mappings applies. */
  readonly needs: string | undefined;
  readonly has: readonly FieldReader[];
  readonly when: readonly FieldReader[];
  readonly byValues: ReadonlyMap<string, readonly number[]>;
}

const MAX_KINDS = 1024;

/** Every mapping that applies adds its services and categories; the first product counts. */
export function compileSources(mappings: readonly Mapping[]): Recognise {
  const { byKey, always } = indexOf(groupsOf(mappings));
  const kinds = new Map<string, Kind>();
  return (record) => {
    const found: number[] = [];
    for (const group of always) choose(group, record, found);
    for (const name in record) {
      const groups = byKey.get(name);
      if (groups !== undefined) for (const group of groups) choose(group, record, found);
    }
    if (found.length === 0) return { record, source: undefined };
    // In the order of the pack, whatever the order of the fields.
    if (found.length > 1) found.sort((left, right) => left - right);
    const key = found.join();
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = kindOf(found.map((at) => mappings[at] as Mapping));
      // Events made up to meet ever other mappings must not fill the memory.
      if (kinds.size >= MAX_KINDS) kinds.clear();
      kinds.set(key, kind);
    }
    return { record: renamed(record, kind), source: kind.source };
  };
}

/** Groups by the keys of which an event must have one; those that ask for no field come always. */
function indexOf(groups: readonly Group[]): {
  readonly byKey: ReadonlyMap<string, readonly Group[]>;
  readonly always: readonly Group[];
} {
  const byKey = new Map<string, Group[]>();
  for (const group of groups)
    for (const key of group.needs === undefined ? [] : [group.needs, ...firstKeysOf(group.needs)])
      byKey.set(key, [...(byKey.get(key) ?? []), group]);
  return { byKey, always: groups.filter(({ needs }) => needs === undefined) };
}

function groupsOf(mappings: readonly Mapping[]): readonly Group[] {
  const groups = new Map<string, { has: string[]; when: string[]; byValues: Map<string, number[]> }>();
  mappings.forEach(({ when = {}, has = [] }, at) => {
    const fields = Object.keys(when).sort();
    const key = JSON.stringify([has, fields]);
    const group = groups.get(key) ?? { has, when: fields, byValues: new Map<string, number[]>() };
    groups.set(key, group);
    for (const values of combinations(fields.map((field) => [when[field] ?? []].flat()))) {
      const list = group.byValues.get(values);
      if (list === undefined) group.byValues.set(values, [at]);
      else list.push(at);
    }
  });
  return [...groups.values()].map(({ has, when, byValues }) => ({
    needs: has[0] ?? when[0],
    has: has.map(compileFieldReader),
    when: when.map(compileFieldReader),
    byValues,
  }));
}

/** Texts cannot hold this character and be confused with two of them: values of log sources are plain. */
const SEPARATOR = '\0';

function combinations(lists: readonly (readonly unknown[])[]): readonly string[] {
  return lists.reduce<readonly string[]>(
    (starts, list) =>
      starts.flatMap((start) => list.map((value) => start + String(value).toLowerCase() + SEPARATOR)),
    [''],
  );
}

function choose({ has, when, byValues }: Group, record: EventRecord, found: number[]): void {
  for (let at = 0; at < has.length; at++) if (((has[at] as FieldReader)(record) ?? null) === null) return;
  let keys: readonly string[] = [''];
  for (let at = 0; at < when.length; at++) {
    const value = (when[at] as FieldReader)(record);
    if (value === undefined || value === null) return;
    keys = extended(keys, value);
  }
  for (const key of keys) {
    const mappings = byValues.get(key);
    if (mappings !== undefined) for (const each of mappings) if (!found.includes(each)) found.push(each);
  }
}

/** A field with several values has each of them; more than these say no more about a source. */
const MAX_KEYS = 16;

function extended(keys: readonly string[], value: unknown): readonly string[] {
  if (!Array.isArray(value)) {
    const text = textOf(value)?.toLowerCase() ?? '';
    return keys.map((key) => key + text + SEPARATOR);
  }
  return keys
    .flatMap((key) => value.map((each) => `${key}${textOf(each)?.toLowerCase()}${SEPARATOR}`))
    .slice(0, MAX_KEYS);
}

function kindOf(mappings: readonly Mapping[]): Kind {
  return {
    source: {
      product: mappings.find(({ product }) => product !== undefined)?.product,
      services: [...new Set(mappings.flatMap(({ services }) => services ?? []))],
      categories: [...new Set(mappings.flatMap(({ categories }) => categories ?? []))],
    },
    renames: mappings.flatMap(({ rename }) =>
      Object.entries(rename ?? {}).map(([name, original]) => ({
        name,
        to: compileFieldReader(name),
        from: compileFieldReader(original),
      })),
    ),
  };
}

/** Sigma's names are added; a field that is there already is left as it is. */
function renamed(record: EventRecord, { renames }: Kind): EventRecord {
  let result: Record<string, unknown> | undefined;
  for (const { name, to, from } of renames) {
    const value = to(record) === undefined ? from(record) : undefined;
    if (value === undefined) continue;
    result ??= { ...record };
    result[name] ??= value;
  }
  return result ?? record;
}

/** Whether a rule is meant for events of the source: what the rule names, the source must be. */
export function isMeantFor({ product, service, category }: LogSource, source: EventSource): boolean {
  return (
    (product === undefined || source.product === undefined || product === source.product) &&
    (service === undefined || source.services.includes(service)) &&
    (category === undefined || source.categories.includes(category))
  );
}
