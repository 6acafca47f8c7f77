// SPDX-License-Identifier: Apache-2.0
// How a rule finds a field in an event: the key as it is written, else a path of keys joined with dots.

/** An event: what JSON.parse gives for an object. */
export type EventRecord = Readonly<Record<string, unknown>>;

/** Reads one field of events; undefined when the event has no such field. */
export type FieldReader = (record: EventRecord) => unknown;

const MAX_DEPTH = 20;
const MAX_VALUES = 10_000;

/** Undefined: the event has no such field. */
export function fieldOf(record: EventRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  return name.includes('.') ? byPath(record, pathOf(name), 0) : undefined;
}

/** As `fieldOf`, with the path cut once. */
export function compileFieldReader(name: string): FieldReader {
  if (!name.includes('.')) return (record) => (Object.hasOwn(record, name) ? record[name] : undefined);
  const path = pathOf(name);
  return (record) => (Object.hasOwn(record, name) ? record[name] : byPath(record, path, 0));
}

/** Keys of an event's top level under which a field of a dotted name may be found, the whole name left out. */
export function firstKeysOf(name: string): readonly string[] {
  return (pathOf(name)[0] as readonly string[]).slice(0, -1);
}

/** At each place of the path, the keys that may start there: one part, two parts joined, and so on. */
type FieldPath = readonly (readonly string[])[];

function pathOf(name: string): FieldPath {
  const parts = name.split('.');
  return parts.map((_, from) => parts.slice(from).map((_, at) => parts.slice(from, from + at + 1).join('.')));
}

/** Keys may hold dots themselves, so every way to cut the path is tried. Lists are looked through. */
function byPath(value: unknown, path: FieldPath, from: number): unknown {
  if (from === path.length) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const found = value.slice(0, MAX_VALUES).flatMap((each) => byPath(each, path, from) ?? []);
    return found.length === 0 ? undefined : found;
  }
  const keys = path[from] as readonly string[];
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    if (!Object.hasOwn(value, key)) continue;
    const found = byPath((value as EventRecord)[key], path, from + at + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Visits every scalar of a value; lists are looked through, sections are not. */
export function eachScalar(value: unknown, visit: (scalar: unknown) => void, depth = 0): void {
  if (!Array.isArray(value)) visit(value);
  else if (depth < MAX_DEPTH)
    for (let at = 0; at < value.length && at < MAX_VALUES; at++) eachScalar(value[at], visit, depth + 1);
}

/** Visits every scalar anywhere in an event: what keywords are looked for in. */
export function everyScalar(value: unknown, visit: (scalar: unknown) => void, depth = 0): void {
  if (typeof value !== 'object' || value === null) visit(value);
  else if (depth < MAX_DEPTH)
    for (const each of Array.isArray(value) ? value : Object.values(value))
      everyScalar(each, visit, depth + 1);
}
