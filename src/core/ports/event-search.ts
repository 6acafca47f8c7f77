// SPDX-License-Identifier: Apache-2.0
// Looking for records of a log. Each call looks at a bounded number of them, so that appends never wait for long.
import type { LogRecord } from './event-log.ts';

/** All that are given must hold. */
export interface EventFilter {
  readonly source?: string;
  readonly key?: string;
  /** `type` of the body, which is JSON. */
  readonly type?: string;
  /** Somewhere in the body; A to Z are as a to z. */
  readonly text?: string;
}

export interface EventWindow {
  /** Offsets of [from, to). */
  readonly from: number;
  readonly to: number;
  readonly filter: EventFilter;
}

/** One step of a search: it may end before the window does. */
export interface Looked {
  /** Offsets of [reached, `to` of the window) were looked at. */
  readonly reached: number;
}

export interface EventSearch {
  /** The first offset that was appended at a time or later; the next one to be given when there is none. */
  offsetAt(time: number): Promise<number>;
  /** Records of a window, the youngest first. One step, some ten milliseconds: it goes on below `reached`. */
  search(
    window: EventWindow & { readonly limit: number },
  ): Promise<Looked & { readonly records: readonly LogRecord[] }>;
  /**
   * How many records of a window were appended in each of `count` spans of `width` milliseconds after `start`. One step
   * from the young end, as of `search`.
   */
  tally(
    window: EventWindow & { readonly start: number; readonly width: number; readonly count: number },
  ): Promise<Looked & { readonly counts: readonly number[] }>;
}
