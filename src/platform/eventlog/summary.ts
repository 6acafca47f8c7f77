// SPDX-License-Identifier: Apache-2.0
// What is said of many records together, so that most need not be read: of a row group of a file, of a block of the database.
import type { EventFilter, EventWindow } from '../../core/ports/index.ts';

export interface Summary {
  /** Offsets of its first and last record. */
  readonly first: number;
  readonly last: number;
  /** When the oldest and the youngest were observed. */
  readonly since: number;
  readonly until: number;
  readonly records: number;
  /** How many there are of each source and type; absent when there are too many pairs. */
  readonly pairs?: readonly Pair[];
}

export type Pair = readonly [source: string, type: string | null, count: number];
export type Spans = EventWindow & { readonly start: number; readonly width: number; readonly count: number };

export const MAX_PAIRS = 512;

/** Records of a source and a type; undefined when they were not counted. */
export function countIn({ pairs }: Summary, { source, type }: EventFilter): number | undefined {
  return pairs?.reduce(
    (sum, [of, is, count]) =>
      (source === undefined || of === source) && (type === undefined || is === type) ? sum + count : sum,
    0,
  );
}

/** In which span all of them are, and how many match; undefined when they are in several, or more is asked than was counted. */
export function countedIn(
  summary: Summary,
  { from, to, filter, start, width, count }: Spans,
): { readonly span: number; readonly many: number } | undefined {
  const [low = -1, high] = [summary.since, summary.until].map((time) => Math.floor((time - start) / width));
  const isInside = summary.first >= from && summary.last < to && low === high && low >= 0 && low < count;
  if (!isInside || filter.key !== undefined || filter.text !== undefined) return undefined;
  const isAll = filter.source === undefined && filter.type === undefined;
  const many = isAll ? summary.records : countIn(summary, filter);
  return many === undefined ? undefined : { span: low, many };
}
