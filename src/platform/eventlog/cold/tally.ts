// SPDX-License-Identifier: Apache-2.0
// Counts of one day. A row group inside one span is counted by what the file says of it; one across an edge is read.
import type { EventWindow } from '../../../core/ports/index.ts';
import { textFinder } from './find-text.ts';
import type { Group } from './group.ts';
import { countIn, mayMatch, rowsOf } from './match.ts';
import type { OpenDay } from './open-day.ts';

export type Spans = EventWindow & { readonly start: number; readonly width: number; readonly count: number };

export interface DayCounted {
  readonly reached: number;
  readonly work: number;
}

/** Milliseconds, about, that a group costs. */
const GROUP_WORK = 2;
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
    const span = Math.floor((group.since - start) / width);
    const known = knownCount(group, spans);
    if (known !== undefined) {
      counts[span] = (counts[span] ?? 0) + known;
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

/** Undefined when the group is not wholly inside the window and one span, or more is asked than was counted. */
function knownCount(group: Group, { from, to, filter, start, width, count }: Spans): number | undefined {
  const [low, high] = [group.since, group.until].map((time) => Math.floor((time - start) / width));
  const isInside =
    group.first >= from && group.last < to && low === high && (low ?? -1) >= 0 && (low ?? count) < count;
  if (!isInside || filter.key !== undefined || filter.text !== undefined) return undefined;
  return filter.source === undefined && filter.type === undefined ? group.records : countIn(group, filter);
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
