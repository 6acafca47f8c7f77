// SPDX-License-Identifier: Apache-2.0
// Many runs of one scenario: distributions instead of a mean that nobody will live through.
import type { Compiled } from '../engine/compile.ts';
import type { Plan } from '../engine/plan.ts';
import { createSimulator } from '../engine/simulator.ts';
import { type Loss, lossOf } from './loss.ts';
import type { Service } from './service.ts';
import { meanOf, sampled, stepsOf, timeBackTo } from './steps.ts';

export interface Question {
  readonly system: Compiled;
  /** What happens from outside in this run; the same plan for every run unless times depend on an attack. */
  readonly planFor: (run: number) => Plan;
  readonly services: readonly Service[];
  readonly seed: number;
  readonly runs: number;
  /** Hour of the week at which it begins; 0 is Monday 0:00. */
  readonly startHour: number;
  readonly horizon: number;
}

export interface Outcome {
  readonly eur: Float64Array;
  /** Units lost and late, and hours until whole, by service and run. */
  readonly lost: readonly Float64Array[];
  readonly late: readonly Float64Array[];
  /** Hours from the start until the services, weighted by value, are back to 50, 90 and 100 % for good. */
  readonly back: Readonly<Record<50 | 90 | 100, Float64Array>>;
  /** Level of all services together at the end. */
  readonly end: Float64Array;
  /** Level of all services together at `POINTS` times; row by run. */
  readonly curves: readonly (readonly number[])[];
}

/** Times at which curves are kept. */
export const POINTS = 121;

/** Run r of two questions meets the same fate, so that differences by run mean something. */
export function manyRuns(question: Question): Outcome {
  const { system, services, runs, horizon, startHour, seed } = question;
  const simulator = createSimulator(system);
  const assets = services.map(({ asset }) => asset);
  const weights = services.map(({ perHour, eurEach }) => perHour * eurEach);
  const column = (): Float64Array => new Float64Array(runs);
  const outcome = {
    eur: column(),
    lost: services.map(column),
    late: services.map(column),
    back: { 50: column(), 90: column(), 100: column() },
    end: column(),
    curves: [] as number[][],
  };
  for (let run = 0; run < runs; run++) {
    const { transitions } = simulator.run(question.planFor(run), seed, run);
    const steps = stepsOf(transitions, assets);
    services.forEach((service, index) => {
      const loss: Loss = lossOf(service, steps[index] as (typeof steps)[number], horizon, startHour);
      outcome.eur[run] = (outcome.eur[run] as number) + loss.eur;
      (outcome.lost[index] as Float64Array)[run] = loss.lost;
      (outcome.late[index] as Float64Array)[run] = loss.late;
    });
    const whole = meanOf(steps, weights);
    for (const level of [50, 90, 100] as const) outcome.back[level][run] = timeBackTo(whole, level / 100);
    outcome.end[run] = whole.levels[whole.levels.length - 1] as number;
    outcome.curves.push(sampled(whole, horizon, POINTS));
  }
  return outcome;
}
