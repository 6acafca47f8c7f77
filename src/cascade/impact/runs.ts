// SPDX-License-Identifier: Apache-2.0
// Many runs of one scenario: distributions instead of a mean that nobody will live through.
import { type ChannelRun, spansOf } from '../channel/channels.ts';
import type { Compiled } from '../engine/compile.ts';
import type { Plan } from '../engine/plan.ts';
import type { Transitions } from '../engine/record.ts';
import { createSimulator } from '../engine/simulator.ts';
import { leakedOf, type Wrong, wrongOf } from './harm.ts';
import { type Loss, lossOf } from './loss.ts';
import type { Records, Service } from './service.ts';
import { meanOf, type Steps, sampled, stepsOf, timeBackTo } from './steps.ts';

export interface Question {
  readonly system: Compiled;
  /** What happens from outside in this run; the same plan for every run unless times depend on an attack. */
  readonly planFor: (run: number) => Plan;
  readonly services: readonly Service[];
  readonly records: readonly Records[];
  /** What is wrong or read in this run, on these levels; undefined: nothing. */
  readonly channelsFor: (run: number, transitions: Transitions) => ChannelRun | undefined;
  readonly seed: number;
  readonly runs: number;
  /** Hour of the week at which it begins; 0 is Monday 0:00. */
  readonly startHour: number;
  readonly horizon: number;
  /** Told after each run. */
  readonly onRun?: (() => void) | undefined;
}

export interface Outcome {
  /** Of all channels together, and of each. */
  readonly eur: Float64Array;
  readonly eurBy: Readonly<Record<'availability' | 'integrity' | 'confidentiality', Float64Array>>;
  /** Units lost and late, and hours until whole, by service and run. */
  readonly lost: readonly Float64Array[];
  readonly late: readonly Float64Array[];
  /** Units delivered wrong, and hours until all were put right, by service and run. */
  readonly wrong: readonly Float64Array[];
  readonly right: readonly Float64Array[];
  /** Records that leaked, by kind of records and run. */
  readonly leaked: readonly Float64Array[];
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
  const outcome = emptyOutcome(question);
  for (let run = 0; run < runs; run++) {
    const { transitions } = simulator.run(question.planFor(run), seed, run);
    const steps = stepsOf(transitions, assets);
    services.forEach((service, index) => {
      const loss: Loss = lossOf(service, steps[index] as Steps, horizon, startHour);
      add(outcome.eurBy.availability, run, loss.eur);
      (outcome.lost[index] as Float64Array)[run] = loss.lost;
      (outcome.late[index] as Float64Array)[run] = loss.late;
    });
    const channels = question.channelsFor(run, transitions);
    if (channels !== undefined) countHarm(question, outcome, run, harmOf(question, channels, transitions));
    const { availability, integrity, confidentiality } = outcome.eurBy;
    for (const each of [availability, integrity, confidentiality]) add(outcome.eur, run, each[run] as number);
    const whole = meanOf(steps, weights);
    for (const level of [50, 90, 100] as const) outcome.back[level][run] = timeBackTo(whole, level / 100);
    outcome.end[run] = whole.levels[whole.levels.length - 1] as number;
    outcome.curves.push(sampled(whole, horizon, POINTS));
    question.onRun?.();
  }
  return outcome;
}

function emptyOutcome({ services, records, runs }: Question) {
  const column = (): Float64Array => new Float64Array(runs);
  return {
    eur: column(),
    eurBy: { availability: column(), integrity: column(), confidentiality: column() },
    lost: services.map(column),
    late: services.map(column),
    wrong: services.map(column),
    right: services.map(column),
    leaked: records.map(column),
    back: { 50: column(), 90: column(), 100: column() },
    end: column(),
    curves: [] as number[][],
  };
}

function add(column: Float64Array, run: number, value: number): void {
  column[run] = (column[run] as number) + value;
}

/** Harm of the channels beside availability in one run. */
export interface Harm {
  /** By service. */
  readonly wrong: readonly Wrong[];
  /** By kind of records. */
  readonly leaked: readonly number[];
}

export function harmOf(
  { services, records, horizon, startHour }: Pick<Question, 'services' | 'records' | 'horizon' | 'startHour'>,
  { integrity, confidentiality }: ChannelRun,
  transitions: Transitions,
): Harm {
  const numbers = [...services, ...records].map(({ asset }) => asset);
  const steps = new Map(numbers.map((asset) => [asset, stepsOf(transitions, [asset])[0] as Steps]));
  const noticed = integrity.notice?.hour ?? Number.POSITIVE_INFINITY;
  return {
    wrong: services.map((service) => {
      const { asset } = service;
      return wrongOf(
        service,
        steps.get(asset) as Steps,
        spansOf(integrity, asset),
        noticed,
        horizon,
        startHour,
      );
    }),
    leaked: records.map((each) =>
      leakedOf(
        each,
        steps.get(each.asset) as Steps,
        spansOf(confidentiality, each.asset, each.data),
        horizon,
      ),
    ),
  };
}

function countHarm({ records }: Question, outcome: Outcome, run: number, { wrong, leaked }: Harm): void {
  wrong.forEach(({ units, eur, right }, index) => {
    (outcome.wrong[index] as Float64Array)[run] = units;
    (outcome.right[index] as Float64Array)[run] = right;
    add(outcome.eurBy.integrity, run, eur);
  });
  leaked.forEach((count, index) => {
    (outcome.leaked[index] as Float64Array)[run] = count;
    add(outcome.eurBy.confidentiality, run, count * (records[index]?.eurEach ?? 0));
  });
}
