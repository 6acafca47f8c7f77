// SPDX-License-Identifier: Apache-2.0
// Search walks the log from its young end in small steps, so that appends between two steps do not wait. Days that stand in
// files are walked the same way.
import type { EventFilter, EventLog, EventSearch, LogRecord } from '../../../core/ports/index.ts';
import type { Answer, Query } from '../contract/index.ts';

export interface SearchOptions {
  readonly log: EventSearch & Pick<EventLog, 'status' | 'read'>;
  readonly now: () => number;
  /** Milliseconds after which what was found is the answer. */
  readonly budgetMs?: number;
}

const BUDGET_MS = 220;

export async function searchEvents(
  { log, now, budgetMs = BUDGET_MS }: SearchOptions,
  query: Query<'events'>,
): Promise<Answer<'events'>> {
  const ends = now() + budgetMs;
  const { low, high } = await range(log, query);
  const top = Math.min(high, query.before);
  const filter = filterOf(query);
  const found: LogRecord[] = [];
  let at = top;
  while (at > low && found.length < query.limit && (at === top || now() < ends)) {
    const step = await log.search({ from: low, to: at, filter, limit: query.limit - found.length });
    found.push(...step.records);
    at = step.reached;
  }
  return {
    events: found.map(stored),
    next: at > low ? at : null,
    searched: Math.max(0, top - at),
    complete: found.length >= query.limit || at <= low,
  };
}

export async function countEvents(
  { log, now, budgetMs = BUDGET_MS }: SearchOptions,
  query: Query<'histogram'>,
): Promise<Answer<'histogram'>> {
  const ends = now() + budgetMs;
  const { low, high } = await range(log, query);
  const filter = filterOf(query);
  const [start, end] = await timesOf(log, query, low, high, now());
  const width = Math.max(1, Math.ceil((end - start) / query.spans));
  const counts = new Array<number>(query.spans).fill(0);
  let at = high;
  while (at > low && (at === high || now() < ends)) {
    const step = await log.tally({ from: low, to: at, filter, start, width, count: query.spans });
    step.counts.forEach((many, span) => {
      counts[span] = (counts[span] ?? 0) + many;
    });
    at = step.reached;
  }
  const since = at <= low ? start : ((await timeAt(log, at)) ?? end);
  return {
    start: iso(start),
    spanSeconds: width / 1000,
    counts,
    total: counts.reduce((sum, many) => sum + many, 0),
    complete: at <= low,
    since: iso(since),
  };
}

type Times = Pick<Query<'events'>, 'from' | 'to'>;

async function range(
  log: SearchOptions['log'],
  { from, to }: Times,
): Promise<{ readonly low: number; readonly high: number }> {
  const { first, next } = await log.status();
  const low = from === undefined ? first : Math.max(first, await log.offsetAt(Date.parse(from)));
  return { low, high: to === undefined ? next : await log.offsetAt(Date.parse(to)) };
}

/** From when to when: as asked, else from the first event to the last. */
async function timesOf(
  log: SearchOptions['log'],
  { from, to }: Times,
  low: number,
  high: number,
  now: number,
): Promise<readonly [number, number]> {
  const start = from === undefined ? ((await timeAt(log, low)) ?? now) : Date.parse(from);
  const end = to === undefined ? ((await lastTime(log, low, high)) ?? now) + 1 : Date.parse(to);
  return [start, Math.max(start + 1, end)];
}

/** When the first record from an offset on was stored. */
async function timeAt(log: Pick<EventLog, 'read'>, offset: number): Promise<number | undefined> {
  return (await log.read({ from: offset, limit: 1 }))[0]?.observed;
}

async function lastTime(log: EventSearch, low: number, high: number): Promise<number | undefined> {
  for (let at = high; at > low; ) {
    const { records, reached } = await log.search({ from: low, to: at, filter: {}, limit: 1 });
    if (records[0] !== undefined) return records[0].observed;
    at = reached;
  }
  return undefined;
}

function filterOf({ source, key, type, text }: Query<'events'> | Query<'histogram'>): EventFilter {
  return {
    ...(source === undefined ? {} : { source }),
    ...(key === undefined ? {} : { key }),
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
  };
}

function stored({ offset, observed, source, id, key, body }: LogRecord): Answer<'events'>['events'][number] {
  return { offset, observed: iso(observed), source, id, key, event: eventIn(body) };
}

function eventIn(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
