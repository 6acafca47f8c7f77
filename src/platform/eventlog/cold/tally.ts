// SPDX-License-Identifier: Apache-2.0
// Counts of one day. A row group inside one span is counted by what the file says of it; one across an edge is read.
import { countedIn, type Spans } from '../summary.ts';
import { textFinder } from './find-text.ts';
import type { Group } from './group.ts';
import { mayMatch, rowsOf } from './match.ts';
import type { OpenDay } from './open-day.ts';

export interface DayCounted {
  readonly reached: number;
  readonly work: number;
}

/** Milliseconds, about, that a group costs: its times, and small columns. */
const GROUP_WORK = 7;
const TEXT_WORK = 30;

/** Adds to `counts`. */
export async function tallyDay(
  day: OpenDay,
  spans: Spans,
  counts: number[],
  work: number,
): Promise<DayCounted> {
  const { start, width, count, to, from, filter } = spans;
  const end = start + width * count;
  let left = work;
  for (let at = day.groups.length - 1; at >= 0; at--) {
    const group = day.groups[at];
    if (group === undefined || group.until < start || group.since >= end || !mayMatch(day, at, spans))
      continue;
    const known = countedIn(group, spans);
    if (known !== undefined) {
      counts[known.span] = (counts[known.span] ?? 0) + known.many;
      continue;
    }
    if (left <= 0) return { reached: Math.min(to, group.last + 1), work: left };
    left -= filter.text === undefined ? GROUP_WORK : TEXT_WORK;
    for (const observed of await timesIn(day, at, group, spans))
      if (observed >= start && observed < end) {
        const own = Math.floor((observed - start) / width);
        counts[own] = (counts[own] ?? 0) + 1;
      }
  }
  return { reached: from, work: left };
}

async function timesIn(
  day: OpenDay,
  at: number,
  group: Group,
  spans: Spans,
): Promise<Float64Array | readonly number[]> {
  const times = await day.times(at);
  const isWhole = group.first >= spans.from && group.last < spans.to;
  if (isWhole && Object.keys(spans.filter).length === 0) return times;
  const columns = await day.columns(at);
  const rows = await rowsOf(columns, group, spans);
  const { text } = spans.filter;
  if (text === undefined || rows.length === 0) return rows.map((row) => times[row] ?? 0);
  const bodies = await columns.texts('body');
  const has = textFinder(text);
  return rows.flatMap((row) => (has(bodies[row] ?? new Uint8Array()) ? [times[row] ?? 0] : []));
}
