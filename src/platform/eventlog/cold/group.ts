// SPDX-License-Identifier: Apache-2.0
// What a file says of each of its row groups, so that most need not be read: it stands in the metadata of the file.
import { crc32 } from 'node:zlib';
import { MAX_PAIRS, type Summary } from '../summary.ts';
import type { Row } from './row.ts';

export interface Group extends Summary {
  /** Of all that the records say, one after the other. */
  readonly crc: number;
}

export const SCHEMA_KEY = 'ensuresec.schema';
export const SCHEMA_NAME = 'ensuresec/event-day/1';
export const GROUPS_KEY = 'ensuresec.groups';

export function groupOf(rows: readonly Row[]): Group {
  const pairs = new Map<string, [string, string | null, number]>();
  let crc = 0;
  let [since, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    crc = crcOf(row, crc);
    since = Math.min(since, row.observed);
    until = Math.max(until, row.observed);
    // Neither is known to be without any character: they must not run into each other.
    const name = `${row.source.length} ${row.source}${row.type === null ? '' : ` ${row.type}`}`;
    const pair = pairs.get(name);
    if (pair !== undefined) pair[2]++;
    else if (pairs.size <= MAX_PAIRS) pairs.set(name, [row.source, row.type, 1]);
  }
  return {
    first: rows[0]?.offset ?? 0,
    last: rows.at(-1)?.offset ?? 0,
    since,
    until,
    records: rows.length,
    crc,
    ...(pairs.size > MAX_PAIRS ? {} : { pairs: [...pairs.values()] }),
  };
}

/** CRC-32 that goes on from record to record. */
function crcOf(
  { offset, partition, observed, crc, source, type, key, id, body }: Row,
  before: number,
): number {
  const head = `${offset} ${partition} ${observed} ${crc} ${source.length} ${type?.length ?? '-'} ${key.length} ${id.length}`;
  return [head, source, type ?? '', key, id, body].reduce((sum, each) => crc32(each, sum), before);
}

/** @throws Error when the text is not what `JSON.stringify` made of groups. */
export function parseGroups(text: string): readonly Group[] {
  const groups: unknown = JSON.parse(text);
  if (!Array.isArray(groups) || groups.length === 0 || !groups.every(isGroup))
    throw new Error('what it says of its row groups is not understood');
  return groups;
}

/** By hand: the thread that reads files is begun for a question, and a library of schemas would be most of that. */
function isGroup(value: unknown): value is Group {
  const { pairs, ...numbers } = (value ?? {}) as Group;
  const { first, last, since, until, records, crc } = numbers;
  return (
    [first, last, since, until, records, crc].every(Number.isSafeInteger) &&
    records > 0 &&
    (pairs === undefined || (Array.isArray(pairs) && pairs.every(isPair)))
  );
}

function isPair(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [source, type, count] = value as unknown[];
  return (
    typeof source === 'string' && (type === null || typeof type === 'string') && Number.isSafeInteger(count)
  );
}
