// SPDX-License-Identifier: Apache-2.0
// xAPI 1.0.3 and 2.0 (IEEE 9274.1.1): what is taken and what is refused in a statement, place by place.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST, openRecords, type Records, SECOND } from '../support/learning-records.ts';
import { LATER, OUTSIDE, PLACES, type Place } from './xapi-cases.ts';
import { type Json, STATEMENT } from './xapi-values.ts';

let records: Records;
beforeAll(async () => {
  records = await openRecords();
});
afterAll(() => records.close());

/** A copy with one value at a path. */
function withValue(given: Json, at: string, value: unknown): Json {
  const [name = '', ...rest] = at.split('/');
  const inner = (given[name] ?? {}) as Json;
  return { ...given, [name]: rest.length === 0 ? value : withValue(inner, rest.join('/'), value) };
}

const statusOf = (body: Json, version: string): number =>
  records.ask('/statements', { method: 'POST', body, headers: { 'x-experience-api-version': version } })
    .status;

const inside = (statement: Json): Json => ({
  ...STATEMENT,
  object: { ...statement, objectType: 'SubStatement' },
});
const alone = (statement: Json): Json => statement;
const named = (places: readonly Place[]) => places.map((place) => [place.must, place.at, place] as const);

/** What was answered otherwise than it must be. */
function strays(
  { at, in: given = {}, takes = [], refuses = [] }: Place,
  wrap: typeof alone,
  version: string,
): unknown[] {
  const tried = (value: unknown): number =>
    statusOf(wrap(withValue({ ...STATEMENT, ...given }, at, value)), version);
  return [
    ...takes.map((value) => ({ value, status: tried(value), expected: 200 })),
    ...refuses.map((value) => ({ value, status: tried(value), expected: 400 })),
  ].filter(({ status, expected }) => status !== expected);
}

describe.each([FIRST, SECOND])('a statement of %s', (version) => {
  test.each(named(PLACES))('%s: %s', (_must, _at, place) => {
    for (const wrap of [alone, inside]) expect(strays(place, wrap, version), wrap.name).toEqual([]);
  });

  test.each(named(OUTSIDE))('%s, not inside of another: %s', (_must, _at, place) => {
    expect(strays(place, alone, version)).toEqual([]);
  });

  test.each(named(LATER))('%s: %s, from 2.0 on', (_must, _at, place) => {
    const { takes = [], refuses = [] } = place;
    const here = version === SECOND ? place : { ...place, takes: [], refuses: [...takes, ...refuses] };
    for (const wrap of [alone, inside]) expect(strays(here, wrap, version), wrap.name).toEqual([]);
  });
});
