// SPDX-License-Identifier: Apache-2.0
/**
 * One event log over the database, where records come in, and files of days, to which they go when a day is closed.
 *
 * `rolled` of the database says which days are in files and below which offset files answer; that row is the only thing that
 * decides, so a process that ends at any moment leaves each record in one place that counts. `days` moves and forgets,
 * `cold/` reads and writes the files.
 */
import type { EventLog, EventSearch, LogRecord } from '../../core/ports/index.ts';
import type { ArchiveIo } from './cold/archive-io.ts';
import { createReader, type Reader } from './cold/reader.ts';
import { createDays, type Days } from './days.ts';
import type { RolledDays } from './rolled-day.ts';
import { openSqliteStore, type SqliteLogOptions } from './sqlite/index.ts';

export interface TieredLog extends EventLog, EventSearch {
  /**
   * Writes days that ended before a time to files, those that every consumer has read. Returns their names.
   *
   * @throws EventLogError when one cannot be written: it stays where it is.
   */
  roll(closed: number): Promise<readonly string[]>;
}

export interface TieredOptions extends SqliteLogOptions {
  /** Folder of the files. */
  readonly folder: string;
  /** Records of a row group of a file at most. */
  readonly groupRecords?: number;
  /** In this thread only: another disk; and told of each step while a day is moved. */
  readonly io?: ArchiveIo;
  readonly onStep?: (step: string) => void;
}

/** @throws EventLogError when the database cannot be opened. A file that cannot be read is a notice. */
export async function openTieredEventLog(path: string, options: TieredOptions): Promise<TieredLog> {
  // Who tells of work is of the database: a function does not go to the thread of the files.
  const { onWork: _, ...cold } = options;
  const { folder, thread = false, onStep = () => undefined } = options;
  const { log: hot, ask } = await openSqliteStore(path, options);
  try {
    const rolled = (await ask({ ask: 'rolled' })) as RolledDays;
    const reader = createReader({ ...cold, database: path, days: rolled.days, thread });
    const days = createDays({ hot, ask, reader, folder, rolled, onStep });
    await days.adopt();
    return joined(hot, reader, days);
  } catch (error) {
    await hot.close();
    throw error;
  }
}

type Found = Awaited<ReturnType<EventSearch['search']>>;
type Tallied = Awaited<ReturnType<EventSearch['tally']>>;

/** A question goes to the database for what is there, and to the files for what is below. */
function joined(hot: EventLog & EventSearch, reader: Reader, days: Days): TieredLog {
  // Whoever asks the database does so at once: what is moved after that is taken out of it later.
  const isHot = (to: number): boolean => to > days.below();
  const above = (from: number): number => Math.max(from, days.below());
  return {
    ...hot,
    read: async (query) => {
      if (query.from < days.below()) {
        const cold = (await reader.ask({ ask: 'read', query })) as readonly LogRecord[];
        if (cold.length > 0) return cold;
      }
      return hot.read({ ...query, from: above(query.from) });
    },
    search: async (window) =>
      isHot(window.to)
        ? hot.search({ ...window, from: above(window.from) })
        : ((await reader.ask({ ask: 'search', window })) as Found),
    tally: async (window) =>
      isHot(window.to)
        ? hot.tally({ ...window, from: above(window.from) })
        : ((await reader.ask({ ask: 'tally', window })) as Tallied),
    offsetAt: async (time) => {
      const isCold = days.all().some(({ until }) => until >= time);
      const cold = isCold ? ((await reader.ask({ ask: 'offsetAt', time })) as number | undefined) : undefined;
      return cold ?? above(await hot.offsetAt(time));
    },
    retain: days.retain,
    roll: days.roll,
    status: async () => {
      const status = await hot.status();
      return {
        ...status,
        first: days.all()[0]?.first ?? above(status.first),
        notices: [...status.notices, ...days.notices(), ...(await reader.notices())],
      };
    },
    close: async () => {
      await days.end();
      await reader.end();
      await hot.close();
    },
  };
}
