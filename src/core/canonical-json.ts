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
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`Cannot write ${value} as JSON: RFC 8785 §3.2.2.3 wants a finite number`);
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new RangeError('Cannot write a lone surrogate as JSON: RFC 8785 §3.2.2.2');
  return JSON.stringify(value);
}
