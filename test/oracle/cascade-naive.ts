// SPDX-License-Identifier: Apache-2.0
// The rules of docs/explanation/cascades.md, written a second time from their text and as plainly as can be: after every
// event everything is looked at again, all timers are found by searching. Only the draws are shared.
import { DRAW, entityHash, hoursAt, runHash, uniform } from '../../src/cascade/draw.ts';
import type { Duration, Group, Scenario, System } from '../../src/cascade/system.ts';

export interface NaiveChange {
  readonly time: number;
  readonly asset: string;
  readonly level: number;
}

interface Thing {
  readonly id: string;
  readonly number: number;
  intact: number;
  held: number;
  level: number;
  /** When its restart is over; -1: none runs. */
  restartAt: number;
  isReady: boolean;
  workLeft: number;
  isWorked: boolean;
}

interface Need {
  readonly group: Group;
  phase: 'served' | 'buffered' | 'fallback' | 'unserved';
  /** When the phase ends. */
  until: number;
}

const EPS = 1e-9;

interface Naive {
  readonly system: System;
  readonly stream: number;
  readonly things: ReadonlyMap<string, Thing>;
  readonly needs: readonly Need[];
  readonly outside: Outside[];
  readonly changes: NaiveChange[];
  now: number;
}

export function simulateNaively(
  system: System,
  scenario: Scenario,
  seed: number,
  run: number,
): NaiveChange[] {
  const stream = runHash(seed, run);
  const naive: Naive = {
    system,
    stream,
    things: new Map(system.assets.map(({ id }, number) => [id, intactThing(id, number)])),
    needs: system.groups.map((group) => ({ group, phase: 'served', until: Number.POSITIVE_INFINITY })),
    outside: outsideEvents(system, scenario, stream),
    changes: [],
    now: 0,
  };
  for (;;) {
    const next = nextEvent(naive);
    if (next === undefined || next.time > scenario.horizon) return naive.changes;
    for (const thing of naive.things.values()) if (thing.isWorked) thing.workLeft -= next.time - naive.now;
    naive.now = next.time;
    next.happen();
    while (look(naive)) assignCrews(naive);
    assignCrews(naive);
  }
}

function intactThing(id: string, number: number): Thing {
  const still = { restartAt: -1, isReady: false, workLeft: 0, isWorked: false };
  return { id, number, intact: 1, held: 0, level: 1, ...still };
}

type Kind = (typeof DRAW)[keyof typeof DRAW];

function draw({ stream }: Naive, duration: Duration | undefined, id: string, kind: Kind): number {
  return duration === undefined ? 0 : hoursAt(duration, uniform(stream, entityHash(id), kind));
}

function needsOf({ needs }: Naive, id: string, modes: readonly string[]): Need[] {
  return needs.filter(({ group }) => group.of === id && modes.includes(group.mode));
}

function assetOf({ system }: Naive, id: string): System['assets'][number] {
  return system.assets.find((each) => each.id === id) as System['assets'][number];
}

function supplyOf({ things }: Naive, { suppliers, need }: Group): number {
  const level = (id: string): number => things.get(id)?.level ?? 0;
  if (suppliers.some(({ share }) => share !== undefined)) {
    const sum = suppliers.reduce((total, { asset, share = 0 }) => total + share * level(asset), 0);
    return sum >= need * (1 - 1e-12) ? 1 : sum / need;
  }
  return suppliers.filter(({ asset, threshold = 1 }) => level(asset) >= threshold).length >= need ? 1 : 0;
}

function isServed({ phase }: Need): boolean {
  return phase === 'served' || phase === 'buffered';
}

function enterFallback(naive: Naive, need: Need): void {
  const { fallback, id } = need.group;
  const hasEnd = fallback?.duration !== undefined;
  const length = hasEnd ? draw(naive, fallback.duration, id, DRAW.fallback) : Number.POSITIVE_INFINITY;
  const lasts = (fallback?.level ?? 0) > 0 && length > 0;
  need.phase = lasts ? 'fallback' : 'unserved';
  need.until = lasts ? naive.now + length : Number.POSITIVE_INFINITY;
}

function targetOf(naive: Naive, thing: Thing): number {
  if (thing.held > 0) return 0;
  return needsOf(naive, thing.id, ['hard', 'degrade']).reduce((least, need) => {
    if (isServed(need)) return least;
    const kept = need.phase === 'fallback' ? (need.group.fallback?.level ?? 0) : 0;
    const passes = need.group.mode === 'hard' ? kept : Math.max(kept, supplyOf(naive, need.group));
    return Math.min(least, passes);
  }, thing.intact);
}

/** One look at everything; true when something changed. */
function look(naive: Naive): boolean {
  const needs = naive.needs.filter((need) => lookAtNeed(naive, need)).length;
  const things = [...naive.things.values()].filter((thing) => lookAtThing(naive, thing)).length;
  return needs + things > 0;
}

function lookAtNeed(naive: Naive, need: Need): boolean {
  const full = supplyOf(naive, need.group) >= 1;
  if (full === (need.phase === 'served')) return false;
  if (full) {
    need.phase = 'served';
    need.until = Number.POSITIVE_INFINITY;
    return true;
  }
  if (need.phase !== 'served') return false;
  const buffer = draw(naive, need.group.buffer, need.group.id, DRAW.buffer);
  if (buffer > 0) {
    need.phase = 'buffered';
    need.until = naive.now + buffer;
  } else enterFallback(naive, need);
  return true;
}

