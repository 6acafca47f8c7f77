// SPDX-License-Identifier: Apache-2.0
// RFC 8785 JSON Canonicalization Scheme: one byte sequence for one JSON value, so that it can be hashed.

/** Any value that JSON can carry. `undefined` properties are left out, as JSON.stringify does. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of `value` (RFC 8785 §3.2): no white space, properties sorted by UTF-16 code units (§3.2.3),
 * numbers and strings as ECMAScript prints them (§3.2.2).
 *
 * @throws RangeError on a number that JSON cannot carry (NaN, infinity) or a lone surrogate (§3.2.2.2).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let members = '';
  for (const key of sorted(Object.keys(object))) {
    const member = object[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${canonicalName(key)}${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Beyond so many names, the general way is the faster one. */
const FEW_NAMES = 24;

/** The same list, sorted by insertion: most objects have few names. */
function sorted(names: string[]): readonly string[] {
  if (names.length > FEW_NAMES) return names.sort();
  for (let at = 1; at < names.length; at++) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to--) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
}

/** Names with their colon: the same few come again and again. Names of attackers must not fill the memory. */
const known = new Map<string, string>();
const MAX_KNOWN = 4096;
const MAX_KNOWN_LENGTH = 64;

function canonicalName(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const text = `${canonicalString(name)}:`;
  if (known.size < MAX_KNOWN && name.length <= MAX_KNOWN_LENGTH) known.set(name, text);
  return text;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`Cannot write ${value} as JSON: RFC 8785 §3.2.2.3 wants a finite number`);
  return String(value);
}

/** Nothing in it is escaped, and no half of a character is among it. */
const PLAIN = /^[ !#-[\]-~]*$/;

function canonicalString(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new RangeError('Cannot write a lone surrogate as JSON: RFC 8785 §3.2.2.2');
  return JSON.stringify(value);
}
