// SPDX-License-Identifier: Apache-2.0
// Rule 7: an attack takes its time step by step, and whoever notices it in time cuts the rest.
import { DRAW, entityHash, hoursAt, runHash, uniform } from '../draw.ts';
import type { Duration, Happening } from '../system.ts';

export interface AttackStep {
  readonly id: string;
  /** Time to compromise, once what it follows is done. */
  readonly time: Duration;
  /** What it alters or exposes, once it is done. */
  readonly harms?: readonly {
    readonly kind: 'alter' | 'expose';
    readonly on: string;
    readonly data?: string;
  }[];
}

/** A time as it was measured: hours at evenly spaced probabilities, the middle of each step; Infinity: it never comes. */
export interface Measured {
  readonly kind: 'table';
  readonly hours: readonly number[];
}

export interface Attack {
  /** One after the other. */
  readonly steps: readonly AttackStep[];
  readonly target: string;
  /** Whether the target stops delivering when the last step is done; true when absent. */
  readonly stops?: boolean;
  /** From the first step that is done until somebody acts; absent: nobody does before the end. */
  readonly detection?: Duration | Measured;
  /** The target is taken off for so long when the attack is stopped: prudence costs too. */
  readonly isolation?: Duration;
}

export interface AttackRun {
  /** Hours at which steps were done; fewer than steps when it was cut. */
  readonly done: readonly number[];
  readonly detected?: number;
  readonly happenings: readonly Happening[];
}

/** The attack in one run. Draws are keyed by step, so that a faster detection meets the same attacker. */
export function attackRun(attack: Attack, seed: number, run: number): AttackRun {
  const { steps, target, detection, isolation, stops = true } = attack;
  const stream = runHash(seed, run);
  const noticed =
    detection === undefined
      ? undefined
      : detectedAfter(detection, uniform(stream, entityHash(target), DRAW.detect));
  const done: number[] = [];
  let now = 0;
  for (const step of steps) {
    now += hoursAt(step.time, uniform(stream, entityHash(step.id), DRAW.step));
    const detected = noticed === undefined ? undefined : (done[0] ?? now) + noticed;
    if (detected !== undefined && detected < now)
      return {
        done,
        detected,
        happenings: [...harmed(attack, done, detected), ...stopped(target, detected, isolation)],
      };
    done.push(now);
  }
  const detected = noticed === undefined ? undefined : (done[0] ?? now) + noticed;
  const damage: Happening = { kind: 'damage', on: target, at: fixed(now) };
  return { done, happenings: [...harmed(attack, done, detected), ...(stops ? [damage] : [])] };
}

/** What the steps that were done altered and exposed, and when that is noticed. */
function harmed(
  { steps, target }: Attack,
  done: readonly number[],
  detected: number | undefined,
): Happening[] {
  const harms = done.flatMap((hours, index) =>
    (steps[index]?.harms ?? []).map((harm): Happening => ({ ...harm, at: fixed(hours) })),
  );
  if (detected === undefined || harms.length === 0) return harms;
  return [...harms, { kind: 'notice', on: target, at: fixed(detected) }];
}

function detectedAfter(detection: Duration | Measured, u: number): number {
  if (detection.kind !== 'table') return hoursAt(detection, u);
  const { hours } = detection;
  return hours[Math.floor(u * hours.length)] ?? Infinity;
}

function stopped(on: string, hours: number, isolation: Duration | undefined): readonly Happening[] {
  return isolation === undefined ? [] : [{ kind: 'isolate', on, at: fixed(hours), hours: isolation }];
}

function fixed(hours: number): Duration {
  return { kind: 'fixed', hours };
}
