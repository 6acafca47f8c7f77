// SPDX-License-Identifier: Apache-2.0
// Where an exercise stands after decisions: the attacker goes on while people work, an asset that is off costs him the
// step he is at, and a measure makes him look for another way, which the analysis knows.
import type { Happening } from '../../cascade/index.ts';
import type { CaseStep, Happened, TabletopCase } from './case.ts';

export type Decision =
  | { readonly kind: 'look' | 'wait' | 'declare' | 'report' | 'close' }
  | { readonly kind: 'isolate'; readonly on: string }
  | { readonly kind: 'install'; readonly measure: number };

export interface Position {
  readonly minute: number;
  /** What has come to light, in order. */
  readonly signs: readonly { readonly text: string; readonly minute: number; readonly on?: string }[];
  readonly status: 'running' | 'stopped' | 'reached';
  /** When the last way was closed, or the target reached. */
  readonly ended?: number;
  readonly holds: readonly { readonly on: string; readonly from: number; readonly until: number }[];
  /** Bit i: measure i. */
  readonly installed: number;
  readonly spent: number;
  /** Looked since the last sign: the next step is known. */
  readonly hasLooked: boolean;
  readonly declared?: number;
  /** From when legal clocks run. Who sees a second sign, or the damage, is aware without declaring it. */
  readonly aware?: number;
  /** Duty: when it was sent. */
  readonly sent: Readonly<Record<string, number>>;
  readonly isClosed: boolean;
  /** The attacker works on his next step since then. */
  readonly since: number;
}

/** Decisions that one exercise takes. */
export const MOST_DECISIONS = 24;

export function startOf(given: TabletopCase): Position {
  const way = given.ways[0] ?? [];
  const timed = way.flatMap(({ minutes }, at) => (minutes > 0 ? [at] : []));
  // The last step that takes time is never the first sign: there would be nothing to decide.
  const seen = timed.length > 1 ? (timed[0] as number) + 1 : (timed[0] ?? way.length - 1);
  return {
    minute: 0,
    signs: way.slice(0, seen).map((step) => signOf(step, 0)),
    status: 'running',
    holds: [],
    installed: 0,
    spent: 0,
    hasLooked: false,
    sent: {},
    isClosed: false,
    since: 0,
  };
}

function signOf({ text, on }: CaseStep, minute: number): Position['signs'][number] {
  return { text, minute, ...(on === undefined ? {} : { on }) };
}

export function after(given: TabletopCase, now: Position, decision: Decision): Position {
  switch (decision.kind) {
    case 'look':
      return { ...worked(given, now, given.times.look), hasLooked: true };
    case 'wait':
      return advanced(given, now, nextTime(given, now) ?? now.minute);
    case 'declare': {
      const then = worked(given, now, given.times.declare);
      return { ...then, declared: then.minute, aware: then.aware ?? then.minute };
    }
    case 'report': {
      const then = worked(given, now, given.times.report);
      const open = given.duties.filter(({ id }) => then.sent[id] === undefined);
      const sent = Object.fromEntries(open.map(({ id }) => [id, then.minute]));
      return { ...then, sent: { ...then.sent, ...sent } };
    }
    case 'close':
      // Who ends a case knew of it: without any earlier moment, the clocks ran from the first sign.
      return { ...now, isClosed: true, aware: now.aware ?? 0 };
    case 'isolate':
      return isolated(given, now, decision.on);
    case 'install':
      return installed(given, now, decision.measure);
  }
}

function isolated(given: TabletopCase, now: Position, on: string): Position {
  const then = worked(given, now, given.times.isolate);
  const hold = { on, from: then.minute, until: then.minute + given.times.hold };
  return { ...then, holds: [...then.holds, hold] };
}

function installed(given: TabletopCase, now: Position, measure: number): Position {
  const then = worked(given, now, given.times.install);
  const known = { ...then, installed: then.installed | (1 << measure) };
  const paid = { ...known, spent: then.spent + (given.measures[measure]?.cost ?? 0) };
  const isCut = then.status === 'running' && given.wayOf[paid.installed] === -1;
  // Another way is begun when the old one is closed.
  const isOther = given.wayOf[paid.installed] !== given.wayOf[then.installed];
  const since = isOther ? then.minute : then.since;
  return isCut ? { ...paid, status: 'stopped', ended: then.minute } : { ...paid, since };
}

