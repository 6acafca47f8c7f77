// SPDX-License-Identifier: Apache-2.0
// Several files as one history: the events of each in their order, those of all in the order of time. An attack over
// several systems is in several files, and what joins its parts needs to see them in turn.
import type { Batch, FileEvent } from './events.ts';
import { isBad } from './events.ts';

/** Files read at once. The others wait; their events come late when more than so many overlap in time. */
const MAX_OPEN = 16;

export interface Source {
  readonly file: string;
  open(): AsyncGenerator<Batch>;
}

export type Item = Batch['items'][number];

interface Cursor {
  readonly file: string;
  readonly batches: AsyncGenerator<Batch>;
  items: Batch['items'];
  at: number;
  done: number;
  /** Of the item at `at`; an item that tells no time has that of the one before. */
  time: number;
}

/**
 * @param timeOf Milliseconds since 1970 of an event, if it tells.
 * @param onProgress Share of all files that was read, 0..1.
 */
export async function eachItem(
  sources: readonly Source[],
  timeOf: (event: FileEvent) => number | undefined,
  take: (file: string, item: Item) => void,
  onProgress: (file: string, done: number) => void,
): Promise<void> {
  const [only, ...others] = sources;
  if (only === undefined) return;
  if (others.length === 0) {
    for await (const { items, done } of only.open()) {
      for (const item of items) take(only.file, item);
      onProgress(only.file, done);
    }
    return;
  }
  await mergeAll(await inOrder(sources, timeOf), timeOf, take, onProgress);
}

interface Planned {
  readonly source: Source;
  readonly first: number;
}

/** Looks at the start of each file, so that none is opened long before its turn. */
async function inOrder(
  sources: readonly Source[],
  timeOf: (event: FileEvent) => number | undefined,
): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const source of sources) {
    let first = Number.NEGATIVE_INFINITY;
    const batches = source.open();
    for await (const { items } of batches) {
      const times = items.flatMap((item) => (isBad(item) ? [] : (timeOf(item) ?? [])));
      if (times.length === 0) continue;
      first = times[0] as number;
      break;
    }
    planned.push({ source, first });
  }
  return planned.sort((left, right) => left.first - right.first);
}

async function mergeAll(
  planned: readonly Planned[],
  timeOf: (event: FileEvent) => number | undefined,
  take: (file: string, item: Item) => void,
  onProgress: (file: string, done: number) => void,
): Promise<void> {
  const waiting = [...planned];
  const open: Cursor[] = [];
  let finished = 0;
  for (;;) {
    const now = Math.min(...open.map(({ time }) => time));
    while (
      waiting.length > 0 &&
      open.length < MAX_OPEN &&
      (open.length === 0 || waitingTime(waiting) <= now)
    ) {
      const { source, first } = waiting.shift() as Planned;
      const cursor: Cursor = {
        file: source.file,
        batches: source.open(),
        items: [],
        at: 0,
        done: 0,
        time: first,
      };
      if (await refill(cursor)) {
        lookAt(cursor, timeOf);
        open.push(cursor);
      } else finished++;
    }
    if (open.length === 0) return;
    const cursor = open.reduce((least, each) => (each.time < least.time ? each : least));
    const until = Math.min(
      waitingTime(waiting),
      ...open.map((each) => (each === cursor ? Number.POSITIVE_INFINITY : each.time)),
    );
    const goesOn = await drain(cursor, until, timeOf, take);
    if (!goesOn) {
      open.splice(open.indexOf(cursor), 1);
      finished++;
    }
    const read = open.reduce((sum, { done }) => sum + done, finished);
    onProgress(cursor.file, read / planned.length);
  }
}

function waitingTime([next]: readonly Planned[]): number {
  return next?.first ?? Number.POSITIVE_INFINITY;
}

/** Gives the items of a cursor as long as none of another is older; at least one. False at the end of the file. */
async function drain(
  cursor: Cursor,
  until: number,
  timeOf: (event: FileEvent) => number | undefined,
  take: (file: string, item: Item) => void,
): Promise<boolean> {
  do {
    take(cursor.file, cursor.items[cursor.at] as Item);
    cursor.at++;
    if (cursor.at >= cursor.items.length && !(await refill(cursor))) return false;
    lookAt(cursor, timeOf);
  } while (cursor.time <= until);
  return true;
}

/** Reads on until there is an item. False at the end of the file. */
async function refill(cursor: Cursor): Promise<boolean> {
  while (cursor.at >= cursor.items.length) {
    const next = await cursor.batches.next();
    if (next.done === true) return false;
    [cursor.items, cursor.at, cursor.done] = [next.value.items, 0, next.value.done];
  }
  return true;
}

function lookAt(cursor: Cursor, timeOf: (event: FileEvent) => number | undefined): void {
  const item = cursor.items[cursor.at] as Item;
  if (!isBad(item)) cursor.time = timeOf(item) ?? cursor.time;
}
