// SPDX-License-Identifier: Apache-2.0
// The files of all days: which are open, and questions across them. A file that cannot be read is left out and told.
import { join } from 'node:path';
import type { EventWindow, LogRecord, ReadQuery } from '../../../core/ports/index.ts';
import type { RolledDay } from '../rolled-day.ts';
import type { Spans } from '../summary.ts';
import { type OpenDay, openDay } from './open-day.ts';
import { recordsAt } from './records.ts';
import { searchDay } from './search.ts';
import { tallyDay } from './tally.ts';

export interface Shelf {
  search(window: EventWindow & { readonly limit: number }): Promise<{
    readonly records: readonly LogRecord[];
    readonly reached: number;
  }>;
  tally(spans: Spans): Promise<{ readonly counts: readonly number[]; readonly reached: number }>;
  read(query: ReadQuery): Promise<readonly LogRecord[]>;
  /** Undefined when all was observed before. */
  offsetAt(time: number): Promise<number | undefined>;
  /** Files may have come, gone, or been written anew. */
  change(days: readonly RolledDay[]): void;
  readonly notices: readonly string[];
  close(): void;
}

/** Files that are held open; what is known of their groups is some kilobytes each. */
const MAX_OPEN = 64;
/** Milliseconds, about, that one step of a search takes. */
const STEP_WORK = 25;
const MAX_READ_CHARS = 8 * 2 ** 20;
const READ_STEP = 300;
const MAX_NOTICES = 100;

export function dayFile(folder: string, day: string): string {
  return join(folder, `${day}.parquet`);
}

export function createShelf(folder: string, first: readonly RolledDay[]): Shelf {
  const notices: string[] = [];
  const notice = (text: string): void => {
    if (notices.length < MAX_NOTICES && !notices.includes(text)) notices.push(text);
  };
  const files = createFiles(folder, notice);
  let days = first;
  const damaged = (offset: number): void =>
    notice(`Record ${offset} was damaged on disk: its checksum is wrong. It is left out`);
  /** Days that hold offsets of [from, to), the youngest first. */
  const between = (from: number, to: number): readonly RolledDay[] =>
    days.filter((day) => day.last >= from && day.first < to).toReversed();
  return {
    search: async (window) => {
      const records: LogRecord[] = [];
      let work = STEP_WORK;
      for (const { day, last } of between(window.from, window.to)) {
        if (work <= 0) return { records, reached: Math.min(window.to, last + 1) };
        const limit = window.limit - records.length;
        const found = await files.use(day, (open) => searchDay(open, { ...window, limit }, work, damaged));
        if (found === undefined) continue;
        records.push(...found.records);
        work = found.work;
        if (found.reached > window.from) return { records, reached: found.reached };
      }
      return { records, reached: window.from };
    },
    tally: async (spans) => {
      const counts = new Array<number>(spans.count).fill(0);
      let work = STEP_WORK;
      for (const { day } of between(spans.from, spans.to)) {
        const counted = await files.use(day, (open) => tallyDay(open, spans, counts, work));
        if (counted === undefined) continue;
        work = counted.work;
        if (counted.reached > spans.from) return { counts, reached: counted.reached };
      }
      return { counts, reached: spans.from };
    },
    read: async (query) => {
      for (const { day } of between(query.from, Number.MAX_SAFE_INTEGER).toReversed()) {
        const records = await files.use(day, (open) => readDay(open, query, damaged));
        if (records !== undefined && records.length > 0) return records;
      }
      return [];
    },
    offsetAt: async (time) => {
      for (const { day } of days.filter(({ until }) => until >= time)) {
        const offset = await files.use(day, (open) => offsetIn(open, time));
        if (offset !== undefined) return offset;
      }
      return undefined;
    },
    change: (now) => {
      for (const { day } of days)
        if (
          JSON.stringify(now.find((each) => each.day === day)) !==
          JSON.stringify(days.find((each) => each.day === day))
        )
          files.forget(day);
      days = now;
    },
    notices,
    close: files.close,
  };
}

/** Opens files when they are asked for, and closes the one that was not asked for longest. */
function createFiles(folder: string, notice: (text: string) => void) {
  const open = new Map<string, OpenDay>();
  const forget = (day: string): void => {
    open.get(day)?.close();
    open.delete(day);
  };
  return {
    /** Undefined when the file cannot be read. */
    use: async <T>(day: string, work: (open: OpenDay) => Promise<T>): Promise<T | undefined> => {
      const path = dayFile(folder, day);
      try {
        const file = open.get(day) ?? (await openDay(path));
        open.delete(day);
        open.set(day, file);
        const [oldest] = open.keys();
        if (open.size > MAX_OPEN && oldest !== undefined) forget(oldest);
        return await work(file);
      } catch (error) {
        forget(day);
        const why = error instanceof Error ? error.message : String(error);
        notice(`The events of ${day} cannot be read: ${path}: ${why}. They are left out`);
        return undefined;
      }
    },
    forget,
    close: () => {
      for (const day of [...open.keys()]) forget(day);
    },
  };
}

async function readDay(
  day: OpenDay,
  { from, limit, partition }: ReadQuery,
  damaged: (offset: number) => void,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  let chars = 0;
  for (const [at, group] of day.groups.entries()) {
    if (group.last < from) continue;
    const columns = await day.columns(at);
    const offsets = await columns.numbers('offset');
    const partitions = partition === undefined ? undefined : await columns.numbers('partition');
    const rows = Array.from({ length: group.records }, (_, row) => row).filter(
      (row) =>
        Number(offsets[row]) >= from && (partitions === undefined || Number(partitions[row]) === partition),
    );
    while (rows.length > 0 && records.length < limit && chars < MAX_READ_CHARS) {
      const read = await recordsAt(
        columns,
        rows.splice(0, Math.min(READ_STEP, limit - records.length)),
        damaged,
      );
      chars += read.reduce((sum, { body }) => sum + body.length, 0);
      records.push(...read);
    }
    if (records.length >= limit || chars >= MAX_READ_CHARS) break;
  }
  return records;
}

async function offsetIn(day: OpenDay, time: number): Promise<number | undefined> {
  for (const [at, { until }] of day.groups.entries()) {
    if (until < time) continue;
    const row = (await day.times(at)).findIndex((observed) => observed >= time);
    if (row < 0) continue;
    const columns = await day.columns(at);
    return Number((await columns.numbers('offset', row, row + 1))[0]);
  }
  return undefined;
}