function worked(given: TabletopCase, now: Position, minutes: number): Position {
  return advanced(given, now, now.minute + minutes);
}

/** The attack goes on until this minute. */
function advanced(given: TabletopCase, now: Position, until: number): Position {
  let then = now;
  for (;;) {
    const time = nextTime(given, then);
    const step = nextStep(given, then);
    if (time === undefined || step === undefined || time > until) break;
    const signs = [...then.signs, signOf(step, time)];
    then = { ...then, signs, since: time, hasLooked: false, aware: then.aware ?? time };
    if (nextStep(given, then) === undefined) then = { ...then, status: 'reached', ended: time };
  }
  return { ...then, minute: Math.max(until, now.minute) };
}

/** What the attacker does next; undefined when he is done or has no way. */
export function nextStep({ ways, wayOf }: TabletopCase, now: Position): CaseStep | undefined {
  if (now.status !== 'running') return undefined;
  const done = new Set(now.signs.map(({ text }) => text));
  return ways[wayOf[now.installed] ?? -1]?.find(({ text }) => !done.has(text));
}

/** When it is done, if nobody does anything. A step on an asset that is off, or from one, begins again when it is back. */
function nextTime(given: TabletopCase, now: Position): number | undefined {
  const step = nextStep(given, now);
  if (step === undefined) return undefined;
  const places = [step.on, footholdOf(now)];
  let from = now.since;
  for (const hold of now.holds)
    if (places.includes(hold.on) && hold.from < from + step.minutes && hold.until > from) from = hold.until;
  return from + step.minutes;
}

/** The asset where the attacker was last seen. */
export function footholdOf({ signs }: Position): string | undefined {
  return signs.findLast(({ on }) => on !== undefined)?.on;
}

/** What can be decided now. */
export function optionsOf(given: TabletopCase, now: Position, taken: number): Decision[] {
  if (now.isClosed || taken >= MOST_DECISIONS) return [];
  const isRunning = now.status === 'running';
  const places = [footholdOf(now), ...(now.hasLooked ? [nextStep(given, now)?.on] : [])];
  const held = now.holds.filter(({ until }) => until > now.minute).map(({ on }) => on);
  const free = [...new Set(places)].filter((on) => on !== undefined && !held.includes(on));
  const isOpen = given.duties.some(({ id }) => now.sent[id] === undefined);
  return [
    ...(isRunning && !now.hasLooked ? [{ kind: 'look' } as const] : []),
    ...(isRunning ? free.map((on) => ({ kind: 'isolate', on: on as string }) as const) : []),
    ...given.measures.flatMap((_, measure) =>
      isRunning && (now.installed & (1 << measure)) === 0 ? [{ kind: 'install', measure } as const] : [],
    ),
    ...(now.declared === undefined ? [{ kind: 'declare' } as const] : []),
    ...(now.aware !== undefined && isOpen ? [{ kind: 'report' } as const] : []),
    ...(isRunning ? [{ kind: 'wait' } as const] : [{ kind: 'close' } as const]),
  ];
}

/** As the cascade takes them. */
export function happeningsOf({ damage, isolated }: Happened): Happening[] {
  const fixed = (hours: number) => ({ kind: 'fixed', hours }) as const;
  return [
    ...(damage === undefined ? [] : [{ kind: 'damage', on: damage.on, at: fixed(damage.hour) } as const]),
    ...isolated.map(
      ({ on, hour, hours }) => ({ kind: 'isolate', on, at: fixed(hour), hours: fixed(hours) }) as const,
    ),
  ];
}

export function happenedIn({ target }: TabletopCase, now: Position): Happened {
  const isolated = now.holds.map(({ on, from, until }) => ({
    on,
    hour: from / 60,
    hours: (until - from) / 60,
  }));
  return now.status === 'reached' && now.ended !== undefined
    ? { damage: { on: target, hour: now.ended / 60 }, isolated }
    : { isolated };
}
