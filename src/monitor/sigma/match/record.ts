// SPDX-License-Identifier: Apache-2.0
// How a rule finds a field in an event: the key as it is written, else a path of keys joined with dots.

/** An event: what JSON.parse gives for an object. */
export type EventRecord = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 20;
const MAX_VALUES = 10_000;

/** Undefined: the event has no such field. */
export function fieldOf(record: EventRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  if (!name.includes('.')) return undefined;
  return byPath(record, name.split('.'), 0);
}

/** Keys may hold dots themselves, so every way to cut the path is tried. Lists are looked through. */
function byPath(value: unknown, path: readonly string[], from: number): unknown {
  if (from === path.length) return value;
  if (Array.isArray(value)) {
    const found = value.slice(0, MAX_VALUES).flatMap((each) => byPath(each, path, from) ?? []);
    return found.length === 0 ? undefined : found;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (let to = from + 1; to <= path.length; to++) {
    const key = path.slice(from, to).join('.');
    if (!Object.hasOwn(value, key)) continue;
    const found = byPath((value as EventRecord)[key], path, to);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Visits every scalar of a value; lists are looked through, sections are not. */
export function eachScalar(value: unknown, visit: (scalar: unknown) => void): void {
  if (!Array.isArray(value)) visit(value);
  else for (const each of value.slice(0, MAX_VALUES)) eachScalar(each, visit);
}

/** Visits every scalar anywhere in an event: what keywords are looked for in. */
export function everyScalar(value: unknown, visit: (scalar: unknown) => void, depth = 0): void {
  if (typeof value !== 'object' || value === null) visit(value);
  else if (depth < MAX_DEPTH)
    for (const each of Array.isArray(value) ? value : Object.values(value))
      everyScalar(each, visit, depth + 1);
}
