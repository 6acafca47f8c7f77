// SPDX-License-Identifier: Apache-2.0
// Days that move from the database to files, and days that are forgotten, one piece of work after the other.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog, TypeTerm } from '../../core/ports/index.ts';
import type { Reader } from './cold/reader.ts';
import { dayFile } from './cold/shelf.ts';
import type { NextDay, RolledDay, RolledDays } from './rolled-day.ts';
import type { FactsAndNotices, Requests } from './sqlite/requests.ts';
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

export interface DaysOptions {
  readonly hot: EventLog;
  readonly ask: Requests;
  readonly reader: Reader;
  readonly folder: string;
  readonly rolled: RolledDays;
  readonly onStep: (step: string) => void;
}

export function createDays({ hot, ask, reader, folder, rolled, onStep }: DaysOptions): Days {
  let { days, below } = rolled;
  const notices = new Set<string>();
  const thinned = new Map<string, string>();
  let turn: Promise<unknown> = Promise.resolve();
  let ended = false;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const change = async (now: readonly RolledDay[]): Promise<void> => {
    days = now.toSorted((left, right) => left.first - right.first);
    await reader.change(days);
  };
  const take = async (day: RolledDay): Promise<void> => {
    await ask({ ask: 'roll', day });
    onStep('switched');
    below = Math.max(below, day.last + 1);
    await change([...days.filter((each) => each.day !== day.day), day]);
  };
  const drop = async (): Promise<void> => {
    while (Number(await ask({ ask: 'dropRolled' })) > 0) onStep('dropped');
  };
  const thin = async (day: RolledDay, shares: readonly Share[]): Promise<number> => {
    const gone = shares.filter(({ before }) => day.until < before);
    const name = JSON.stringify(gone.map(({ type, except }) => [type, except]));
    if (gone.length === 0 || thinned.get(day.day) === name) return 0;
    const others = days.filter((each) => each !== day);
    const isOver = gone.length === shares.length;
    if (isOver) {
      await change(others);
      rmSync(dayFile(folder, day.day), { force: true });
    }
    const left = isOver ? undefined : ((await reader.work({ ask: 'thin', day, gone })) as RolledDay | undefined);
    onStep('thinned');
    await ask({ ask: 'unroll', day: day.day, records: left?.records ?? 0 });
    if (!isOver) await change(left === undefined ? others : [...others, { ...day, records: left.records }]);
    if (left === undefined) thinned.delete(day.day);
    else thinned.set(day.day, name);
    return day.records - (left?.records ?? 0);
  };
  return {
    all: () => days,
    below: () => below,
    roll: (closed) =>
      inTurn(async () => {
        const names: string[] = [];
        await drop();
        while (!ended) {
          const next = (await ask({ ask: 'nextDay', closed })) as NextDay | undefined;
          if (next === undefined) break;
          const day = (await reader.work({ ask: 'roll', day: next })) as RolledDay;
          onStep('written');
          await take(day);
          await drop();
          names.push(day.day);
        }
        return names;
      }),
    retain: (before, types = []) =>
      inTurn(async () => {
        await drop();
        let forgotten = await hot.retain(before, types);
        const shares = sharesOf(before, types);
        const read = Math.min(...Object.values((await hot.status()).consumers));
        for (const day of days)
          if (day.last < read && !ended)
            forgotten += await thin(day, shares).catch((error) => {
              notices.add(`Events of ${day.day} that are old enough stay: ${messageOf(error)}`);
              return 0;
            });
        return forgotten;
      }),
    adopt: async () => {
      const found = lookInto(folder);
      for (const name of found.partial) rmSync(join(folder, name), { force: true });
      for (const { day, records } of days)
        if (!existsSync(dayFile(folder, day)))
          notices.add(`${records} events of ${day} are lost: there is no ${dayFile(folder, day)}`);
      const { first, next } = (await ask({ ask: 'facts' })) as FactsAndNotices;
      for (const name of found.days.filter((each) => !days.some(({ day }) => day === each))) {
        const day = (await reader.work({ ask: 'summary', day: name })) as RolledDay | undefined;
        // What the database still has counts there: the file was written, and not yet counted on.
        if (day === undefined || (first < next && first <= day.last) || overlaps(day, days)) continue;
        await take(day);
      }
    },
    notices: () => [...notices],
    end: async () => {
      ended = true;
      await turn;
    },
  };
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
