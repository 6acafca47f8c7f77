// SPDX-License-Identifier: Apache-2.0
// Records of a row group. Their checksums are those that the log computed when it appended them.
import type { LogRecord } from '../../../core/ports/index.ts';
import { checksum } from '../sqlite/checksum.ts';
import type { Columns } from './open-day.ts';
import type { Row } from './row.ts';

/** Told of a record that is left out. */
export type Damaged = (offset: number) => void;

/** Rows that stand so near each other are read together: about a page. */
const NEAR = 300;

/** The records of rows, in the order of the rows, which ascends. */
export async function recordsAt(
  columns: Columns,
  rows: readonly number[],
  damaged: Damaged,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const cluster of clustersOf(rows)) {
    const [first, last] = [cluster[0] ?? 0, cluster.at(-1) ?? 0];
    const read = await readRows(columns, first, last + 1, false);
    for (const row of cluster) {
      const { crc, type: _, ...record } = read[row - first] as Row;
      if (checksum(record, record.observed) === crc) records.push(record);
      else damaged(record.offset);
    }
  }
  return records;
}

/** Rows of [from, to) of a group with all that they say. `withType`: else the type is left null. */
export async function readRows(
  columns: Columns,
  from: number,
  to: number,
  withType: boolean,
): Promise<readonly Row[]> {
  const [offset, observed, partition, crc] = await Promise.all(
    (['offset', 'observed', 'partition', 'crc'] as const).map((name) => columns.numbers(name, from, to)),
  );
  const [source, key, id, body] = await Promise.all(
    (['source', 'key', 'id', 'body'] as const).map((name) => columns.texts(name, from, to)),
  );
  const type = withType ? await columns.texts('type', from, to) : undefined;
  return Array.from({ length: to - from }, (_, at) => ({
    offset: Number(offset?.[at]),
    observed: Number(observed?.[at]),
    partition: Number(partition?.[at]),
    crc: Number(crc?.[at]),
    source: textOf(source?.[at]),
    key: textOf(key?.[at]),
    id: textOf(id?.[at]),
    body: textOf(body?.[at]),
    type: type?.[at] == null ? null : textOf(type[at]),
  }));
}

function clustersOf(rows: readonly number[]): readonly (readonly number[])[] {
  const clusters: number[][] = [];
  for (const row of rows) {
    const cluster = clusters.at(-1);
    if (cluster !== undefined && row - (cluster.at(-1) ?? 0) <= NEAR) cluster.push(row);
    else clusters.push([row]);
  }
  return clusters;
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes == null ? '' : UTF8.decode(bytes);
}
