// SPDX-License-Identifier: Apache-2.0
// Which row groups may hold what is asked for, and which of their rows do, as far as small columns tell.
import type { EventWindow } from '../../../core/ports/index.ts';
import { countIn } from '../summary.ts';
import type { Group } from './group.ts';
import type { Columns, OpenDay } from './open-day.ts';

/** A group outside of the window, or whose counts or filters say that nothing in it matches, is not read. */
export function mayMatch(day: OpenDay, at: number, { from, to, filter }: EventWindow): boolean {
  const group = day.groups[at];
  if (group === undefined || group.last < from || group.first >= to) return false;
  if (group.pairs !== undefined) {
    if (countIn(group, filter) === 0) return false;
  } else
    for (const column of ['source', 'type'] as const)
      if (filter[column] !== undefined && !day.mayHold(at, column, filter[column])) return false;
  return filter.key === undefined || day.mayHold(at, 'key', filter.key);
}

/** Rows of a group inside a window with the source, type and key of its filter, ascending. */
export async function rowsOf(
  columns: Columns,
  group: Group,
  window: EventWindow,
): Promise<readonly number[]> {
  const { from, to, filter } = window;
  const tests = await Promise.all(
    (['source', 'type', 'key'] as const).flatMap((column) => {
      const wanted = filter[column];
      return wanted === undefined ? [] : [equals(columns, column, wanted)];
    }),
  );
  const isWhole = group.first >= from && group.last < to;
  const offsets = isWhole ? undefined : await columns.numbers('offset');
  const rows: number[] = [];
  for (let row = 0; row < group.records; row++) {
    const offset = offsets === undefined ? from : Number(offsets[row]);
    if (offset >= from && offset < to && tests.every((test) => test(row))) rows.push(row);
  }
  return rows;
}

async function equals(
  columns: Columns,
  column: 'source' | 'type' | 'key',
  wanted: string,
): Promise<(row: number) => boolean> {
  const texts = await columns.texts(column);
  const bytes = Buffer.from(wanted);
  // A column with few values has each of them once.
  const known = new Map<Uint8Array, boolean>();
  return (row) => {
    const text = texts[row];
    if (text == null || text.length !== bytes.length) return false;
    const before = known.get(text);
    if (before !== undefined) return before;
    const same = bytes.equals(text);
    if (column !== 'key') known.set(text, same);
    return same;
  };
}
