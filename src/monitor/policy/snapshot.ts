// SPDX-License-Identifier: Apache-2.0
// The state of a monitor as plain data. Every event stands in it once; all else refers to it by its number.
import type { Agenda, Open } from './agenda.ts';
import type { Clock, ClockState } from './clock.ts';
import type { Entry } from './expression/value.ts';
import type { IdsState } from './ids.ts';
import type { PolicyCounts } from './limits.ts';
import type { Policy } from './policy.ts';
import type { Quiet, QuietState } from './quiet.ts';
import type { Router, StreamState } from './router.ts';

type Counted = Omit<PolicyCounts, 'open' | 'kept' | 'forgotten' | 'unwatched'>;

export interface PolicySnapshot {
  readonly schema: 'ensuresec/policy-state/1';
  readonly entries: readonly Entry[];
  readonly clock: {
    /** Null before the first event; so are `lost` below when nothing was. */
    readonly now: number | null;
    readonly watermark: number | null;
    readonly ids: IdsState['remembered'];
    readonly forgottenUntil: number | null;
    readonly waiting: readonly number[];
  };
  readonly streams: readonly {
    readonly id: string;
    readonly entries: readonly number[];
    readonly lost: number | null;
    readonly slices: StreamState['slices'];
  }[];
  readonly open: readonly (readonly [policy: string, entry: number])[];
  readonly quiet: readonly (readonly [policy: string, key: string, time: number])[];
  readonly unwatched: number;
  readonly counts: Counted;
}

interface State {
  readonly policies: readonly Policy[];
  readonly clock: Clock;
  readonly router: Router;
  readonly agenda: Agenda;
  readonly quiet: Quiet;
  readonly counts: Counted;
}

export function writeSnapshot({ policies, clock, router, agenda, quiet, counts }: State): PolicySnapshot {
  const numbers = new Map<Entry, number>();
  const numberOf = (entry: Entry): number => {
    const known = numbers.get(entry);
    if (known !== undefined) return known;
    numbers.set(entry, numbers.size);
    return numbers.size - 1;
  };
  const { waiting, ids, ...times } = clock.save();
  const idOf = (policy: number) => (policies[policy] as Policy).head.id;
  const written = {
    clock: {
      now: finite(times.now),
      watermark: finite(times.watermark),
      ids: ids.remembered,
      forgottenUntil: finite(ids.forgottenUntil),
      waiting: waiting.map(numberOf),
    },
    streams: router.save().map(({ id, entries, lost, slices }) => ({
      id,
      entries: entries.map(numberOf),
      lost: finite(lost),
      slices,
    })),
    open: agenda.save().map(({ policy, entry }) => [idOf(policy), numberOf(entry)] as const),
    quiet: quiet.save().map(([policy, key, time]) => [idOf(policy), key, time] as const),
    unwatched: agenda.unwatched,
    counts: { ...counts },
  };
  return { schema: 'ensuresec/policy-state/1', entries: [...numbers.keys()], ...written };
}

/** JSON knows no infinity. */
function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}

interface Read {
  readonly clock: ClockState;
  readonly streams: readonly StreamState[];
  readonly open: readonly Open[];
  readonly quiet: QuietState;
  readonly unwatched: number;
  readonly counts: Counted;
}

/** What policies that are gone have left behind is left out. */
export function readSnapshot(snapshot: PolicySnapshot, policies: readonly Policy[]): Read {
  const { clock, streams, open, quiet, unwatched, counts, entries } = snapshot;
  const entryOf = (number: number) => entries[number] as Entry;
  const numbers = new Map(policies.map(({ head }, number) => [head.id, number]));
  const infinite = (time: number | null) => time ?? Number.NEGATIVE_INFINITY;
  return {
    clock: {
      now: infinite(clock.now),
      watermark: infinite(clock.watermark),
      ids: { remembered: clock.ids, forgottenUntil: infinite(clock.forgottenUntil) },
      waiting: clock.waiting.map(entryOf),
    },
    streams: streams.map((stream) => ({
      ...stream,
      entries: stream.entries.map(entryOf),
      lost: infinite(stream.lost),
    })),
    open: open.flatMap(([id, number]): Open[] => {
      const policy = numbers.get(id);
      if (policy === undefined) return [];
      const entry = entryOf(number);
      return [{ policy, entry, deadline: entry.event.time + (policies[policy] as Policy).wait }];
    }),
    quiet: quiet.flatMap(([id, key, time]) => {
      const policy = numbers.get(id);
      return policy === undefined ? [] : [[policy, key, time] as const];
    }),
    unwatched,
    counts,
  };
}
