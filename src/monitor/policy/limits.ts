// SPDX-License-Identifier: Apache-2.0
// What a monitor keeps at most, and what it counts when that is not enough.

export interface PolicyLimits {
  /** Events kept for windows of one kind of event; the oldest is forgotten for the next one, and counted. */
  readonly events: number;
  /** The same for those that one key joins. */
  readonly eventsPerKey: number;
  /** Open verdicts of one policy; beyond, events are not looked at until some are given, and counted. */
  readonly open: number;
  /** Events that wait for earlier ones; beyond, the earliest no longer waits. */
  readonly waiting: number;
  /** Ids remembered to leave out duplicates; events as old as a forgotten id that come late are left out, too. */
  readonly ids: number;
  /** Keys of one policy that are quiet after an alert; the one that was first is forgotten. */
  readonly quiet: number;
}

export const LIMITS: PolicyLimits = {
  events: 200_000,
  eventsPerKey: 2_000,
  open: 200_000,
  waiting: 100_000,
  ids: 200_000,
  quiet: 50_000,
};

export interface PolicyCounts {
  readonly events: number;
  readonly duplicates: number;
  /** Events that came later than the bound: kept for windows, and looked at on what is known. */
  readonly late: number;
  /**
   * Late events left out, because their ids are no longer remembered, events from a time to come when many wait for theirs, and
   * events without a time.
   */
  readonly ignored: number;
  /** Events of windows that were forgotten because there were too many. */
  readonly forgotten: number;
  /** Events that a policy did not look at because it had too many open verdicts. */
  readonly unwatched: number;
  /** Verdicts that are still open, and events that are kept for windows. */
  readonly open: number;
  readonly kept: number;
}
