// SPDX-License-Identifier: Apache-2.0
// Search by walking the table from its young end, or the index of keys. Offsets grow with the time of the append, so a time is
// found by halving.
import type { EventWindow, LogRecord, Looked } from '../../../core/ports/index.ts';
import { countedIn, type Spans } from '../summary.ts';
import type { Blocks } from './blocks.ts';
import type { Database, Value } from './driver.ts';
import { hasHoles } from './holes.ts';
import { PARTITIONS } from './schema.ts';
import { toSql } from './text.ts';
import { TYPE_SQL } from './type-sql.ts';

export interface Search {
  offsetAt(time: number): number;
  search(
    window: EventWindow & { readonly limit: number },
  ): Looked & { readonly records: readonly LogRecord[] };
  tally(window: Spans): Looked & { readonly counts: readonly number[] };
}

/** Records that one step looks at, and those that it only counts: some ten milliseconds. */
const STEP = 10_000;
const COUNT_STEP = 500_000;

/** @param toRecords Turns rows of the table into records and leaves damaged ones out. */
export function createSearch(
  database: Database,
  blocks: Blocks,
  toRecords: (row: Readonly<Record<string, unknown>>) => readonly LogRecord[],
): Search {
  return {
    offsetAt: (time) => offsetAt(database, time),
    search: ({ limit, ...asked }) => {
      const window = { ...asked, to: blocks.endOf(asked) };
      const reached = reachOf(database, blocks, window);
      const { where, values } = conditions({ ...window, from: reached });
      const rows = database
        .prepare(`SELECT * FROM event WHERE ${where} ORDER BY seq DESC LIMIT ?`)
        .all(...values, limit);
      const last = rows.length < limit ? undefined : rows.at(-1)?.['seq'];
      return {
        records: rows.flatMap(toRecords),
        reached: Number(last ?? blocks.endOf({ ...window, to: reached })),
      };
    },
    tally: (spans) => {
      if (Object.keys(spans.filter).length === 0) return countAll(database, spans);
      const counts = new Array<number>(spans.count).fill(0);
      const left = { ...spans, to: addCounted(blocks, spans, counts) };
      const from = reachOf(database, blocks, left);
      addMatching(database, { ...left, from }, counts);
      return { reached: addCounted(blocks, { ...spans, to: from }, counts), counts };
    },
  };
}

/** Adds what was counted before, from the young end on, to `counts`. Returns where that ends. */
function addCounted(blocks: Blocks, spans: Spans, counts: number[]): number {
  for (let end = blocks.endOf(spans); ; ) {
    const summary = end > spans.from ? blocks.of(end - 1, spans.filter) : undefined;
    const counted = summary && countedIn(summary, { ...spans, to: end });
    if (summary === undefined || counted === undefined) return end;
    counts[counted.span] = (counts[counted.span] ?? 0) + counted.many;
    end = blocks.endOf({ ...spans, to: summary.first });
  }
}

/** How far one step goes: to the end of a block, or over so many of the key that is asked for, which the index tells apart. */
function reachOf(database: Database, { size }: Blocks, { from, to, filter }: EventWindow): number {
  if (filter.key === undefined) return Math.max(from, Math.floor((to - 1) / size) * size);
  const last = database
    .prepare(
      'SELECT seq FROM event WHERE key = ? AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?',
    )
    .get(toSql(filter.key), from, to, STEP - 1);
  return last === undefined ? from : Number(last['seq']);
}

function addMatching(database: Database, { start, width, count, ...window }: Spans, counts: number[]): void {
  if (window.to <= window.from) return;
  const { where, values } = conditions(window);
  const rows = database
    .prepare(
      `SELECT CAST((observed - ?) / ? AS INTEGER) AS span, count(*) AS many FROM event WHERE ${where} AND observed >= ? AND observed < ? GROUP BY span`,
    )
    .all(start, width, ...values, start, start + width * count);
  for (const { span, many } of rows) counts[Number(span)] = (counts[Number(span)] ?? 0) + Number(many);
}

/** Where nothing is asked of records, offsets are counts, as long as none was taken out of the middle. */
function countAll(
  database: Database,
  { from, to, start, width, count }: Spans,
): Looked & { readonly counts: readonly number[] } {
  const holes = hasHoles(database);
  const first = Math.max(
    from,
    Number(database.prepare('SELECT min(seq) AS low FROM event').get()?.['low'] ?? to),
  );
  const reached = holes ? Math.max(first, to - COUNT_STEP) : first;
  const edges = Array.from({ length: count + 1 }, (_, span) =>
    Math.min(to, Math.max(reached, offsetAt(database, start + span * width))),
  );
  const counts = edges.slice(1).map((high, span) => {
    const low = edges[span] ?? high;
    return holes ? countBetween(database, low, high) : high - low;
  });
  return { counts, reached: reached <= first ? from : reached };
}

/** By the index of partitions, which is a tenth of the table. */
function countBetween(database: Database, low: number, high: number): number {
  const counted = database.prepare(
    'SELECT count(*) AS many FROM event WHERE part = ? AND seq >= ? AND seq < ?',
  );
  let many = 0;
  for (let part = 0; low < high && part < PARTITIONS; part++)
    many += Number(counted.get(part, low, high)?.['many']);
  return many;
}

/** The first offset observed at a time or later. */
export function offsetAt(database: Database, time: number): number {
  // Each end of its own: asked for both at once, SQLite reads the whole table.
  const edges = database
    .prepare('SELECT (SELECT min(seq) FROM event) AS low, (SELECT max(seq) FROM event) AS high')
    .get();
  const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq'];
  const next = Number(last ?? 0) + 1;
  if (edges?.['low'] == null) return next;
  const at = database.prepare('SELECT seq, observed FROM event WHERE seq >= ? ORDER BY seq LIMIT 1');
  let [low, high] = [Number(edges['low']), Number(edges['high']) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = at.get(middle);
    if (row === undefined || Number(row['observed']) >= time) high = middle;
    else low = Number(row['seq']) + 1;
  }
  return Number(at.get(low)?.['seq'] ?? next);
}

function conditions({ from, to, filter }: EventWindow): {
  readonly where: string;
  readonly values: readonly Value[];
} {
  const { source, key, type, text } = filter;
  const parts: [string, ...Value[]][] = [['seq >= ? AND seq < ?', from, to]];
  if (source !== undefined) parts.push(['source = ?', toSql(source)]);
  if (key !== undefined) parts.push(['key = ?', toSql(key)]);
  // The cheap question first; the exact one is asked of the few that are left, and only of text: bytes are not JSON.
  if (type !== undefined) parts.push([`instr(body, ?) > 0 AND ${TYPE_SQL} = ?`, JSON.stringify(type), type]);
  if (text !== undefined) parts.push(['instr(lower(body), lower(?)) > 0', toSql(text)]);
  return { where: parts.map(([sql]) => sql).join(' AND '), values: parts.flatMap(([, ...values]) => values) };
}
