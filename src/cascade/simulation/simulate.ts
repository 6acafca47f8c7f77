// SPDX-License-Identifier: Apache-2.0
// A scenario on a model: without and with measures, over many runs and in one run told.
import type { Outcome } from '../impact/runs.ts';
import { type Difference, pairedDifference } from '../impact/statistics.ts';
import { bestSet, MOST_MEASURES, shapleyCredit } from '../measure/credit.ts';
import type { Measure } from '../measure/measure.ts';
import { checksOf } from './checks.ts';
import { withPrevention } from './prevention.ts';
import type {
  Best,
  Comparison,
  Dependencies,
  MeasureOutcome,
  ScenarioHead,
  Side,
  Simulation,
} from './report.ts';
import { SIMULATION_SCHEMA } from './report.ts';
import { type Frame, outcomeOf, sideOf } from './side.ts';

export interface SimulationRequest {
  readonly model: string;
  readonly head: ScenarioHead;
  readonly frame: Frame;
  readonly runs: number;
  /** What could be bought; tried one by one. */
  readonly measures: readonly Measure[];
  /** More of them, on assets further from what is hit: whether one alone prevents an outage is asked of these too. */
  readonly others: readonly Measure[];
  /** Ids of measures to compare with; absent: the one that avoids most. */
  readonly chosen?: readonly string[];
  readonly budget?: number;
  readonly published?: readonly { readonly name: string; readonly is: string; readonly value: number }[];
  readonly limits: readonly string[];
  readonly dependencies: Dependencies;
  readonly onPhase?: (phase: 'runs' | 'measures' | 'checks', done: number) => void;
  /** Told how far it is, from 0 to about 1, by the runs that are done. */
  readonly onProgress?: (part: number) => void;
}

/** Runs of the first look at each measure, and measures that are then looked at closely. */
const [FIRST_LOOK, KEPT] = [100, 8];
/** Runs for each subset of measures when credit is split or a best set is sought. */
const SUBSET_RUNS = 200;
/** Measures that are each asked, in the run that is told, whether it alone prevents an outage. */
const MOST_SINGLE = 400;

export function simulate(asked: SimulationRequest): Simulation {
  const request = counted(asked);
  const { frame, runs, onPhase } = request;
  onPhase?.('runs', 0);
  const outcome = outcomeOf(frame, [], runs);
  const told = medianRun(outcome.eur);
  const kept = worthwhile(request, outcome);
  const chosen = chosenOf(request, kept);
  const single = [...request.measures, ...request.others].slice(0, MOST_SINGLE);
  const without = withPrevention(sideOf(frame, [], outcome, told), frame, single, told);
  const after = chosen.length === 0 ? undefined : outcomeOf(frame, chosen, runs);
  onPhase?.('checks', 0);
  return {
    schema: SIMULATION_SCHEMA,
    model: request.model,
    scenario: request.head,
    seed: frame.seed,
    runs,
    without,
    ...(after === undefined
      ? {}
      : { with: sideOf(frame, chosen, after, told), avoided: pairedDifference(outcome.eur, after.eur) }),
    chosen: chosen.map(({ id }) => id),
    single: single.map(({ id, name }) => ({ id, name })),
    measures: withCredit(frame, outcomesOf(frame, kept, outcome, runs), chosen, runs),
    ...(request.budget === undefined ? {} : { best: bestOf(frame, kept, request.budget, runs) }),
    checks: checksOf(frame.setting.system, frame.services),
    dependencies: request.dependencies,
    ...(request.published === undefined ? {} : { published: compare(request.published, without) }),
    limits: request.limits,
  };
}

/** How often progress is told. */
const TOLD = 200;

/** The same, telling its progress: with nothing, with what is chosen, and with each measure that is looked at closely. */
function counted(request: SimulationRequest): SimulationRequest {
  const { frame, runs, measures, onProgress } = request;
  if (onProgress === undefined) return request;
  const expected = runs * (2 + Math.min(KEPT, measures.length)) + FIRST_LOOK * measures.length;
  const every = Math.ceil(expected / TOLD);
  let done = 0;
  const onRun = (): void => {
    if (++done % every === 0) onProgress(done / expected);
  };
  return { ...request, frame: { ...frame, onRun } };
}

