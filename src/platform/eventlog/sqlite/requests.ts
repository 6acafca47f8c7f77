// SPDX-License-Identifier: Apache-2.0
// What can be asked of a store, as plain data, so that it can be asked across threads.
import type {
  Batch,
  Commit,
  DeadLetter,
  EventSearch,
  LogRecord,
  ReadQuery,
} from '../../../core/ports/index.ts';
import type { NextDay, RolledDay, RolledDays } from '../rolled-day.ts';
import type { Share } from '../terms.ts';
import { loadSqlite, type OpenDatabase } from './driver.ts';
import type { OnWork } from './schema.ts';
import type { Counts, Facts } from './session.ts';
import { createStore, type StoreOptions } from './store.ts';
import type { Swept } from './sweep.ts';

export type Request =
  | { readonly ask: 'append'; readonly batches: readonly Batch[] }
  | { readonly ask: 'read'; readonly query: ReadQuery }
  | { readonly ask: 'commit'; readonly consumer: string; readonly commit: Commit }
  | { readonly ask: 'committed'; readonly consumer: string }
  | { readonly ask: 'mark'; readonly name: string }
  | { readonly ask: 'deadLetters'; readonly query: { readonly from: number; readonly limit: number } }
  | { readonly ask: 'sweep'; readonly share: Share; readonly from: number }
  | { readonly ask: 'rolled' }
  | { readonly ask: 'nextDay'; readonly closed: number }
  | { readonly ask: 'roll'; readonly day: RolledDay }
  | { readonly ask: 'unroll'; readonly day: string; readonly records: number }
  | { readonly ask: 'dropRolled' }
  | { readonly ask: 'offsetAt'; readonly time: number }
  | { readonly ask: 'search'; readonly window: Parameters<EventSearch['search']>[0] }
  | { readonly ask: 'tally'; readonly window: Parameters<EventSearch['tally']>[0] }
  | { readonly ask: 'summarise' }
  | { readonly ask: 'facts' }
  | { readonly ask: 'close' };

export interface FactsAndNotices extends Facts {
  readonly notices: readonly string[];
}

export type Answer =
  | readonly Counts[]
  | readonly LogRecord[]
  | readonly DeadLetter[]
  | Awaited<ReturnType<EventSearch['search']>>
  | Awaited<ReturnType<EventSearch['tally']>>
  | Swept
  | RolledDays
  | NextDay
  | Commit
  | FactsAndNotices
  | string
  | number
  | boolean
  | undefined;

export type Requests = (request: Request) => Promise<Answer>;

/** A store that answers in this thread. @throws EventLogError from the function that is returned. */
export async function answerTo(
  options: StoreOptions,
  now: () => number = Date.now,
  open?: OpenDatabase,
  onWork?: OnWork,
): Promise<(request: Request) => Answer> {
  const store = createStore(open ?? (await loadSqlite()), options, now, onWork);
  return (request) => {
    switch (request.ask) {
      case 'append':
        return store.use((session) => session.append(request.batches, now()));
      case 'read':
        return store.use((session) => session.read(request.query));
      case 'commit':
        return store.use((session) => session.commit(request.consumer, request.commit)) as undefined;
      case 'committed':
        return store.use((session) => session.committed(request.consumer));
      case 'mark':
        return store.use((session) => session.mark(request.name));
      case 'deadLetters':
        return store.use((session) => session.deadLetters(request.query));
      case 'sweep':
        return store.use((session) => session.sweep(request.share, request.from));
      case 'rolled':
        return store.use((session) => session.rolled());
      case 'nextDay':
        return store.use((session) => session.nextDay(request.closed));
      case 'roll':
        return store.use((session) => session.roll(request.day)) as undefined;
      case 'unroll':
        return store.use((session) => session.unroll(request.day, request.records)) as undefined;
      case 'dropRolled':
        return store.use((session) => session.dropRolled());
      case 'offsetAt':
        return store.use((session) => session.offsetAt(request.time));
      case 'search':
        return store.use((session) => session.search(request.window));
      case 'tally':
        return store.use((session) => session.tally(request.window));
      case 'summarise':
        return store.use((session) => session.summarise());
      case 'facts':
        return { ...store.use((session) => session.facts()), notices: [...store.notices] };
      case 'close':
        return store.close() as undefined;
    }
  };
}
