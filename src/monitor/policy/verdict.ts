// SPDX-License-Identifier: Apache-2.0
// What a policy says about one event, on the events that are kept.
import { eventFields } from '../../model/index.ts';
import type { Alert, Witness } from '../alert.ts';
import { compareEvents, type Entry, type Scope } from './expression/value.ts';
import { joined, type Obligation, type Policy, sliceOf } from './policy.ts';
import type { Stream } from './stream.ts';
import { takeWindow } from './window.ts';

export interface Verdict {
  /** Obligations that do not hold; none when the event is excused. */
  readonly broken: readonly Obligation[];
  /** Number of the exception that holds. */
  readonly excused?: number;
  readonly scope: Scope;
  /** Names of windows in which events may be missing, because there were too many. */
  readonly incomplete: readonly string[];
}

const NONE: readonly Entry[] = [];
/** Witnesses that an alert names at most; the last ones when there are more. */
const MAX_WITNESSES = 20;

/** @param streams One for each window of the policy. */
export function judge(policy: Policy, { event: on }: Entry, streams: readonly Stream[]): Verdict {
  const windows: (readonly Entry[])[] = [];
  const incomplete: string[] = [];
  for (const [index, window] of policy.windows.entries()) {
    const stream = streams[index] as Stream;
    const key = joined(on, window.join);
    const slice = key === undefined ? undefined : stream.find(key);
    windows.push(
      key === undefined || slice === undefined ? NONE : takeWindow(window, on, slice.entries, windows),
    );
    const lost = Math.max(stream.lost, slice?.lost ?? Number.NEGATIVE_INFINITY);
    if (key !== undefined && lost >= on.time + window.from) incomplete.push(window.name);
  }
  const scope: Scope = { on, it: on, windows };
  const broken = policy.must.filter(({ that }) => that.run(scope) === false);
  if (broken.length === 0) return { broken, scope, incomplete };
  const excused = policy.unless.findIndex(({ run }) => run(scope) === true);
  return excused < 0 ? { broken, scope, incomplete } : { broken: [], excused, scope, incomplete };
}

export function alertOf(policy: Policy, entry: Entry, { broken, scope, incomplete }: Verdict): Alert {
  const spoken = new Set(broken.flatMap(({ windows }) => windows));
  const seen = new Set<Entry>();
  for (const index of spoken) for (const each of scope.windows[index] ?? NONE) seen.add(each);
  const because = [...seen]
    .filter(({ event }) => event.id !== entry.event.id || event.source !== entry.event.source)
    .sort((left, right) => compareEvents(left.event, right.event))
    .slice(-MAX_WITNESSES)
    .map(witnessOf);
  const notes = incomplete.map(
    (name) => `Too many events came to keep them all, so older ones are missing from \`${name}\`.`,
  );
  return {
    rule: policy.head,
    keys: sliceOf(policy, entry.event) ?? {},
    ...witnessOf(entry),
    because,
    reasons: [...broken.map(({ say }) => say.fill(scope)), ...notes],
  };
}

function witnessOf({ event, at }: Entry): Witness {
  return { record: eventFields(event), at, time: event.time };
}
