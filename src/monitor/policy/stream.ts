// SPDX-License-Identifier: Apache-2.0
// Events kept because windows ask for them, cut by what joins them, each list in the total order of events.
import { createQueue, type Queue } from '../../core/queue.ts';
import { compareEvents, type Entry, type Scope } from './expression/value.ts';
import { joined, type StreamPlan } from './policy.ts';

export interface Slice {
  readonly key: string;
  readonly entries: Entry[];
  /** Events up to that time may be missing, because there were too many. */
  lost: number;
}

export interface Stream {
  readonly plan: StreamPlan;
  /** Milliseconds for which an event may still be asked for. */
  readonly keep: number;
  /** False when it is none of the stream, or is in it already. */
  add(entry: Entry): boolean;
  find(key: string): Slice | undefined;
  /** Events up to that time may be missing, whatever joins them. */
  lost: number;
  /** Forgets what no verdict asks for any more once no event before `watermark` can come. */
  expire(watermark: number): void;
  /** In the order in which they came in. */
  entries(): readonly Entry[];
  slices(): Iterable<Slice>;
  readonly size: number;
  /** Events in memory: also those that are forgotten and not let go yet. */
  readonly held: number;
  /** Events forgotten because there were too many. */
  readonly forgotten: number;
}

export interface StreamLimits {
  /** Events that are kept; the oldest is forgotten for the next one. */
  readonly events: number;
  /** The same for events that one key joins. */
  readonly eventsPerKey: number;
}

const SPARE = 64;

export function createStream(plan: StreamPlan, keep: number, limits: StreamLimits): Stream {
  const slices = new Map<string, Slice>();
  let queue = createQueue<readonly [Entry, Slice]>();
  const scope = { on: undefined as never, it: undefined as never, windows: [] } as {
    -readonly [K in keyof Scope]: Scope[K];
  };
  let size = 0;
  let forgotten = 0;
  const dropFrom = (slice: Slice): Entry | undefined => {
    const entry = slice.entries.shift();
    if (entry !== undefined) size--;
    return entry;
  };
  const stream: Stream = {
    plan,
    keep,
    lost: Number.NEGATIVE_INFINITY,
    get size() {
      return size;
    },
    get held() {
      return Math.max(size, queue.size);
    },
    get forgotten() {
      return forgotten;
    },
    add(entry) {
      scope.on = entry.event;
      scope.it = entry.event;
      for (const { run } of plan.filters) if (run(scope) !== true) return false;
      const key = joined(entry.event, plan.by);
      if (key === undefined) return false;
      const slice = slices.get(key) ?? { key, entries: [], lost: Number.NEGATIVE_INFINITY };
      if (!insert(slice.entries, entry)) return false;
      slices.set(key, slice);
      size++;
      queue.push([entry, slice]);
      if (slice.entries.length > limits.eventsPerKey) {
        slice.lost = Math.max(slice.lost, dropFrom(slice)?.event.time ?? 0);
        forgotten++;
      }
      while (size > limits.events) {
        const [{ event }, oldest] = queue.shift() as readonly [Entry, Slice];
        const dropped = oldest.entries[0]?.event.time ?? Number.POSITIVE_INFINITY;
        if (dropped > event.time || dropFrom(oldest) === undefined) continue;
        stream.lost = Math.max(stream.lost, dropped);
        forgotten++;
        if (oldest.entries.length === 0) slices.delete(oldest.key);
      }
      if (queue.size > 2 * size + SPARE) queue = tidied(queue, slices);
      return true;
    },
    find: (key) => slices.get(key),
    expire(watermark) {
      const before = watermark - keep;
      for (
        let first = queue.peek();
        first !== undefined && first[0].event.time < before;
        first = queue.peek()
      ) {
        queue.shift();
        const [, slice] = first;
        while ((slice.entries[0]?.event.time ?? Number.POSITIVE_INFINITY) < before) dropFrom(slice);
        if (slice.entries.length === 0 && slices.get(slice.key) === slice) slices.delete(slice.key);
      }
    },
    entries() {
      const kept = keptOf(slices);
      return queue.items().flatMap(([entry]) => (kept.has(entry) ? [entry] : []));
    },
    slices: () => slices.values(),
  };
  return stream;
}

/** A key that is full forgets its own oldest event, which stays in the queue: a flood of one key must not fill that. */
function tidied(
  queue: Queue<readonly [Entry, Slice]>,
  slices: ReadonlyMap<string, Slice>,
): Queue<readonly [Entry, Slice]> {
  const kept = keptOf(slices);
  const tidy = createQueue<readonly [Entry, Slice]>();
  for (const each of queue.items()) if (kept.has(each[0])) tidy.push(each);
  return tidy;
}

function keptOf(slices: ReadonlyMap<string, Slice>): ReadonlySet<Entry> {
  return new Set([...slices.values()].flatMap(({ entries }) => entries));
}

/** Keeps the list sorted; false when the event is in it already. Almost always the new one is the last. */
function insert(entries: Entry[], entry: Entry): boolean {
  let at = entries.length;
  while (at > 0) {
    const order = compareEvents((entries[at - 1] as Entry).event, entry.event);
    if (order === 0) return false;
    if (order < 0) break;
    at--;
  }
  if (at === entries.length) entries.push(entry);
  else entries.splice(at, 0, entry);
  return true;
}
