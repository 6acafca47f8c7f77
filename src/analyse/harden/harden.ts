// SPDX-License-Identifier: Apache-2.0
import type { Pack } from '../../model/index.ts';
import type { Report } from '../report.ts';
import { type Choice, stopAll, stopMost } from './choose.ts';
import { keyOf, offersOf, paretoFront, riskOf, weightsOf } from './front.ts';
import {
  type FrontPoint,
  HARDENING_SCHEMA,
  type Hardening,
  type LeftOpen,
  type Margin,
  type Plan,
  type PlannedMeasure,
  type PlanTimes,
} from './hardening.ts';
import { marginsOf, prepareMargins } from './margin.ts';
import type { Offer } from './offers.ts';
import { createOracle } from './oracle.ts';
import { type PlanTimeOptions, planTimes } from './plan-times.ts';
import type { SearchOptions } from './search.ts';
import { prepare, type Target, type Task, type TaskInput } from './task.ts';
import { type Verification, verifyPlan } from './verify.ts';

export interface HardenInput extends TaskInput {
  readonly search: SearchOptions;
  /** EUR in the first year; everything that can be stopped is stopped when absent. */
  readonly budget?: number;
  /** Times before and after the plan are sampled when they are asked for. */
  readonly times?: PlanTimeOptions;
}

/** One margin gets this share of the time. */
const MARGIN_TIME_SHARE = 0.1;

/** A hardening, or the required atoms that nobody derives as things are. */
export type HardenResult = { readonly hardening: Hardening } | { readonly underivable: readonly string[] };

/**
 * The cheapest measures after which the attacks in scope are not INSECURE any more, or those that leave the least risk
 * within a budget. The plan is installed in the model, closed anew and given to the checker before it is believed.
 *
 * @throws TypeError when an atom cannot be read; GroundLimitError when the model is too large.
 */
export async function harden(input: HardenInput): Promise<HardenResult> {
  const phase = input.onPhase ?? (() => undefined);
  phase('ground');
  const task = prepare(input);
  if (task.underivable.length > 0) return { underivable: task.underivable };
  phase('search');
  const all = await stopAll(task.problem, input.search);
  const limit = input.budget ?? Number.POSITIVE_INFINITY;
  const choice =
    all !== undefined && all.cost <= limit
      ? all
      : Number.isFinite(limit)
        ? await stopMost(task.problem, weightsOf(task), limit, input.search)
        : undefined;
  phase('margin');
  const margins = prepareMargins(input);
  phase('front');
  const front = await paretoFront(input, task, margins, [all, choice]);
  phase('verify');
  const before = verifyPlan(input, []);
  const after = choice === undefined ? undefined : verifyPlan(input, offersOf(task, choice));
  const firm = await marginsOf(margins(choice === undefined ? [] : offersOf(task, choice)), {
    ...input.search,
    seconds: input.search.seconds * MARGIN_TIME_SHARE,
  });
  phase('times');
  const times =
    choice === undefined || input.times === undefined
      ? undefined
      : await planTimes(before, offersOf(task, choice), input.times);
  return { hardening: write(input, task, { choice, front, before, after, times, margins: firm }) };
}

/** What no choice stops stays open in every plan. */
function openTargets({ targets }: Task, choice: Choice): readonly Target[] {
  return targets.filter(({ goal }) => goal < 0 || choice.open.includes(goal));
}

interface Found {
  readonly choice: Choice | undefined;
  readonly front: readonly FrontPoint[];
  readonly before: Verification;
  readonly after: Verification | undefined;
  readonly times: PlanTimes | undefined;
  readonly margins: readonly Margin[];
}

function write(input: HardenInput, task: Task, found: Found): Hardening {
  const { choice, front, before, after, times, margins } = found;
  const { loaded, pack } = input;
  return {
    schema: HARDENING_SCHEMA,
    model: { name: loaded.model.name, file: loaded.file, sha256: loaded.sha256 },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    assumed: [...(input.assumed ?? [])].sort(),
    ...(input.budget === undefined ? {} : { budget: input.budget }),
    offers: task.offers.length,
    before: countsOf(before),
    after: countsOf(after ?? before),
    ...(choice === undefined ? {} : { plan: planOf(task, choice, pack) }),
    required: [...(input.required ?? [])],
    verified: {
      closure: choice !== undefined && after !== undefined && isAsPlanned(task, choice, after),
      checker: after?.checker.accepted ?? false,
      ...(after?.checker.message === undefined ? {} : { message: after.checker.message }),
    },
    front,
    ...(times === undefined ? {} : { times }),
    margins,
  };
}

function countsOf({ outcomes }: Verification): Report['counts'] {
  const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { insecure: count('INSECURE'), secure: count('SECURE'), unknown: count('UNKNOWN') };
}

/** What the fresh closure finds INSECURE is what the plan says it leaves, and nothing else. */
function isAsPlanned(task: Task, choice: Choice, { outcomes }: Verification): boolean {
  const expected = new Set(openTargets(task, choice).map(({ question }) => keyOf(question)));
  const found = outcomes
    .filter(({ outcome }) => outcome === 'INSECURE')
    .map(({ question }) => keyOf(question));
  return found.every((each) => expected.has(each));
}

function planOf(task: Task, choice: Choice, pack: Pack): Plan {
  const open = openTargets(task, choice);
  const unstoppable = riskOf(task.targets.filter(({ goal }) => goal < 0));
  return {
    measures: measuresOf(task, choice, pack),
    cost: choice.cost,
    costBound: choice.costBound,
    risk: riskOf(open),
    riskBound: choice.riskBound + unstoppable,
    proven: choice.proven,
    left: open.map(
      ({ question: { attack, attacker, target }, goal }): LeftOpen => ({
        attack: attack.id,
        title: attack.title['en'] ?? attack.id,
        severity: attack.severity,
        attacker,
        target,
        why: goal < 0 ? 'unstoppable' : 'budget',
      }),
    ),
  };
}

/** What each measure does by itself, and what would come back without it; those that do most first. */
function measuresOf({ problem, offers }: Task, choice: Choice, pack: Pack): readonly PlannedMeasure[] {
  const oracle = createOracle(problem);
  const count = (plan: readonly number[]): number => {
    oracle.set(plan);
    return oracle.open().length;
  };
  const reached = count([]);
  const kept = count(choice.measures);
  const planned = choice.measures.map((measure): PlannedMeasure => {
    const { measure: id, on, cost } = offers[measure] as Offer;
    return {
      measure: id,
      name: pack.words.measure.get(id)?.name['en'] ?? id,
      on,
      cost,
      stops: reached - count([measure]),
      reopens: count(choice.measures.filter((each) => each !== measure)) - kept,
    };
  });
  return planned.sort((a, b) => b.reopens - a.reopens || a.cost - b.cost || (a.measure < b.measure ? -1 : 1));
}
