// SPDX-License-Identifier: Apache-2.0
// Where an event comes from, in the words of Sigma's log sources; the knowledge is in packs.
import type { LogSourceMapping } from '../../model/index.ts';
import { firstKeysOf } from '../sigma/match/record.ts';
import { compileRowReader, extendedRow, type Row, type RowReader } from '../sigma/match/row.ts';
import type { Shape } from '../sigma/match/shape.ts';
import { textOf } from '../sigma/match/value.ts';
import type { LogSource } from '../sigma/rule.ts';
import { createRecall, type Recall } from './recall.ts';

/** An event may be of several services and categories at once. */
export interface EventSource {
  readonly product: string | undefined;
  readonly services: readonly string[];
  readonly categories: readonly string[];
}

export interface Sourced {
  /** With the names that rules use beside those of the event. */
  readonly row: Row;
  /**
   * Undefined: nothing known says where the event comes from, so every rule may apply. Events of one kind get the same
   * object.
   */
  readonly source: EventSource | undefined;
}

export type Recognise = (row: Row) => Sourced;

type Mapping = Pick<LogSourceMapping, 'when' | 'has' | 'product' | 'services' | 'categories' | 'rename'>;

interface Field {
  readonly name: string;
  readonly read: RowReader;
}

/** What is done with the events to which the same mappings apply. */
interface Kind {
  readonly source: EventSource;
  readonly renames: readonly { readonly to: Field; readonly from: Field }[];
}

/** Mappings that look at the same fields: the values of an event choose among them at once. */
interface Group {
  readonly has: readonly Field[];
  readonly when: readonly Field[];
  readonly byValues: ReadonlyMap<string, readonly number[]>;
}

/** What concerns the events of one shape. */
interface Concern {
  readonly groups: readonly Group[];
  readonly recall: Recall<Kind | undefined>;
}

const MAX_KINDS = 1024;

/** Every mapping that applies adds its services and categories; the first product counts. */
export function compileSources(mappings: readonly Mapping[]): Recognise {
  const groups = groupsOf(mappings);
  const kinds = new Map<string, Kind>();
  const concerns = new WeakMap<Shape, Concern>();
  const kindFor = (row: Row, { groups: own }: Concern): Kind | undefined => {
    const found: number[] = [];
    for (const group of own) choose(group, row, found);
    if (found.length === 0) return undefined;
    // In the order of the pack.
    if (found.length > 1) found.sort((left, right) => left - right);
    const key = found.join();
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = kindOf(found.map((at) => mappings[at] as Mapping));
      // Events made up to meet ever other mappings must not fill the memory.
      if (kinds.size >= MAX_KINDS) kinds.clear();
      kinds.set(key, kind);
    }
    return kind;
  };
  return (row) => {
    let concern = concerns.get(row.shape);
    if (concern === undefined) {
      concern = concernOf(groups, row.shape);
      concerns.set(row.shape, concern);
    }
    const { recall } = concern;
    const kind = recall.isSame(row) ? recall.last : recall.keep(row, kindFor(row, concern));
    return kind === undefined ? { row, source: undefined } : { row: renamed(row, kind), source: kind.source };
  };
}

function concernOf(groups: readonly Group[], shape: Shape): Concern {
  const own = groups.filter(({ has, when }) => [...has, ...when].every(({ name }) => mayHave(shape, name)));
  const namesOf = (fields: readonly Field[]) => fields.map(({ name }) => name);
  return {
    groups: own,
    recall: createRecall(shape, {
      values: own.flatMap(({ when }) => namesOf(when)),
      presence: own.flatMap(({ has }) => namesOf(has)),
    }),
  };
}

function mayHave({ places }: Shape, name: string): boolean {
  return places.has(name) || (name.includes('.') && firstKeysOf(name).some((first) => places.has(first)));
}

function fieldOf(name: string): Field {
  return { name, read: compileRowReader(name) };
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
    has: has.map(fieldOf),
    when: when.map(fieldOf),
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

function choose({ has, when, byValues }: Group, row: Row, found: number[]): void {
  for (const { read } of has) if ((read(row) ?? null) === null) return;
  let keys: readonly string[] = [''];
  for (const { read } of when) {
    const value = read(row);
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
        to: fieldOf(name),
        from: fieldOf(original),
      })),
    ),
  };
}

/** Sigma's names are added; a field that is there already is left as it is. */
function renamed(row: Row, { renames }: Kind): Row {
  if (renames.length === 0) return row;
  const names: string[] = [];
  const values: unknown[] = [];
  for (const { to, from } of renames) {
    if (to.read(row) !== undefined) continue;
    const value = from.read(row);
    const at = names.indexOf(to.name);
    if (value === undefined || (at >= 0 && (values[at] ?? null) !== null)) continue;
    if (at < 0) names.push(to.name);
    values[at < 0 ? names.length - 1 : at] = value;
  }
  return names.length === 0 ? row : extendedRow(row, names, values);
}

/** Whether a rule is meant for events of the source: what the rule names, the source must be. */
export function isMeantFor({ product, service, category }: LogSource, source: EventSource): boolean {
  return (
    (product === undefined || source.product === undefined || product === source.product) &&
    (service === undefined || source.services.includes(service)) &&
    (category === undefined || source.categories.includes(category))
  );
}
