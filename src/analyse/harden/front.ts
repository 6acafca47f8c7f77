// SPDX-License-Identifier: Apache-2.0
// The Pareto front cost × risk × margin × time: plans for parts of the full price, and plans that do not fail lightly.
import type { AnalysisInput } from '../analyse.ts';
import { type Choice, stopMost } from './choose.ts';
import { type FrontPoint, RISK_WEIGHTS } from './hardening.ts';
import { failureOf } from './hypotheses.ts';
import type { MarginsWith } from './margin.ts';
import type { Offer } from './offers.ts';
import { withMeasures } from './presolve.ts';
import type { SearchOptions } from './search.ts';
import { closeUnder, type Target, type Task } from './task.ts';

/** Budgets tried for the Pareto front, as parts of what stopping everything costs. */
const FRONT_SHARES = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75];
/** The front gets this share of the time for each of its points. */
const FRONT_TIME_SHARE = 0.15;

/** What the front needs to know of a hardening. */
export interface FrontInput extends Pick<AnalysisInput, 'pack'> {
  readonly search: SearchOptions;
}

export async function paretoFront(
  input: FrontInput,
  task: Task,
  margins: MarginsWith,
  found: readonly (Choice | undefined)[],
): Promise<readonly FrontPoint[]> {
  const weights = weightsOf(task);
  const search = { ...input.search, seconds: input.search.seconds * FRONT_TIME_SHARE };
  const choices: Choice[] = found.flatMap((choice) => choice ?? []);
  const most = found[0]?.cost ?? task.problem.costs.reduce((sum, cost) => sum + cost, 0);
  for (const share of FRONT_SHARES) {
    const choice = await stopMost(task.problem, weights, Math.round(most * share), search);
    if (choice !== undefined) choices.push(choice);
  }
  choices.push(...(await firmChoices(input, task, weights, search)));
  const points: FrontPoint[] = [];
  for (const choice of choices) points.push(await pointOf(input, task, margins, choice));
  return undominated(points);
}

/**
 * Plans of measures that do not fail lightly, at any price: one for each weight of failures but the least, which the
 * other plans are free to use. They are how money buys margin.
 */
async function firmChoices(
  { pack }: FrontInput,
  { problem, offers }: Task,
  weights: readonly number[],
  search: SearchOptions,
): Promise<readonly Choice[]> {
  const levels = offers.map(({ measure }) => failureOf(pack, measure).weight);
  const choices: Choice[] = [];
  for (const level of [...new Set(levels)].sort((a, b) => a - b).slice(1)) {
    const kept = [...levels.keys()].filter((measure) => (levels[measure] as number) >= level);
    const all = problem.costs.reduce((sum, cost) => sum + cost, 0);
    const choice = await stopMost(withMeasures(problem, kept), weights, all, search);
    if (choice === undefined) continue;
    choices.push({ ...choice, measures: choice.measures.map((measure) => kept[measure] as number) });
  }
  return choices;
}

/** Each point is closed once more by the plain closure; only the plan itself goes to the checker as well. */
async function pointOf(
  input: FrontInput,
  task: Task,
  margins: MarginsWith,
  choice: Choice,
): Promise<FrontPoint> {
  const offers = offersOf(task, choice);
  const { open, days } = closeUnder(task, offers);
  const stopped = new Set(
    task.targets.filter((each) => !open.includes(each)).map(({ question }) => keyOf(question)),
  );
  const installed = margins(offers);
  const held = installed.secure.filter((question) => stopped.has(keyOf(question)));
  const margin = held.length === 0 ? undefined : (await installed.lightest(held, input.search)).weight;
  return {
    cost: choice.cost,
    risk: riskOf(open),
    open: open.length,
    ...(days === undefined ? {} : { days }),
    ...(margin === undefined ? {} : { margin }),
    measures: choice.measures.length,
    proven: choice.proven,
  };
}

/** Cheapest first; each costs more than the one before it and leaves less risk, more time or more margin. */
export function undominated(points: readonly FrontPoint[]): readonly FrontPoint[] {
  const time = ({ days }: FrontPoint): number => days ?? Number.POSITIVE_INFINITY;
  const firm = ({ margin }: FrontPoint): number => margin ?? Number.POSITIVE_INFINITY;
  const better = (a: FrontPoint, b: FrontPoint): boolean =>
    a.cost <= b.cost &&
    a.risk <= b.risk &&
    time(a) >= time(b) &&
    firm(a) >= firm(b) &&
    (a.cost < b.cost || a.risk < b.risk || time(a) > time(b) || firm(a) > firm(b));
  const distinct = points.filter(
    (point, at) =>
      points.findIndex(
        (other) =>
          other.cost === point.cost &&
          other.risk === point.risk &&
          time(other) === time(point) &&
          firm(other) === firm(point),
      ) === at,
  );
  return distinct
    .filter((point) => !distinct.some((other) => better(other, point)))
    .sort((a, b) => a.cost - b.cost);
}

export function offersOf(task: Task, choice: Choice): readonly Offer[] {
  return choice.measures.map((measure) => task.offers[measure] as Offer);
}

export function weightsOf({ targets }: Task): readonly number[] {
  return targets
    .filter(({ goal }) => goal >= 0)
    .map(({ question }) => RISK_WEIGHTS[question.attack.severity]);
}

export function riskOf(targets: readonly Target[]): number {
  return targets.reduce((sum, { question }) => sum + RISK_WEIGHTS[question.attack.severity], 0);
}

export function keyOf({ attack, attacker, target }: Target['question']): string {
  return `${attack.id} ${attacker} ${target}`;
}
