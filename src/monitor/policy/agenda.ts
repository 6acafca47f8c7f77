// SPDX-License-Identifier: Apache-2.0
// Verdicts that are still open, and their deadlines.
import { createHeap } from '../../core/heap.ts';
import type { ChainEvent } from '../../model/index.ts';
import type { Alert, EventPlace } from '../alert.ts';
import { compareEvents, type Entry, type Scope } from './expression/value.ts';
import { hasSlice, type Policy, sliceOf } from './policy.ts';
import type { Quiet } from './quiet.ts';
import type { Router } from './router.ts';
import { alertOf, judge } from './verdict.ts';

/** A verdict that waits for its deadline. */
export interface Open {
  /** Number of the policy. */
  readonly policy: number;
  readonly entry: Entry;
  /** Last millisecond whose events count. */
  readonly deadline: number;
}

/** An obligation that the stream ended before. */
export interface Pending {
  readonly policy: string;
  readonly event: ChainEvent;
  readonly at: EventPlace;
  readonly keys: Readonly<Record<string, string>>;
  readonly deadline: number;
}

export interface Agenda {
  /** Opens a verdict when the policy looks at the event. */
  look(policy: number, entry: Entry): void;
  /** Gives the verdicts whose deadlines are before `time`, in their order, and adds what they find. */
  decideBefore(time: number, alerts: Alert[]): void;
  pending(): readonly Pending[];
  readonly size: number;
  /** Events not looked at because the policy had too many open verdicts. */
  readonly unwatched: number;
  save(): readonly Open[];
  restore(open: readonly Open[], unwatched: number): void;
}

/** @param limit Open verdicts of one policy. */
export function createAgenda(
  policies: readonly Policy[],
  router: Router,
  quiet: Quiet,
  limit: number,
): Agenda {
  const heap = createHeap<Open>(compareOpen);
  const openOf = new Array<number>(policies.length).fill(0);
  const add = (open: Open) => {
    heap.push(open);
    openOf[open.policy] = (openOf[open.policy] as number) + 1;
  };
  const decide = ({ policy: number, entry }: Open): Alert | undefined => {
    const policy = policies[number] as Policy;
    openOf[number] = (openOf[number] as number) - 1;
    const verdict = judge(policy, entry, router.streamsOf(number));
    if (verdict.broken.length === 0) return undefined;
    const alert = alertOf(policy, entry, verdict);
    return quiet.allows(number, alert.keys, entry.event.time) ? alert : undefined;
  };
  let unwatched = 0;
  return {
    get size() {
      return heap.size;
    },
    get unwatched() {
      return unwatched;
    },
    look(number, entry) {
      const policy = policies[number] as Policy;
      if (!isMeant(policy, entry.event)) return;
      if ((openOf[number] as number) >= limit) unwatched++;
      else add({ policy: number, entry, deadline: entry.event.time + policy.wait });
    },
    decideBefore(time, alerts) {
      for (let first = heap.peek(); first !== undefined && first.deadline < time; first = heap.peek()) {
        heap.pop();
        const alert = decide(first);
        if (alert !== undefined) alerts.push(alert);
      }
    },
    pending: () =>
      heap
        .items()
        .toSorted(compareOpen)
        .map(({ policy, entry: { event, at }, deadline }) => {
          const found = policies[policy] as Policy;
          return { policy: found.head.id, event, at, keys: sliceOf(found, event) ?? {}, deadline };
        }),
    save: () => heap.items(),
    restore(open, before) {
      while (heap.size > 0) heap.pop();
      openOf.fill(0);
      for (const each of open) add(each);
      unwatched = before;
    },
  };
}

const scope: { on: ChainEvent; it: ChainEvent; windows: readonly [] } = {
  on: undefined as never,
  it: undefined as never,
  windows: [],
};

function isMeant(policy: Policy, event: ChainEvent): boolean {
  if (policy.where !== undefined) {
    scope.on = event;
    scope.it = event;
    if (policy.where.run(scope satisfies Scope) !== true) return false;
  }
  return hasSlice(policy, event);
}

function compareOpen(left: Open, right: Open): number {
  return (
    left.deadline - right.deadline ||
    compareEvents(left.entry.event, right.entry.event) ||
    left.policy - right.policy
  );
}
