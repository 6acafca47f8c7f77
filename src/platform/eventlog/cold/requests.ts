// SPDX-License-Identifier: Apache-2.0
// What can be asked of the files, as plain data, so that it can be asked across threads.
import type { EventSearch, LogRecord, ReadQuery } from '../../../core/ports/index.ts';
import type { NextDay, RolledDay } from '../rolled-day.ts';
import { loadSqlite, type OpenDatabase } from '../sqlite/driver.ts';
import type { Share } from '../terms.ts';
import { type ArchiveIo, DISK } from './archive-io.ts';
import { holdsAny, summaryOf } from './look-day.ts';
import type { Place } from './make-day.ts';
import { openDay } from './open-day.ts';
import { createShelf, dayFile } from './shelf.ts';

export type ColdRequest =
  | { readonly ask: 'search'; readonly window: Parameters<EventSearch['search']>[0] }
  | { readonly ask: 'tally'; readonly window: Parameters<EventSearch['tally']>[0] }
  | { readonly ask: 'read'; readonly query: ReadQuery }
  | { readonly ask: 'offsetAt'; readonly time: number }
  | { readonly ask: 'change'; readonly days: readonly RolledDay[] }
  | { readonly ask: 'notices' }
  /** Writes the file of a day of the database. */
  | { readonly ask: 'roll'; readonly day: NextDay }
  /** Writes it again without some types. */
  | { readonly ask: 'thin'; readonly day: RolledDay; readonly gone: readonly Share[] }
  /** What a file says of itself; undefined when it cannot be read. */
  | { readonly ask: 'summary'; readonly day: string };

export type ColdAnswer =
  | Awaited<ReturnType<EventSearch['search']>>
  | Awaited<ReturnType<EventSearch['tally']>>
  | readonly LogRecord[]
  | readonly string[]
  | RolledDay
  | number
  | undefined;

export interface Cold {
  ask(request: ColdRequest): Promise<ColdAnswer>;
  end(): Promise<unknown>;
}

export interface ColdOptions {
  /** Folder of the files. */
  readonly folder: string;
  /** File of the database. */
  readonly database: string;
  readonly days: readonly RolledDay[];
  readonly groupRecords?: number;
}

/** Answers in this thread. @throws EventLogError from `ask`. */
export async function answerCold(
  { folder, database, days, groupRecords }: ColdOptions,
  io: ArchiveIo = DISK,
  open?: OpenDatabase,
): Promise<Cold> {
  const shelf = createShelf(folder, days);
  const place: Place = { folder, io, ...(groupRecords === undefined ? {} : { groupRecords }) };
  const answer = async (request: ColdRequest): Promise<ColdAnswer> => {
    switch (request.ask) {
      case 'search':
        return shelf.search(request.window);
      case 'tally':
        return shelf.tally(request.window);
      case 'read':
        return shelf.read(request.query);
      case 'offsetAt':
        return shelf.offsetAt(request.time);
      case 'change':
        return shelf.change(request.days) as undefined;
      case 'notices':
        return [...shelf.notices];
      case 'roll':
        return (await import('./make-day.ts')).rollDay(
          open ?? (await loadSqlite()),
          database,
          place,
          request.day,
        );
      case 'thin':
        return thin(place, request.day, request.gone);
      case 'summary':
        return summary(folder, request.day);
    }
  };
  return { ask: answer, end: async () => shelf.close() };
}

/** The day as it is when nothing had to go, undefined when nothing is left. @throws EventLogError. */
async function thin(place: Place, day: RolledDay, gone: readonly Share[]): Promise<RolledDay | undefined> {
  const file = await openDay(dayFile(place.folder, day.day));
  const has = holdsAny(file, gone);
  // A run that was cut off after the file was written left the older counts.
  const now = summaryOf(day.day, file.groups);
  file.close();
  return has ? (await import('./make-day.ts')).thinDay(place, day, gone) : now;
}

async function summary(folder: string, day: string): Promise<RolledDay | undefined> {
  try {
    const file = await openDay(dayFile(folder, day));
    file.close();
    return summaryOf(day, file.groups);
  } catch {
    return undefined;
  }
}
