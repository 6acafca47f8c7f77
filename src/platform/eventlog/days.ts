// SPDX-License-Identifier: Apache-2.0
// Days that move from the database to files, and days that are forgotten, one piece of work after the other.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventLog, TypeTerm } from '../../core/ports/index.ts';
import { syncFolder } from '../write-file.ts';
import { dayFile } from './cold/shelf.ts';
import { createDayList, type DayList, type DayListOptions } from './day-list.ts';
import type { NextDay, RolledDay } from './rolled-day.ts';
import type { FactsAndNotices } from './sqlite/requests.ts';
import { type Share, sharesOf } from './terms.ts';

export interface Days {
  /** The oldest first. */
  all(): readonly RolledDay[];
  /** Files answer for offsets below. */
  below(): number;
  roll(closed: number): Promise<readonly string[]>;
  retain(before: number, types?: readonly TypeTerm[]): Promise<number>;
  /** Takes in files that the database does not know: it was lost, or restored from before they were written. */
  adopt(): Promise<void>;
  notices(): readonly string[];
  /** Resolves when nothing is moved any more; nothing is begun after that. */
  end(): Promise<void>;
}

export interface DaysOptions extends DayListOptions {
  readonly hot: EventLog;
  readonly folder: string;
}

export function createDays(options: DaysOptions): Days {
  const { hot, ask, reader, folder, onStep } = options;
  const list = createDayList(options);
  const thin = createThinning(options, list);
  const notices = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();
  let ended = false;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    all: list.all,
    below: list.below,
    roll: (closed) =>
      inTurn(async () => {
        const names: string[] = [];
        await list.drop();
        while (!ended) {
          const next = (await ask({ ask: 'nextDay', closed })) as NextDay | undefined;
          if (next === undefined) break;
          const day = (await reader.work({ ask: 'roll', day: next })) as RolledDay;
          onStep('written');
          await list.take(day);
          await list.drop();
          names.push(day.day);
        }
        return names;
      }),
    retain: (before, types = []) =>
      inTurn(async () => {
        await list.drop();
        let forgotten = await hot.retain(before, types);
        const shares = sharesOf(before, types);
        const read = Math.min(...Object.values((await hot.status()).consumers));
        for (const day of list.all())
          if (day.last < read && !ended)
            forgotten += await thin(day, shares).catch((error) => {
              notices.add(`Events of ${day.day} that are old enough stay: ${messageOf(error)}`);
              return 0;
            });
        return forgotten;
      }),
    adopt: () => adopt(folder, list, options, (text) => notices.add(text)),
    notices: () => [...notices],
    end: async () => {
      ended = true;
      await turn;
    },
  };
}

/** Takes away what is old enough in the file of a day that is so as a whole. Returns how many records went. */
function createThinning(
  { ask, reader, folder, onStep }: DaysOptions,
  list: DayList,
): (day: RolledDay, shares: readonly Share[]) => Promise<number> {
  // What was done in this run is not looked at every hour.
  const thinned = new Map<string, string>();
  return async (day, shares) => {
    const gone = shares.filter(({ before }) => day.until < before);
    const name = JSON.stringify(gone.map(({ type, except }) => [type, except]));
    if (gone.length === 0 || thinned.get(day.day) === name) return 0;
    const isOver = gone.length === shares.length;
    if (isOver) {
      // First nobody is sent to the file any more.
      await list.without(day);
      rmSync(dayFile(folder, day.day), { force: true });
    }
    const left = isOver
      ? undefined
      : ((await reader.work({ ask: 'thin', day, gone })) as RolledDay | undefined);
    onStep('thinned');
    await ask({ ask: 'unroll', day: day.day, records: left?.records ?? 0 });
    // In one step: a search sees the day before or after.
    await (left === undefined ? list.without(day) : list.add({ ...day, records: left.records }));
    if (left === undefined) thinned.delete(day.day);
    else thinned.set(day.day, name);
    return day.records - (left?.records ?? 0);
  };
}

async function adopt(
  folder: string,
  list: DayList,
  { ask, reader }: DaysOptions,
  notice: (text: string) => void,
): Promise<void> {
  const found = lookInto(folder);
  for (const name of found.partial) rmSync(join(folder, name), { force: true });
  const known = list.all();
  for (const { day, records } of known)
    if (!existsSync(dayFile(folder, day)))
      notice(`${records} events of ${day} are lost: there is no ${dayFile(folder, day)}`);
  const { first, next } = (await ask({ ask: 'facts' })) as FactsAndNotices;
  for (const name of found.days.filter((each) => !known.some(({ day }) => day === each))) {
    const day = (await reader.work({ ask: 'summary', day: name })) as RolledDay | undefined;
    if (day === undefined || overlaps(day, list.all())) continue;
    // What the database still has counts there: the file was written, and not yet counted on.
    if (first < next && first <= day.last) {
      if (day.last >= next) notice(setAside(dayFile(folder, name), day, next));
      continue;
    }
    await list.take(day);
  }
}

/** A database from before the file was written would write the day anew over it. */
function setAside(file: string, { records, last }: RolledDay, next: number): string {
  renameSync(file, `${file}.aside`);
  syncFolder(dirname(file));
  return `The ${records} events of ${file} are left out: it ends with event ${last}, and the database, which is older, with ${next - 1}. The file is now ${file}.aside; restore database and files of one backup, or read it elsewhere`;
}

function lookInto(folder: string): { readonly days: readonly string[]; readonly partial: readonly string[] } {
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return {
    days: names.flatMap((name) => /^(\d{4}-\d\d-\d\d)\.parquet$/.exec(name)?.[1] ?? []),
    partial: names.filter((name) => name.endsWith('.parquet.partial')),
  };
}

function overlaps({ first, last }: RolledDay, days: readonly RolledDay[]): boolean {
  return days.some((day) => day.first <= last && day.last >= first);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