function medianRun(eur: Float64Array): number {
  const order = [...eur.keys()].sort((a, b) => (eur[a] as number) - (eur[b] as number) || a - b);
  return order[Math.floor((order.length - 1) / 2)] ?? 0;
}

/** Measures that avoid something in a first look, the most first; and all that were asked for. */
function worthwhile(
  { frame, measures, chosen = [], onPhase }: SimulationRequest,
  outcome: Outcome,
): Measure[] {
  const few = Math.min(FIRST_LOOK, outcome.eur.length);
  const first = outcome.eur.subarray(0, few);
  const tried = measures.map((measure, index) => {
    onPhase?.('measures', index / measures.length);
    return { measure, avoided: pairedDifference(first, outcomeOf(frame, [measure], few).eur).mean };
  });
  const useful = tried.filter(({ avoided }) => avoided > 0).sort((a, b) => b.avoided - a.avoided);
  const best = useful.slice(0, KEPT).map(({ measure }) => measure);
  return [...best, ...measures.filter((measure) => chosen.includes(measure.id) && !best.includes(measure))];
}

function chosenOf({ chosen }: SimulationRequest, kept: readonly Measure[]): Measure[] {
  return chosen === undefined ? kept.slice(0, 1) : kept.filter(({ id }) => chosen.includes(id));
}

function outcomesOf(
  frame: Frame,
  kept: readonly Measure[],
  without: Outcome,
  runs: number,
): MeasureOutcome[] {
  return kept
    .map((measure) => {
      const avoided: Difference = pairedDifference(without.eur, outcomeOf(frame, [measure], runs).eur);
      return { id: measure.id, name: measure.name, cost: measure.cost, avoided };
    })
    .sort((a, b) => b.avoided.mean - a.avoided.mean);
}

function withCredit(
  frame: Frame,
  outcomes: MeasureOutcome[],
  chosen: readonly Measure[],
  runs: number,
): MeasureOutcome[] {
  if (chosen.length < 2 || chosen.length > MOST_MEASURES) return outcomes;
  const credit = shapleyCredit(chosen.length, meanLoss(frame, chosen, runs));
  return outcomes.map((each) => {
    const at = chosen.findIndex(({ id }) => id === each.id);
    return at < 0 ? each : { ...each, credit: credit[at] as number };
  });
}

function bestOf(frame: Frame, kept: readonly Measure[], budget: number, runs: number): Best {
  const open = kept.slice(0, MOST_MEASURES);
  const found = bestSet(
    open.map(({ cost }) => cost),
    budget,
    meanLoss(frame, open, runs),
  );
  const measures = open.filter((_, index) => (found.subset & (1 << index)) !== 0).map(({ id }) => id);
  return { budget, measures, cost: found.cost, loss: found.loss };
}

/** Mean loss of a subset, each asked once. */
function meanLoss(frame: Frame, measures: readonly Measure[], runs: number): (subset: number) => number {
  const known = new Map<number, number>();
  const few = Math.min(SUBSET_RUNS, runs);
  return (subset) => {
    let loss = known.get(subset);
    if (loss === undefined) {
      const bought = measures.filter((_, index) => (subset & (1 << index)) !== 0);
      loss = outcomeOf(frame, bought, few).eur.reduce((sum, each) => sum + each, 0) / few;
      known.set(subset, loss);
    }
    return loss;
  };
}

function compare(published: NonNullable<SimulationRequest['published']>, side: Side): Comparison[] {
  const days = (level: number): number | null => {
    const hours = side.back.find((each) => each.level === level)?.p50 ?? null;
    return hours === null ? null : hours / 24;
  };
  return published.map(({ name, is, value }) => {
    const simulated = is === 'days-to-90' ? days(90) : is === 'days-to-100' ? days(100) : lowestLevel(side);
    const off = simulated === null || value === 0 ? null : simulated / value - 1;
    return { name, published: value, simulated, off };
  });
}

/** Of the service that falls most, in the run that is told. */
function lowestLevel({ replay }: Side): number {
  return replay.outages.reduce((least, { lowest }) => Math.min(least, lowest), 1);
}
