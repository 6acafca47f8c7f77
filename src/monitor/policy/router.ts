// SPDX-License-Identifier: Apache-2.0
// Which policies and which streams an event goes to, by its type.
import { createHeap } from '../../core/heap.ts';
import type { Entry } from './expression/value.ts';
import type { Policy, StreamPlan } from './policy.ts';
import { createStream, type Stream, type StreamLimits } from './stream.ts';

export interface Route {
  /** Numbers of the policies that look at such events. */
  readonly policies: readonly number[];
  readonly streams: readonly Stream[];
}

export interface StreamState {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly lost: number;
  readonly slices: readonly (readonly [key: string, lost: number])[];
}

export interface Router {
  routeOf(type: string): Route | undefined;
  /** The stream of each window of a policy. */
  streamsOf(policy: number): readonly Stream[];
  /** Forgets what no verdict asks for any more; looks at each stream once in a while of event time. */
  expire(watermark: number): void;
  readonly kept: number;
  readonly forgotten: number;
  save(): readonly StreamState[];
  restore(states: readonly StreamState[]): void;
}

/** A stream is looked at whenever event time passes a whole multiple of that part of what it keeps. */
const PARTS = 64;
const LEAST = 1_000;

interface Due {
  readonly stream: Stream;
  readonly every: number;
  /** Event time from which on it is looked at again. */
  readonly at: number;
}

export function createRouter(policies: readonly Policy[], limits: StreamLimits): Router {
  const plans = planStreams(policies);
  let streams = makeStreams(plans, limits);
  let routes = new Map<string, Route>();
  let ofPolicy: readonly (readonly Stream[])[] = [];
  const due = createHeap<Due>((left, right) => left.at - right.at);
  const connect = () => {
    ofPolicy = policies.map(({ windows }) => windows.map(({ stream }) => streams.get(stream.id) as Stream));
    routes = routesOf(policies, [...streams.values()]);
    while (due.size > 0) due.pop();
    for (const stream of streams.values())
      due.push({ stream, every: Math.max(LEAST, stream.keep / PARTS), at: Number.NEGATIVE_INFINITY });
  };
  connect();
  const sum = (count: (stream: Stream) => number) =>
    [...streams.values()].reduce((total, stream) => total + count(stream), 0);
  return {
    routeOf: (type) => routes.get(type),
    streamsOf: (policy) => ofPolicy[policy] as readonly Stream[],
    expire(watermark) {
      if (watermark === Number.NEGATIVE_INFINITY) return;
      for (let first = due.peek(); first !== undefined && first.at <= watermark; first = due.peek()) {
        const { stream, every } = due.pop() as Due;
        const passed = Math.floor(watermark / every);
        stream.expire(passed * every);
        due.push({ stream, every, at: (passed + 1) * every });
      }
    },
    get kept() {
      return sum(({ size }) => size);
    },
    get forgotten() {
      return sum(({ forgotten }) => forgotten);
    },
    save: () =>
      [...streams].map(([id, stream]) => ({
        id,
        entries: stream.entries(),
        lost: stream.lost,
        slices: [...stream.slices()].flatMap(({ key, lost }) =>
          lost === Number.NEGATIVE_INFINITY ? [] : [[key, lost] as const],
        ),
      })),
    restore(states) {
      streams = makeStreams(plans, limits);
      for (const { id, entries, lost, slices } of states) {
        const stream = streams.get(id);
        if (stream === undefined) continue;
        for (const entry of entries) stream.add(entry);
        stream.lost = lost;
        for (const [key, time] of slices) {
          const slice = stream.find(key);
          if (slice !== undefined) slice.lost = time;
        }
      }
      connect();
    },
  };
}

type Plans = ReadonlyMap<string, { readonly plan: StreamPlan; readonly keep: number }>;

/** An event at `s` counts for events from `s - to` to `s - from`, whose verdicts wait for `wait`. */
function planStreams(policies: readonly Policy[]): Plans {
  const plans = new Map<string, { plan: StreamPlan; keep: number }>();
  for (const { windows, wait } of policies)
    for (const { stream, from } of windows) {
      const keep = Math.max(wait - from, plans.get(stream.id)?.keep ?? 0);
      plans.set(stream.id, { plan: stream, keep });
    }
  return plans;
}

function makeStreams(plans: Plans, limits: StreamLimits): Map<string, Stream> {
  return new Map([...plans].map(([id, { plan, keep }]) => [id, createStream(plan, keep, limits)]));
}

function routesOf(policies: readonly Policy[], streams: readonly Stream[]): Map<string, Route> {
  const types = new Set([
    ...policies.flatMap((policy) => policy.types),
    ...streams.flatMap(({ plan }) => plan.types),
  ]);
  return new Map(
    [...types].map((type) => [
      type,
      {
        policies: policies.flatMap((policy, number) => (policy.types.includes(type) ? [number] : [])),
        streams: streams.filter(({ plan }) => plan.types.includes(type)),
      },
    ]),
  );
}
