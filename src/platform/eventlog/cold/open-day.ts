// SPDX-License-Identifier: Apache-2.0
// A file of a day, open: what it says of its row groups, and columns of one of them.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { createBlooms } from './bloom.ts';
import { GROUPS_KEY, type Group, parseGroups, SCHEMA_KEY, SCHEMA_NAME } from './group.ts';

export interface OpenDay {
  readonly groups: readonly Group[];
  /** Whether a column of a group may hold a text; a filter may say yes when it does not, never the other way round. */
  mayHold(group: number, column: string, text: string): boolean;
  columns(group: number): Promise<Columns>;
  /** When each record of a group was observed. */
  times(group: number): Promise<Float64Array>;
  close(): void;
}

/** Rows of one group are counted from 0. Text is UTF-8, a part of a page: it is not to be kept. */
export interface Columns {
  numbers(column: 'offset' | 'observed' | 'partition' | 'crc', from?: number, to?: number): Promise<Numbers>;
  texts(column: TextColumn, from?: number, to?: number): Promise<readonly (Uint8Array | null)[]>;
}

export type TextColumn = 'source' | 'type' | 'key' | 'id' | 'body';
/** Of [from, to). */
export type Numbers = ArrayLike<number | bigint>;

/** @throws Error that says what is wrong with the file. */
export async function openDay(path: string): Promise<OpenDay> {
  const handle = openSync(path, 'r');
  try {
    const file = fileOf(handle);
    const { parquetMetadataAsync } = await library();
    const metadata = await parquetMetadataAsync(file, { initialFetchSize: 128 * 1024, parsers: PARSERS });
    const groups = groupsOf(metadata);
    const starts = startsOf(groups);
    const blooms = createBlooms(metadata, (at, length) => new Uint8Array(read(handle, at, length)));
    return {
      groups,
      mayHold: blooms,
      times: keepLast(KEPT_TIMES, async (group) => {
        const columns = await columnsIn(file, metadata, starts[group] ?? 0, groups[group]?.records ?? 0);
        // They are numbers already, as PARSERS makes them: without a function for each it is ten times as fast.
        return new Float64Array((await columns.numbers('observed')) as ArrayLike<number>);
      }),
      columns: (group) => columnsIn(file, metadata, starts[group] ?? 0, groups[group]?.records ?? 0),
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** Of each file: a histogram asks for the groups across its edges again and again. */
const KEPT_TIMES = 2;

/** The last few answers. */
function keepLast<T>(most: number, make: (of: number) => Promise<T>): (of: number) => Promise<T> {
  const kept = new Map<number, Promise<T>>();
  return (of) => {
    const known = kept.get(of) ?? make(of);
    kept.delete(of);
    kept.set(of, known);
    known.catch(() => kept.delete(of));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return known;
  };
}

/** Loaded with the first file: who only hands a question on to the thread of files does not need it. */
function library(): Promise<typeof import('hyparquet')> {
  return import('hyparquet');
}

const PARSERS = {
  stringFromBytes: (bytes: Uint8Array) => bytes,
  timestampFromMilliseconds: (time: bigint) => Number(time),
};

function fileOf(handle: number): AsyncBuffer {
  const { size } = fstatSync(handle);
  return { byteLength: size, slice: (start, end = size) => read(handle, start, end - start) };
}

function read(handle: number, at: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(Math.max(0, length));
  for (let got = 0; got < length; ) {
    const more = readSync(handle, bytes, got, length - got, at + got);
    if (more === 0) throw new Error(`it ends at byte ${at + got}, expected at least ${at + length}`);
    got += more;
  }
  return bytes.buffer;
}

function groupsOf({ key_value_metadata: told = [], row_groups: written }: FileMetaData): readonly Group[] {
  const value = (name: string): string | undefined => told.find(({ key }) => key === name)?.value;
  if (value(SCHEMA_KEY) !== SCHEMA_NAME) throw new Error(`it does not say that it is ${SCHEMA_NAME}`);
  const groups = parseGroups(value(GROUPS_KEY) ?? '');
  const fits = written.length === groups.length;
  if (!fits || written.some(({ num_rows }, at) => Number(num_rows) !== groups[at]?.records))
    throw new Error('its row groups are not those that it says it has');
  return groups;
}

function startsOf(groups: readonly Group[]): readonly number[] {
  let start = 0;
  return groups.map(({ records }) => {
    start += records;
    return start - records;
  });
}

async function columnsIn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  start: number,
  records: number,
): Promise<Columns> {
  const group = { rowStart: start, rowEnd: start + records };
  const { parquetScan } = await library();
  const scan = await parquetScan({ file, metadata, parsers: PARSERS, ...group });
  const column = async (name: string, from = 0, to = records): Promise<ArrayLike<unknown>> => {
    const values = await scan.readColumn({ column: name, rowStart: start + from, rowEnd: start + to });
    if (values.length !== to - from)
      throw new Error(`column ${name} holds ${values.length} values, expected ${to - from}`);
    return values as ArrayLike<unknown>;
  };
  return {
    numbers: async (name, from, to) => (await column(name, from, to)) as Numbers,
    texts: async (name, from, to) => (await column(name, from, to)) as unknown as (Uint8Array | null)[],
  };
}