function lookAtThing(naive: Naive, thing: Thing): boolean {
  const set = (level: number): boolean => {
    thing.level = level;
    naive.changes.push({ time: naive.now, asset: thing.id, level });
    return true;
  };
  const target = targetOf(naive, thing);
  if (target === 0) {
    thing.restartAt = -1;
    thing.isReady = false;
  }
  if (target === thing.level) return false;
  if (thing.level > 0 || target < thing.level) return set(target);
  if (thing.restartAt < 0 && !thing.isReady) {
    const wait = draw(naive, assetOf(naive, thing.id).restart, thing.id, DRAW.restart);
    if (wait > 0) thing.restartAt = naive.now + wait;
    else thing.isReady = true;
  }
  if (!thing.isReady || !needsOf(naive, thing.id, ['start']).every(isServed)) return false;
  thing.isReady = false;
  return set(target);
}

function assignCrews(naive: Naive): void {
  const { system } = naive;
  const things = [...naive.things.values()];
  const canWork = (thing: Thing): boolean =>
    thing.intact < 1 &&
    assetOf(naive, thing.id).repair !== undefined &&
    needsOf(naive, thing.id, ['repair']).every(isServed);
  for (const thing of things) if (!canWork(thing)) thing.isWorked = false;
  const priority = ({ id }: Thing): number => assetOf(naive, id).priority ?? 0;
  for (const crew of new Set(system.assets.map((asset) => asset.crew ?? ''))) {
    const limit = system.crews?.[crew] ?? Number.POSITIVE_INFINITY;
    const mine = things.filter((thing) => (assetOf(naive, thing.id).crew ?? '') === crew && canWork(thing));
    const waiting = mine
      .filter(({ isWorked }) => !isWorked)
      .sort((a, b) => priority(a) - priority(b) || a.number - b.number);
    let working = mine.length - waiting.length;
    for (const thing of waiting) if (working++ < limit) thing.isWorked = true;
  }
}

interface Planned {
  readonly time: number;
  readonly order: number;
  readonly number: number;
  readonly happen: () => void;
}

function nextEvent(naive: Naive): Planned | undefined {
  const all = [
    ...naive.outside.map((event) => plannedOutside(naive, event)),
    ...[...naive.things.values()].flatMap((thing) => plannedOf(naive, thing)),
    ...naive.needs.flatMap((need) => plannedEnd(naive, need)),
  ];
  const compareTime = (a: Planned, b: Planned): number =>
    Math.abs(a.time - b.time) < EPS ? 0 : a.time - b.time;
  return all.sort((a, b) => compareTime(a, b) || a.order - b.order || a.number - b.number)[0];
}

function plannedOutside(naive: Naive, event: Outside): Planned {
  const thing = naive.things.get(event.asset) as Thing;
  const happen = (): void => {
    naive.outside.splice(naive.outside.indexOf(event), 1);
    if (event.kind !== 'damage') {
      thing.held += event.kind === 'hold' ? 1 : -1;
      return;
    }
    if (event.level >= 1) return;
    thing.workLeft = draw(naive, assetOf(naive, thing.id).repair, thing.id, DRAW.repair);
    thing.intact = Math.min(thing.intact, event.level);
  };
  return { time: event.time, order: event.kind === 'damage' ? 0 : 2, number: thing.number, happen };
}

function plannedOf({ now }: Naive, thing: Thing): Planned[] {
  const repaired = (): void => {
    thing.intact = 1;
    thing.isWorked = false;
  };
  const restarted = (): void => {
    thing.restartAt = -1;
    thing.isReady = true;
  };
  const { number } = thing;
  return [
    ...(thing.isWorked
      ? [{ time: now + Math.max(0, thing.workLeft), order: 1, number, happen: repaired }]
      : []),
    ...(thing.restartAt >= 0 ? [{ time: thing.restartAt, order: 3, number, happen: restarted }] : []),
  ];
}

function plannedEnd(naive: Naive, need: Need): Planned[] {
  if (need.until === Number.POSITIVE_INFINITY) return [];
  const happen = (): void => {
    if (need.phase === 'buffered') enterFallback(naive, need);
    else {
      need.phase = 'unserved';
      need.until = Number.POSITIVE_INFINITY;
    }
  };
  const number = naive.things.get(need.group.of)?.number ?? 0;
  return [{ time: need.until, order: 3, number, happen }];
}

interface Outside {
  readonly time: number;
  readonly kind: 'damage' | 'hold' | 'release';
  readonly asset: string;
  readonly level: number;
}

function outsideEvents(system: System, scenario: Scenario, stream: number): Outside[] {
  return scenario.happenings.flatMap((happening) => {
    const targets = system.causes?.find(({ id }) => id === happening.on)?.members ?? [happening.on];
    return targets.flatMap((asset): Outside[] => {
      const at = (duration: Duration, kind: (typeof DRAW)[keyof typeof DRAW]): number =>
        hoursAt(duration, uniform(stream, entityHash(asset), kind));
      if (happening.kind === 'damage')
        return [{ time: at(happening.at, DRAW.damage), kind: 'damage', asset, level: happening.level ?? 0 }];
      if (happening.kind !== 'isolate') return [];
      const start = at(happening.at, DRAW.isolate);
      const hold: Outside = { time: start, kind: 'hold', asset, level: 0 };
      return happening.hours === undefined
        ? [hold]
        : [hold, { ...hold, kind: 'release', time: start + at(happening.hours, DRAW.release) }];
    });
  });
}
