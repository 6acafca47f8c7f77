// SPDX-License-Identifier: Apache-2.0
// What is to be done again and again, such as looking at a page, and when it is due.
import type { ChainEvent } from '../../model/index.ts';
import { againFrom } from '../../monitor/index.ts';

/** One time that it was done. */
export interface Done {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In a word; counted in /metrics. */
  readonly outcome: string;
  /** What failed does not keep the schedule. */
  readonly counts: boolean;
  /** Digest of the record that says all of it. */
  readonly digest: string;
}

export interface Round {
  readonly id: string;
  /** Longest time from one to the next. */
  readonly everyMs: number;
  /** All that was done so far, by whomever, oldest first. @throws Error when the records cannot be read. */
  done(): readonly Done[];
  /**
   * Does it once; it stands in `done` afterwards.
   *
   * @param found Gets what it showed, before it stands in `done`: so nothing is done whose events are lost.
   * @param signal Ends it; then it was not done.
   * @throws Error when it cannot even be tried, when it was ended, and what `found` throws.
   */
  run(found: (events: readonly ChainEvent[]) => void, signal: AbortSignal): Promise<void>;
  /** What says that it was not done in time. The same `due` gives the same event. */
  missed(due: number): ChainEvent;
}

/** An hour of each week between two tries. */
const PAUSES = 168;

/** @param begun Since when it is to be done so often. */
export function isDue({ everyMs }: Round, done: readonly Done[], begun: number, tried: number, now: number) {
  const counted = done.findLast(({ counts }) => counts)?.at;
  const last = Math.max(tried, done.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  // A clock that was set back must not stop it for good.
  if (last <= now && now - last < everyMs / PAUSES) return false;
  if (counted === undefined || counted > now || now < begun) return true;
  return now >= againFrom(counted, everyMs);
}

/** When it is too late; what was before `begun` was judged by the interval of then. */
export function dueOf({ everyMs }: Round, done: readonly Done[], begun: number): number {
  return Math.max(begun, done.findLast(({ counts }) => counts)?.at ?? begun) + everyMs;
}

/** More than this of one pause are told as these: a server that was off for years must start. */
const MAX_MISSED = 1000;

/** Every time up to `now` at which it should have been done and was not, after `after`: one for each whole period of a pause. */
export function missedOf(
  { everyMs }: Round,
  done: readonly Done[],
  begun: number,
  after: number,
  now: number,
): readonly number[] {
  const times = done.filter(({ counts, at }) => counts && at > begun && at <= now).map(({ at }) => at);
  const points = [begun, ...times.toSorted((a, b) => a - b), now];
  return points.slice(1).flatMap((end, at) => {
    const from = points[at] as number;
    const count = Math.min(MAX_MISSED, Math.max(0, Math.ceil((end - from) / everyMs) - 1));
    return Array.from({ length: count }, (_, number) => from + (number + 1) * everyMs).filter(
      (due) => due > after,
    );
  });
}
