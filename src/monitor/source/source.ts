// SPDX-License-Identifier: Apache-2.0
// Where an event comes from, in the words of Sigma's log sources; the knowledge is in packs.
import type { LogSourceMapping } from '../../model/index.ts';
import { type EventRecord, fieldOf } from '../sigma/match/record.ts';
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
  /** Undefined: nothing known says where the event comes from, so every rule may apply. */
  readonly source: EventSource | undefined;
}

export type Recognise = (record: EventRecord) => Sourced;

type Mapping = Pick<LogSourceMapping, 'when' | 'product' | 'services' | 'categories' | 'rename'>;

/** Every mapping that applies adds its services and categories; the first product counts. */
export function compileSources(mappings: readonly Mapping[]): Recognise {
  const compiled = mappings.map((mapping) => ({
    mapping,
    tests: Object.entries(mapping.when).map(([field, wanted]) => ({
      field,
      values: new Set([wanted].flat().map((value) => String(value).toLowerCase())),
    })),
  }));
  return (record) => {
    const found = compiled
      .filter(({ tests }) =>
        tests.every(({ field, values }) => values.has(textOf(fieldOf(record, field))?.toLowerCase() ?? '\0')),
      )
      .map(({ mapping }) => mapping);
    return found.length === 0
      ? { record, source: undefined }
      : { record: renamed(record, found), source: merged(found) };
  };
}

function merged(mappings: readonly Mapping[]): EventSource {
  return {
    product: mappings.find(({ product }) => product !== undefined)?.product,
    services: [...new Set(mappings.flatMap(({ services }) => services ?? []))],
    categories: [...new Set(mappings.flatMap(({ categories }) => categories ?? []))],
  };
}

/** Sigma's names are added; a field that is there already is left as it is. */
function renamed(record: EventRecord, mappings: readonly Mapping[]): EventRecord {
  const added = mappings.flatMap(({ rename }) =>
    Object.entries(rename ?? {}).flatMap(([name, original]) => {
      const value = fieldOf(record, name) === undefined ? fieldOf(record, original) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return added.length === 0 ? record : { ...record, ...Object.fromEntries(added) };
}

/** Whether a rule is meant for events of the source: what the rule names, the source must be. */
export function isMeantFor({ product, service, category }: LogSource, source: EventSource): boolean {
  return (
    (product === undefined || source.product === undefined || product === source.product) &&
    (service === undefined || source.services.includes(service)) &&
    (category === undefined || source.categories.includes(category))
  );
}
