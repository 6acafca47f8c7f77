// SPDX-License-Identifier: Apache-2.0
// A record as it goes into a file, and the columns that it goes into. Any reader of Parquet can read them.
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import type { LogRecord } from '../../../core/ports/index.ts';

export interface Row extends LogRecord {
  /** What the log computed when it appended the record. */
  readonly crc: number;
  /** `type` of the body, as search of the database understands it. */
  readonly type: string | null;
}

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const;
const whole = { type: 'INT64', repetition_type: 'REQUIRED' } as const;

export const SCHEMA: SchemaElement[] = [
  { name: 'event', num_children: 9 },
  { name: 'offset', ...whole },
  { name: 'observed', ...whole, converted_type: 'TIMESTAMP_MILLIS' },
  { name: 'partition', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'crc', ...whole },
  { name: 'source', ...text },
  { name: 'type', ...text, repetition_type: 'OPTIONAL' },
  { name: 'key', ...text },
  { name: 'id', ...text },
  { name: 'body', ...text },
];

/** Bytes of a page before it is compressed: what is read for one record. */
export const PAGE_BYTES = 128 * 1024;

/** Columns of one row group. What is searched for has a bloom filter; a body has no bounds worth keeping. */
export function columnsOf(rows: readonly Row[]): ColumnSource[] {
  const column = <T>(name: string, data: readonly T[], more: Partial<ColumnSource> = {}): ColumnSource => ({
    name,
    data: data as T[],
    ...more,
  });
  const growing = { encoding: 'DELTA_BINARY_PACKED' } as const;
  return [
    column(
      'offset',
      rows.map(({ offset }) => BigInt(offset)),
      growing,
    ),
    column(
      'observed',
      rows.map(({ observed }) => new Date(observed)),
      growing,
    ),
    column(
      'partition',
      rows.map(({ partition }) => partition),
    ),
    column(
      'crc',
      rows.map(({ crc }) => BigInt(crc)),
      { encoding: 'PLAIN', statistics: false },
    ),
    column(
      'source',
      rows.map(({ source }) => source),
      { bloomFilter: true },
    ),
    column(
      'type',
      rows.map(({ type }) => type),
      { bloomFilter: true },
    ),
    column(
      'key',
      rows.map(({ key }) => key),
      { bloomFilter: true },
    ),
    column(
      'id',
      rows.map(({ id }) => id),
      { encoding: 'PLAIN', statistics: false },
    ),
    column(
      'body',
      rows.map(({ body }) => body),
      { encoding: 'PLAIN', statistics: false },
    ),
  ];
}
