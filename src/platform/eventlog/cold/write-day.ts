// SPDX-License-Identifier: Apache-2.0
// Writes the records of a day to a file, one row group after the other: what is held in memory is one group.
import type { KeyValue } from 'hyparquet';
import { ByteWriter, ParquetWriter, type Writer } from 'hyparquet-writer';
import type { ArchiveIo } from './archive-io.ts';
import { GROUPS_KEY, type Group, groupOf, SCHEMA_KEY, SCHEMA_NAME } from './group.ts';
import { columnsOf, PAGE_BYTES, type Row, SCHEMA } from './row.ts';

/** What one row group holds at most. */
const GROUP_RECORDS = 20_000;
const GROUP_CHARS = 16 * 2 ** 20;

export interface DayWriter {
  add(row: Row): void;
  /** Writes what is left; the file is synced and closed. */
  finish(): readonly Group[];
  /** Closes a file that is not finished. */
  abandon(): void;
}

/** @throws what the disk says, from each of its functions. */
export function createDayWriter(io: ArchiveIo, path: string, groupRecords = GROUP_RECORDS): DayWriter {
  const file = io.create(path);
  const writer = writerTo((bytes) => file.write(bytes));
  const kvMetadata: KeyValue[] = [{ key: SCHEMA_KEY, value: SCHEMA_NAME }];
  const parquet = new ParquetWriter({ writer, schema: SCHEMA, kvMetadata, createdBy: 'ensuresec' });
  const groups: Group[] = [];
  let rows: Row[] = [];
  let chars = 0;
  const flush = (): void => {
    if (rows.length === 0) return;
    groups.push(groupOf(rows));
    parquet.write({ columnData: columnsOf(rows), rowGroupSize: rows.length, pageSize: PAGE_BYTES });
    rows = [];
    chars = 0;
  };
  return {
    add: (row) => {
      rows.push(row);
      chars += row.body.length + row.key.length + row.id.length + row.source.length;
      if (rows.length >= groupRecords || chars >= GROUP_CHARS) flush();
    },
    finish: () => {
      flush();
      kvMetadata.push({ key: GROUPS_KEY, value: JSON.stringify(groups) });
      parquet.finish();
      file.sync();
      file.close();
      return groups;
    },
    abandon: () => file.close(),
  };
}

/** The buffer of the library, emptied after each row group. */
function writerTo(write: (bytes: Uint8Array) => void): Writer {
  const buffer = new ByteWriter();
  const flush = (): void => {
    write(new Uint8Array(buffer.buffer, 0, buffer.index));
    buffer.index = 0;
  };
  return Object.assign(buffer, { flush, finish: flush });
}
