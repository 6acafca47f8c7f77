// SPDX-License-Identifier: Apache-2.0
// Search of one day from its young end, one step a call: row groups that cannot match cost nothing, and after some that were
// read the step ends.
import type { EventWindow, LogRecord } from '../../../core/ports/index.ts';
import { textFinder } from './find-text.ts';
import { mayMatch, rowsOf } from './match.ts';
import type { OpenDay } from './open-day.ts';
import { type Damaged, recordsAt } from './records.ts';

export interface DayFound {
  readonly records: readonly LogRecord[];
  /** Offsets of [reached, `to`) were looked at. */
  readonly reached: number;
  /** What is left of the work of a step. */
  readonly work: number;
}

/** Rows whose bodies are looked through at a time. */
const SPAN = 2000;
/** Milliseconds, about, that a group costs: of small columns, and of 2000 bodies. */
const GROUP_WORK = 4;
const SPAN_WORK = 3;

type Window = EventWindow & { readonly limit: number };

export async function searchDay(
  day: OpenDay,
  window: Window,
  work: number,
  damaged: Damaged,
): Promise<DayFound> {
  const records: LogRecord[] = [];
  let room = window.limit;
  let left = work;
  for (let at = day.groups.length - 1; at >= 0; at--) {
    const group = day.groups[at];
    if (group === undefined || !mayMatch(day, at, window)) continue;
    if (left <= 0) return { records, reached: Math.min(window.to, group.last + 1), work: left };
    const columns = await day.columns(at);
    const rows = [...(await rowsOf(columns, group, window))];
    left -= GROUP_WORK;
    while (rows.length > 0) {
      const taken = window.filter.text === undefined ? rows.splice(-room) : youngest(rows);
      const found = (await withText(columns, taken, window.filter.text)).slice(-room);
      records.push(...(await recordsAt(columns, found, damaged)).toReversed());
      left -= SPAN_WORK;
      room -= found.length;
      // Below the oldest row that was looked at the next step goes on.
      const oldest = room === 0 ? found[0] : taken[0];
      if ((room > 0 && (left > 0 || rows.length === 0)) || oldest === undefined) continue;
      const [offset] = Array.from(await columns.numbers('offset', oldest, oldest + 1));
      return { records, reached: Math.max(window.from, Number(offset)), work: left };
    }
  }
  return { records, reached: window.from, work: left };
}

/** Takes the youngest rows whose bodies stand near each other. */
function youngest(rows: number[]): readonly number[] {
  const last = rows.at(-1) ?? 0;
  let start = rows.length;
  while (start > 0 && last - (rows[start - 1] ?? 0) < SPAN) start--;
  return rows.splice(start);
}

async function withText(
  columns: Awaited<ReturnType<OpenDay['columns']>>,
  rows: readonly number[],
  text: string | undefined,
): Promise<readonly number[]> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (text === undefined || first === undefined || last === undefined) return rows;
  const bodies = await columns.texts('body', first, last + 1);
  const has = textFinder(text);
  return rows.filter((row) => has(bodies[row - first] ?? new Uint8Array()));
}
