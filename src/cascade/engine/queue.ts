// SPDX-License-Identifier: Apache-2.0
// Events by time, then class, then asset: a heap with four children a node, in typed arrays.

/** Classes at equal time, in this order (docs/explanation/cascades.md §2.6). */
export const CLASS = { damage: 0, repaired: 1, human: 2, timer: 3 } as const;

export interface EventQueue {
  size: number;
  times: Float64Array;
  ranks: Float64Array;
  kinds: Int32Array;
  subjects: Int32Array;
  stamps: Int32Array;
  /** Of the event that `popEvent` took last. */
  time: number;
  kind: number;
  subject: number;
  stamp: number;
}

/** `rank` of an event: its class, then the number of the asset that it is about. */
export function rankOf(eventClass: number, asset: number): number {
  return eventClass * 4_294_967_296 + asset;
}

const WAYS = 4;
const FIRST_ROOM = 1024;

export function createEventQueue(): EventQueue {
  return {
    size: 0,
    times: new Float64Array(FIRST_ROOM),
    ranks: new Float64Array(FIRST_ROOM),
    kinds: new Int32Array(FIRST_ROOM),
    subjects: new Int32Array(FIRST_ROOM),
    stamps: new Int32Array(FIRST_ROOM),
    time: 0,
    kind: 0,
    subject: 0,
    stamp: 0,
  };
}

export function pushEvent(
  queue: EventQueue,
  time: number,
  rank: number,
  kind: number,
  subject: number,
  stamp: number,
): void {
  if (queue.size === queue.times.length) grow(queue);
  let at = queue.size++;
  while (at > 0) {
    const above = (at - 1) >> 2;
    if (!isLess(time, rank, queue.times[above] as number, queue.ranks[above] as number)) break;
    move(queue, above, at);
    at = above;
  }
  queue.times[at] = time;
  queue.ranks[at] = rank;
  queue.kinds[at] = kind;
  queue.subjects[at] = subject;
  queue.stamps[at] = stamp;
}

/** False: there is no event left. */
export function popEvent(queue: EventQueue): boolean {
  if (queue.size === 0) return false;
  queue.time = queue.times[0] as number;
  queue.kind = queue.kinds[0] as number;
  queue.subject = queue.subjects[0] as number;
  queue.stamp = queue.stamps[0] as number;
  queue.size--;
  if (queue.size > 0) sink(queue);
  return true;
}

/** The hole at the top sinks to where the last entry fits. */
function sink(queue: EventQueue): void {
  const { size, times, ranks } = queue;
  const time = times[size] as number;
  const rank = ranks[size] as number;
  let at = 0;
  for (;;) {
    const first = at * WAYS + 1;
    if (first >= size) break;
    const end = Math.min(first + WAYS, size);
    let least = first;
    for (let child = first + 1; child < end; child++)
      if (
        isLess(times[child] as number, ranks[child] as number, times[least] as number, ranks[least] as number)
      )
        least = child;
    if (!isLess(times[least] as number, ranks[least] as number, time, rank)) break;
    move(queue, least, at);
    at = least;
  }
  move(queue, size, at);
}

function isLess(time: number, rank: number, otherTime: number, otherRank: number): boolean {
  return time < otherTime || (time === otherTime && rank < otherRank);
}

function move(queue: EventQueue, from: number, to: number): void {
  queue.times[to] = queue.times[from] as number;
  queue.ranks[to] = queue.ranks[from] as number;
  queue.kinds[to] = queue.kinds[from] as number;
  queue.subjects[to] = queue.subjects[from] as number;
  queue.stamps[to] = queue.stamps[from] as number;
}

function grow(queue: EventQueue): void {
  const room = queue.times.length * 2;
  const larger = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  queue.times = larger(queue.times, new Float64Array(room));
  queue.ranks = larger(queue.ranks, new Float64Array(room));
  queue.kinds = larger(queue.kinds, new Int32Array(room));
  queue.subjects = larger(queue.subjects, new Int32Array(room));
  queue.stamps = larger(queue.stamps, new Int32Array(room));
}
