// SPDX-License-Identifier: Apache-2.0
// Runs the steps of one process. A step that takes time yields the milliseconds until it goes on.
import type { Random } from '../core/random.ts';
import type { Population } from './population.ts';
import type { Step, Travel } from './schema.ts';
import { evaluate, numberOf, type Scope, TrafficError } from './value.ts';

export interface World {
  readonly populations: ReadonlyMap<string, Population>;
  readonly queues: Map<string, Scope[]>;
  /** An id that nothing had before. */
  fresh(prefix: string): string;
  emit(step: Step & { readonly event: string }, scope: Scope): void;
  /** Starts steps that go on by themselves. */
  start(steps: readonly Step[], scope: Scope): void;
}

export type Acting = Generator<number, void, void>;

/** Rounds of one `repeat`, and members that wait in one queue; more is a mistake in the description. */
const MAX_ROUNDS = 1_000_000;

export function* act(steps: readonly Step[], scope: Scope, world: World, random: Random): Acting {
  for (const step of steps) {
    if ('event' in step) world.emit(step, scope);
    else if ('wait' in step) yield seconds(step.wait, scope, random);
    else if ('let' in step)
      for (const [name, value] of Object.entries(step.let)) scope[name] = evaluate(value, scope, random);
    else if ('new' in step)
      for (const [name, prefix] of Object.entries(step.new)) scope[name] = world.fresh(prefix);
    else if ('draw' in step) draw(step, scope, world, random);
    else if ('with' in step)
      yield* act(random.next() < step.with ? step.do : (step.else ?? []), scope, world, random);
    else if ('repeat' in step) yield* repeat(step, scope, world, random);
    else if ('beside' in step) world.start(step.beside, { ...scope });
    else if ('put' in step) put(step, scope, world, random);
    else if ('take' in step) yield* take(step, scope, world, random);
    else yield* travel(step.travel, step.do, scope, world, random);
  }
}

function seconds(value: Parameters<typeof numberOf>[0], scope: Scope, random: Random): number {
  return Math.round(Math.max(0, numberOf(value, scope, random)) * 1000);
}

function draw(
  { draw: name, as }: { readonly draw: string; readonly as?: string | undefined },
  scope: Scope,
  world: World,
  random: Random,
): void {
  const population = world.populations.get(name);
  if (population === undefined) throw new TrafficError(`Cannot find the population \`${name}\``);
  Object.assign(scope, population.member(population.pick(random), as ?? population.key));
}

function* repeat(
  step: Extract<Step, { readonly repeat: unknown }>,
  scope: Scope,
  world: World,
  random: Random,
): Acting {
  const rounds = Math.min(MAX_ROUNDS, numberOf(step.repeat, scope, random));
  for (let round = 0; round < rounds; round++) {
    scope['round'] = round;
    yield* act(step.do, scope, world, random);
    if (step.every !== undefined && round + 1 < rounds) yield seconds(step.every, scope, random);
  }
}

function put(
  { put: written, carry }: Extract<Step, { readonly put: unknown }>,
  scope: Scope,
  world: World,
  random: Random,
): void {
  const name = String(evaluate(written, scope, random));
  const queue = world.queues.get(name) ?? [];
  world.queues.set(name, queue);
  if (queue.length >= MAX_ROUNDS)
    throw new TrafficError(`The queue \`${name}\` has ${MAX_ROUNDS} entries that nobody takes`);
  const isCarried = (variable: string): boolean =>
    carry.some((each) => variable === each || variable.startsWith(`${each}.`));
  queue.push(Object.fromEntries(Object.entries(scope).filter(([variable]) => isCarried(variable))));
}

function* take(
  step: Extract<Step, { readonly take: unknown }>,
  scope: Scope,
  world: World,
  random: Random,
): Acting {
  const taken = world.queues.get(String(evaluate(step.take, scope, random)))?.shift();
  if (taken === undefined) return yield* act(step.else ?? [], scope, world, random);
  Object.assign(scope, taken);
  yield* act(step.do, scope, world, random);
}

const KM_PER_DEGREE = 111.32;

/** On a plane that touches the earth where the way begins: good to a few metres within a city. */
function* travel(
  { to, speed, every }: Travel,
  steps: readonly Step[],
  scope: Scope,
  world: World,
  random: Random,
): Acting {
  const from = { lat: numberOf('$lat', scope, random), lon: numberOf('$lon', scope, random) };
  const target = { lat: numberOf(to[0], scope, random), lon: numberOf(to[1], scope, random) };
  const kmh = Math.max(1, numberOf(speed, scope, random));
  const east = (target.lon - from.lon) * KM_PER_DEGREE * Math.cos((from.lat * Math.PI) / 180);
  const km = Math.hypot((target.lat - from.lat) * KM_PER_DEGREE, east);
  const total = (km / kmh) * 3600;
  const driven = Number(scope['odometer'] ?? 0);
  const move = (part: number, at: number): void => {
    scope['lat'] = round6(from.lat + (target.lat - from.lat) * part);
    scope['lon'] = round6(from.lon + (target.lon - from.lon) * part);
    scope['speed'] = Math.round(at * 10) / 10;
    scope['odometer'] = Math.round((driven + km * part) * 100) / 100;
  };
  const ticks = Math.min(MAX_ROUNDS, Math.floor(total / every));
  for (let tick = 1; tick <= ticks; tick++) {
    yield every * 1000;
    move((tick * every) / total, kmh);
    yield* act(steps, scope, world, random);
  }
  yield Math.round((total - ticks * every) * 1000);
  move(1, 0);
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
