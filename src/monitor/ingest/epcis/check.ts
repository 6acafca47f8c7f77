// SPDX-License-Identifier: Apache-2.0
// Small checks of JSON values that tell where a fault is and what was expected.
import { isObject } from '../json.ts';
import { rfc3339 } from '../timestamp.ts';

export interface Fault {
  /** JSON pointer. */
  readonly at: string;
  readonly expected: string;
}

export type Check = (value: unknown, at: string) => readonly Fault[];

const must =
  (is: (value: unknown) => boolean, expected: string): Check =>
  (value, at) =>
    is(value) ? [] : [{ at, expected }];

/** A scheme or prefix, a colon, and something without spaces: an absolute URI (RFC 3986) or a CURIE. */
const isUri = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length <= 2048 &&
  /^[A-Za-z_][A-Za-z0-9+._-]*:[^\s<>"{}|\\^`]+$/.test(value);

export const uri = must(isUri, 'a URI');
export const time = must((value) => rfc3339(value) !== undefined, 'a time with zone (RFC 3339)');
export const text = must((value) => typeof value === 'string', 'a text');
export const number = must((value) => typeof value === 'number', 'a number');
export const flag = must((value) => typeof value === 'boolean', 'true or false');
export const matching = (pattern: RegExp, expected: string): Check =>
  must((value) => typeof value === 'string' && pattern.test(value), expected);
export const oneOf = (...known: readonly string[]): Check =>
  must((value) => typeof value === 'string' && known.includes(value), known.join(' or '));
/** A bare word of the vocabulary, or a URI of somebody else. */
export const word = (known: ReadonlySet<string>, kind: string): Check =>
  must(
    (value) => (typeof value === 'string' && known.has(value)) || isUri(value),
    `${kind} of the CBV, or a URI`,
  );

const MAX_FAULTS = 20;

export const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [{ at, expected: 'a list' }];
    const faults: Fault[] = [];
    for (const [index, item] of value.entries()) {
      faults.push(...check(item, `${at}/${index}`));
      if (faults.length >= MAX_FAULTS) break;
    }
    return faults;
  };

/** An object with these fields; names with a colon are extensions and free (EPCIS 2.0 §7.4.1). */
export const objectOf =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, at) => {
    if (!isObject(value)) return [{ at, expected: 'an object' }];
    const missing = required
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => ({ at, expected: `a field \`${name}\`` }));
    const wrong = Object.entries(value).flatMap(([name, inner]) => {
      const place = `${at}/${escaped(name)}`;
      if (Object.hasOwn(fields, name)) return (fields[name] as Check)(inner, place);
      return name.includes(':')
        ? []
        : [{ at: place, expected: 'a field of EPCIS, or a prefix before the name' }];
    });
    return [...missing, ...wrong].slice(0, MAX_FAULTS);
  };

/** RFC 6901 §3. */
function escaped(name: string): string {
  return name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1');
}
