// SPDX-License-Identifier: Apache-2.0
/**
 * What stands in each block of offsets of the table, kept in memory: a search for a source or a type that is rare goes past the
 * blocks that have none. It is counted a step at a time while nobody waits, the youngest block first, and is never needed:
 * what is not counted yet is looked through.
 */

import type { EventFilter, EventWindow } from '../../../core/ports/index.ts';
import { countIn, MAX_PAIRS, type Pair, type Summary } from '../summary.ts';
import type { Database } from './driver.ts';
import { fromSql } from './text.ts';
import { TYPE_SQL } from './type-sql.ts';

export interface Blocks {
  /** Offsets of a block. */
  readonly size: number;
  /** Counts for some ten milliseconds, or as long as a few long records take. Returns whether there is more to count. */
  summarise(): boolean;
  /** Of the block that an offset is in, when it was counted and the counts answer a filter. */
  of(offset: number, filter: EventFilter): Summary | undefined;
  /** The end of what may match in a window: what is above was counted and has nothing that is asked for. */
  endOf(window: EventWindow): number;
  /** Records of [from, to) were taken away. */
  forget(from: number, to: number): void;
}

const BLOCK = 10_000;
/** Offsets of one question to the table: records may be long. */
const STEP = 50;
const TURN_MS = 10;
/** Characters of the sources and types of a block that are kept. */
const MAX_PAIR_CHARS = 64 * 1024;

/** A block that is being counted. */
interface Begun {
  readonly block: number;
  next: number;
  chars: number;
  since: number;
  until: number;
  records: number;
  /** Undefined: there are too many. */
  pairs: Map<string, Pair> | undefined;
}

/** @param notice Told of a block that cannot be read; it is looked through, as one that was not counted. */
export function createBlocks(database: Database, notice: (text: string) => void, size = BLOCK): Blocks {
  const known = new Map<number, Summary>();
  let begun: Begun | undefined;
  const of = (offset: number, filter: EventFilter): Summary | undefined =>
    filter.type === undefined || isPlain(filter.type) ? known.get(Math.floor(offset / size)) : undefined;
  return {
    size,
    of,
    summarise: () => {
      begun ??= nextBlock(database, size, known);
      if (begun === undefined) return false;
      if (!countTurn(database, size, begun, notice)) return true;
      known.set(begun.block, summaryOf(begun, size));
      begun = undefined;
      return true;
    },
    endOf: ({ from, to, filter }) => {
      let end = to;
      while (end > from) {
        const summary = of(end - 1, filter);
        if (summary === undefined || countIn(summary, filter) !== 0) break;
        end = Math.max(from, summary.first);
      }
      return end;
    },
    forget: (from, to) => {
      begun = undefined;
      for (const [block, { first, last }] of known) if (last >= from && first < to) known.delete(block);
    },
  };
}

/** A type that JSON writes as it is: what is asked of the text of bodies and of counts is the same. */
function isPlain(type: string): boolean {
  return JSON.stringify(type) === `"${type}"`;
}

/** The youngest one that is full and was not counted. What was counted and stands in the table no more is given up. */
function nextBlock(database: Database, size: number, known: Map<number, Summary>): Begun | undefined {
  const edges = database
    .prepare(
      "SELECT (SELECT min(seq) FROM event) AS low, (SELECT seq FROM sqlite_sequence WHERE name = 'event') AS high",
    )
    .get();
  if (edges?.['low'] == null) {
    known.clear();
    return undefined;
  }
  const lowest = Math.floor(Number(edges['low']) / size);
  for (const block of known.keys()) if (block < lowest) known.delete(block);
  for (let block = Math.floor((Number(edges['high']) + 1) / size) - 1; block >= lowest; block--)
    if (!known.has(block))
      return {
        ...{ block, next: block * size, chars: 0, records: 0, pairs: new Map() },
        since: Number.POSITIVE_INFINITY,
        until: Number.NEGATIVE_INFINITY,
      };
  return undefined;
}

/** Counts until the turn or the block is over. Returns whether the block is. */
function countTurn(database: Database, size: number, begun: Begun, notice: (text: string) => void): boolean {
  const end = (begun.block + 1) * size;
  const until = performance.now() + TURN_MS;
  try {
    while (begun.next < end && performance.now() < until) {
      countStep(database, begun, Math.min(end, begun.next + STEP));
      begun.next = Math.min(end, begun.next + STEP);
    }
    return begun.next >= end;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    notice(`Records ${begun.next} to ${end - 1} cannot all be read: ${why}`);
    // In no span, and with anything in it.
    Object.assign(begun, {
      pairs: undefined,
      since: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
    });
    return true;
  }
}

/** By type as search understands it: it is text, and stands in the body as JSON writes it. */
const COUNT_SQL = `SELECT source, CASE WHEN instr(body, '"' || type || '"') > 0 THEN type END AS found,
  min(observed) AS since, max(observed) AS until, count(*) AS many
  FROM (SELECT source, body, observed, ${TYPE_SQL} AS type FROM event WHERE seq >= ? AND seq < ?) GROUP BY source, found`;

function countStep(database: Database, begun: Begun, end: number): void {
  for (const row of database.prepare(COUNT_SQL).all(begun.next, end)) {
    const many = Number(row['many']);
    begun.since = Math.min(begun.since, Number(row['since']));
    begun.until = Math.max(begun.until, Number(row['until']));
    begun.records += many;
    addPair(begun, fromSql(row['source']), row['found'] == null ? null : fromSql(row['found']), many);
  }
}

function addPair(begun: Begun, source: string, type: string | null, many: number): void {
  const { pairs } = begun;
  if (pairs === undefined) return;
  const name = JSON.stringify([source, type]);
  const before = pairs.get(name);
  if (before === undefined) begun.chars += name.length;
  pairs.set(name, [source, type, (before?.[2] ?? 0) + many]);
  if (pairs.size > MAX_PAIRS || begun.chars > MAX_PAIR_CHARS) begun.pairs = undefined;
}

function summaryOf({ block, since, until, records, pairs }: Begun, size: number): Summary {
  return {
    ...{ first: block * size, last: (block + 1) * size - 1, since, until, records },
    ...(pairs === undefined ? {} : { pairs: [...pairs.values()] }),
  };
}
