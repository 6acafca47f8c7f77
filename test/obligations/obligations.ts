// SPDX-License-Identifier: Apache-2.0
// Duties of an incident as a test states it, and the tables of cases that were worked out by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { expect } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { judgeObligations, readIncidentRecord } from '../../src/respond/index.ts';

export const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs')))
  .value as Pack;

type Fields = Readonly<Record<string, unknown>>;

export interface Given {
  readonly zone?: string;
  readonly holidays?: readonly string[];
  readonly fields: Fields;
  readonly sent?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function judged(given: Given, id: string, now = '2026-03-02T09:00:00Z') {
  const record = { incident: 1, id: 'i-1', title: 'A case', zone: 'UTC', ...given };
  const read = readIncidentRecord(new TextEncoder().encode(JSON.stringify(record)), 'incident.json', pack);
  expect(read.problems).toEqual([]);
  if (read.value === undefined) throw new Error('refused');
  const found = judgeObligations(read.value, pack, Date.parse(now)).obligations.find(
    (each) => each.id === full(id),
  );
  if (found === undefined) throw new Error(`no obligation ${id}`);
  return found;
}

export function full(id: string): string {
  return pack.obligations.find((each) => each.id.endsWith(`/${id}`))?.id ?? id;
}

/** What a row of a table states: facts by name, and fields that count more. */
export interface Stated {
  readonly of?: readonly string[];
  readonly fields?: Fields;
}

/** Without the schema that makes dates of texts. */
const tableOf = (file: string): unknown =>
  load(readFileSync(join(import.meta.dirname, file), 'utf8'), { schema: CORE_SCHEMA });

const { facts } = tableOf('facts.yaml') as {
  facts: Readonly<Record<string, Stated>>;
};

/** @throws Error when a name stands for nothing: the case would judge less than it says. */
export function fieldsOf({ of = [], fields }: Stated): Fields {
  const named = of.map((name) => {
    const stated = facts[name];
    if (stated === undefined) throw new Error(`facts.yaml has no ${name}`);
    return fieldsOf(stated);
  });
  return Object.assign({}, ...named, fields) as Fields;
}

/** @throws Error when a row has a key that is not one of these: a misspelt one would state less than it says. */
export function casesOf<Row extends object>(file: string, keys: readonly (keyof Row)[]): readonly Row[] {
  const { cases } = tableOf(file) as { cases: readonly Row[] };
  for (const row of cases)
    for (const key of Object.keys(row))
      if (!(keys as readonly string[]).includes(key)) throw new Error(`${file} has a row with \`${key}\``);
  return cases;
}
