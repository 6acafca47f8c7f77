// SPDX-License-Identifier: Apache-2.0
// Values of events from records: small functions that are total; what they cannot read they leave out.
import { createHmac } from 'node:crypto';
import { RE2JS } from 're2js';
import type { ValueSource } from '../../../model/index.ts';
import { readTime } from '../../record/time.ts';
import { minorUnits } from './minor-units.ts';
import { compilePath, type Lookup, type Scope } from './path.ts';
import { textOf } from './text.ts';

export type ReadValue = (scope: Scope) => unknown;

/** A key for hashes of personal data; without one they are left out, and so is what they are made of. */
export interface ValueOptions {
  readonly hashKey?: Uint8Array;
}

type Full = Extract<ValueSource, { path: unknown }>;

export function compileValue(source: ValueSource, options: ValueOptions): ReadValue {
  if (typeof source === 'string') {
    const look = compilePath(source);
    return (scope) => bare(look(scope));
  }
  if ('value' in source) return () => source.value;
  const look = firstOf(source.path);
  const match = source.match === undefined ? undefined : compileMatch(source.match);
  const read = reader(source, options);
  const { map, scale, otherwise } = source;
  return (scope) => {
    const raw = look(scope);
    const matched = match === undefined ? raw : match(raw);
    const value = read(matched, scope);
    const scaled = scale !== undefined && typeof value === 'number' ? value * scale : value;
    if (map === undefined) return scaled ?? otherwise;
    const key = textOf(scaled);
    return key !== undefined && Object.hasOwn(map, key) ? map[key] : otherwise;
  };
}

function firstOf(paths: string | readonly string[]): Lookup {
  const looks = [paths].flat().map(compilePath);
  return (scope) => {
    for (const look of looks) {
      const value = look(scope);
      if (value !== undefined && value !== null && value !== '') return value;
    }
    return undefined;
  };
}

/** A scalar, or a list of them, as it is; null and objects are as if they were not there. */
function bare(value: unknown): unknown {
  const isScalar = textOf(value) !== undefined;
  return isScalar || (Array.isArray(value) && value.every((each) => textOf(each) !== undefined))
    ? value
    : undefined;
}

function compileMatch(text: string): (value: unknown) => string | undefined {
  const pattern = RE2JS.compile(text);
  return (value) => {
    const given = textOf(value);
    const matcher = given === undefined ? undefined : pattern.matcher(given);
    if (matcher === undefined || !matcher.find()) return undefined;
    const [first, whole] = [matcher.groupCount() > 0 ? matcher.group(1) : undefined, matcher.group(0)];
    return first ?? (matcher.groupCount() > 0 ? undefined : (whole ?? undefined));
  };
}

const BOOLEANS: ReadonlyMap<string | undefined, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

type Read = (value: unknown, scope: Scope) => unknown;

const READERS: Readonly<Record<Exclude<NonNullable<Full['as']>, 'minor' | 'hash'>, Read>> = {
  text: textOf,
  number: numberOf,
  integer: (value) => {
    const number = numberOf(value);
    return Number.isSafeInteger(number) ? number : undefined;
  },
  boolean: (value) => BOOLEANS.get(textOf(value)),
  lower: (value) => textOf(value)?.toLowerCase(),
  upper: (value) => textOf(value)?.toUpperCase(),
  time: readTime,
  count: (value) => (Array.isArray(value) ? value.length : undefined),
  present: (value) => value !== undefined,
};

function reader(source: Full, { hashKey }: ValueOptions): Read {
  if (source.as === 'minor') {
    const currency = source.currency === undefined ? () => undefined : firstOf(source.currency);
    return (value, scope) => minorUnits(value, currency(scope));
  }
  if (source.as === 'hash') return (value) => keyedHash(textOf(value), hashKey);
  return source.as === undefined ? bare : READERS[source.as];
}

/** 128 bits of HMAC-SHA256 of the text in its normal form: trimmed, lower case, one space between words. */
function keyedHash(text: string | undefined, key: Uint8Array | undefined): string | undefined {
  if (text === undefined || key === undefined) return undefined;
  const normal = text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return createHmac('sha256', key).update(normal).digest('hex').slice(0, 32);
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\s*[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?\s*$/.test(value)
    ? Number(value)
    : undefined;
}
