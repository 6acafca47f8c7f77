// SPDX-License-Identifier: Apache-2.0
// Where a value stands in a record, compiled once.

/** What a mapping can see. */
export interface Scope {
  readonly record: unknown;
  /** The item of `each`, named `@` in paths. */
  readonly item: unknown;
  /** What is known beside the record, named `$` in paths. */
  readonly given: unknown;
}

export type Lookup = (scope: Scope) => unknown;

/** Keys may hold dots themselves: at each object the longest rest of the path is tried first. */
export function compilePath(path: string): Lookup {
  const parts = path.split('.');
  const [first] = parts;
  if (first === '@') return ({ item }) => walk(item, parts, 1);
  if (first === '$') return ({ given }) => walk(given, parts, 1);
  if (parts.length === 1)
    return ({ record }) => (isHolder(record) && Object.hasOwn(record, path) ? record[path] : undefined);
  return ({ record }) => walk(record, parts, 0);
}

/** The items at a path that goes through lists: those of all of them, one after the other. */
export function compileEach(path: string): Lookup {
  const looks = path.split('.').map(compilePath);
  return ({ record, given }) => {
    let found: readonly unknown[] = [record];
    for (const look of looks)
      found = found.flatMap((each) => look({ record: each, item: undefined, given }) ?? []);
    return found;
  };
}

function walk(value: unknown, parts: readonly string[], from: number): unknown {
  if (from === parts.length) return value;
  if (!isHolder(value)) return undefined;
  if (Array.isArray(value)) {
    const part = parts[from] as string;
    return /^\d{1,6}$/.test(part) ? walk(value[Number(part)], parts, from + 1) : undefined;
  }
  for (let to = parts.length; to > from; to--) {
    const key = to === from + 1 ? (parts[from] as string) : parts.slice(from, to).join('.');
    if (!Object.hasOwn(value, key)) continue;
    const found = walk(value[key], parts, to);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
