// SPDX-License-Identifier: Apache-2.0
// What is to be done again and again, such as looking at a page, and when it is due.
import type { ChainEvent } from '../../model/index.ts';

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
  /** Does it once; it stands in `done` afterwards. @returns What it showed. @throws Error when it cannot even be tried. */
  run(): Promise<readonly ChainEvent[]>;
  /** What says that it was not done in time. The same `due` gives the same event. */
  missed(due: number): ChainEvent;
}

/** A day of each week is left to try again, before it is too late. */
const AHEAD_OF = 7;
/** An hour of each week between two tries. */
const PAUSES = 168;

/** @param begun When it was first to be done. */
export function isDue({ everyMs }: Round, done: readonly Done[], begun: number, tried: number, now: number) {
  const counted = done.findLast(({ counts }) => counts)?.at;
  const last = Math.max(tried, done.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  // A clock that was set back must not stop it for good.
  if (last <= now && now - last < everyMs / PAUSES) return false;
  if (counted === undefined || counted > now || now < begun) return true;
  return now - counted >= everyMs - everyMs / AHEAD_OF;
}

/** When it is too late. */
export function dueOf({ everyMs }: Round, done: readonly Done[], begun: number): number {
  return (done.findLast(({ counts }) => counts)?.at ?? begun) + everyMs;
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
