// SPDX-License-Identifier: Apache-2.0
// A discrete-event simulation: processes start, their steps run in the order of time, and every event says what it is of.
import { createRandom, type Random } from '../core/random.ts';
import type { ChainEvent, Trust } from '../model/index.ts';
import { type Acting, act, type World } from './act.ts';
import { arrivals, timeOfDay } from './arrivals.ts';
import { createPopulation, type Population } from './population.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import type { Attack, Step, Traffic, Value } from './schema.ts';
import { evaluate, type Scope, TrafficError } from './value.ts';

export interface Span {
  readonly seed: number;
  /** Milliseconds since 1970, the midnight of a day. */
  readonly start: number;
  readonly days: number;
  /** Ids of attacks that happen; each once, spread over the days. */
  readonly attacks: readonly string[];
}

export interface Labelled {
  readonly event: ChainEvent;
  /** The attack that the event is part of; undefined: it is part of normal life. */
  readonly attack: string | undefined;
}

interface Running {
  readonly acting: Acting;
  readonly of: string;
  readonly attack: string | undefined;
}

const DAY = 86_400_000;

/** Events in the order of time. The same description and span give the same events. @throws TrafficError */
export function* generate(traffic: Traffic, span: Span): Generator<Labelled> {
  const schedule = createSchedule<Running>();
  const out: Labelled[] = [];
  const clock = { now: span.start, events: 0, started: 0 };
  const shared = sharedWorld(traffic, span.seed);
  const begin: Begin = (time, what, steps, scope, stream) => {
    const random = createRandom(span.seed, stream);
    const world: World = {
      ...shared,
      emit: (step, variables) => {
        const id = `e${String(++clock.events).padStart(8, '0')}`;
        const head = { id, source: traffic.source, time: clock.now };
        const attack = 'usual' in step && step.usual ? undefined : what.attack;
        out.push({ event: eventOf(step, variables, random, head), attack });
      },
      start: (inner, variables) =>
        begin(clock.now, what, inner, variables, `${stream} beside ${clock.started++}`),
    };
    schedule.add(time, { ...what, acting: act(steps, scope, world, random) });
  };
  beginProcesses(traffic, span, shared.populations, schedule, begin);
  beginAttacks(traffic, span, begin);
  const until = span.start + span.days * DAY;
  for (let next = schedule.next(); next !== undefined && next.time < until; next = schedule.next()) {
    clock.now = next.time;
    const wait = advance(next.item);
    if (wait !== undefined) schedule.add(clock.now + wait, next.item);
    yield* out.splice(0);
  }
}

function advance({ acting, of }: Running): number | undefined {
  try {
    const { done, value } = acting.next();
    return done ? undefined : value;
  } catch (error) {
    if (error instanceof TrafficError) throw new TrafficError(`${error.message}, in \`${of}\``);
    throw error;
  }
}

function sharedWorld(traffic: Traffic, seed: number): Pick<World, 'populations' | 'queues' | 'fresh'> {
  const counters = new Map<string, number>();
  return {
    populations: new Map(
      Object.entries(traffic.populations).map(([name, each]) => [name, createPopulation(name, each, seed)]),
    ),
    queues: new Map(),
    fresh: (prefix) => {
      const number = (counters.get(prefix) ?? 0) + 1;
      counters.set(prefix, number);
      return `${prefix}${number}`;
    },
  };
}

type Begin = (
  time: number,
  what: Pick<Running, 'of' | 'attack'>,
  steps: readonly Step[],
  scope: Scope,
  stream: string,
) => void;

/** One coroutine a process and member waits for the next start, so that a year of starts is never in memory. */
function beginProcesses(
  traffic: Traffic,
  { seed, start, days }: Span,
  populations: ReadonlyMap<string, Population>,
  schedule: Schedule<Running>,
  begin: Begin,
): void {
  for (const process of traffic.processes) {
    const members = process.each === undefined ? undefined : populations.get(process.each);
    if (process.each !== undefined && members === undefined)
      throw new TrafficError(`Cannot find the population \`${process.each}\`, in \`${process.id}\``);
    for (let member = 0; member < (members?.size ?? 1); member++) {
      const stream = `${process.id} ${member}`;
      const times = arrivals(
        process,
        traffic,
        start,
        start + days * DAY,
        createRandom(seed, `${stream} times`),
      );
      const starting = startAll(times, start, (time, count) =>
        begin(
          time,
          { of: process.id, attack: undefined },
          process.do,
          members?.member(member, members.key) ?? {},
          `${stream} ${count}`,
        ),
      );
      schedule.add(start, { acting: starting, of: process.id, attack: undefined });
    }
  }
}

function* startAll(
  times: Iterable<number>,
  from: number,
  startOne: (time: number, count: number) => void,
): Acting {
  let now = from;
  let count = 0;
  for (const time of times) {
    yield time - now;
    now = time;
    startOne(time, count++);
  }
}

function beginAttacks(traffic: Traffic, { seed, start, days, attacks }: Span, begin: Begin): void {
  attacks.forEach((id, index) => {
    const attack = traffic.attacks.find((each) => each.id === id);
    if (attack === undefined) throw new TrafficError(`Cannot find the attack \`${id}\``);
    const time = startOf(attack, seed, start + (index % days) * DAY);
    begin(time, { of: id, attack: id }, attack.do, {}, `attack ${id}`);
  });
}

function startOf({ id, between }: Attack, seed: number, day: number): number {
  const [first, last] = between.map(timeOfDay) as [number, number];
  return day + Math.floor(first + (last - first) * createRandom(seed, `start ${id}`).next());
}

function eventOf(
  step: Step & { readonly event: string },
  scope: Scope,
  random: Random,
  head: Pick<ChainEvent, 'id' | 'source' | 'time'>,
): ChainEvent {
  const given = 'keys' in step ? step.keys : undefined;
  const keys: readonly (readonly [string, Value])[] = Array.isArray(given)
    ? given.map((name: string) => [name, `$${name}`] as const)
    : Object.entries(given ?? {});
  const data = 'data' in step ? Object.entries(step.data ?? {}) : [];
  return {
    ...head,
    type: step.event,
    keys: Object.fromEntries(keys.map(([name, value]) => [name, String(evaluate(value, scope, random))])),
    trust: (('trust' in step ? step.trust : undefined) ?? 'token') as Trust,
    data: Object.fromEntries(data.map(([name, value]) => [name, evaluate(value, scope, random)])),
  };
}
