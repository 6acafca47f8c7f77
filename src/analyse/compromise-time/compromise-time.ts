// SPDX-License-Identifier: Apache-2.0
import { type PassageBounds, passageBounds } from '../../core/first-passage/index.ts';
import type { PassageSampler } from '../../core/ports/index.ts';
import type { Analysis } from '../analyse.ts';
import { nodeOf } from '../ground/system.ts';
import type { Report, Verdict } from '../report.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { type Candidate, instancesCutBy, keyOf } from '../verdict/cuts.ts';
import { actKeysOf } from './act-keys.ts';
import { meanOf, quantilesOf, shareWithin } from './estimate.ts';
import { meanDaysOf } from './mean-days.ts';
import { type Slice, sliceOf } from './passages.ts';
import type { CompromiseTime, TimeAfter } from './times.ts';

export interface TimeOptions {
  /** At least 2. */
  readonly samples: number;
  readonly seed: number;
  /** Days for which the probability of success is told. */
  readonly horizon: number;
  /** Measures whose effect is told beside the present state; undefined for none. */
  readonly plan: readonly Candidate[];
}

/**
 * The report with a time for each INSECURE verdict. A fact is there when the first of its rule instances ends; an
 * instance begins when all its premises are there, so what does not wait for another goes on at the same time. Each act
 * takes an exponential time with the mean of its rule, drawn by the name of the act: attackers, and the states before and
 * after a plan, meet the same fate.
 */
export async function compromiseTimes(
  { report, basis }: Analysis,
  sampler: PassageSampler,
  options: TimeOptions,
): Promise<Report> {
  const reached = report.verdicts.filter(({ verdict }) => verdict === 'INSECURE');
  const times = new Map<Reached, CompromiseTime>();
  for (const each of await timesOfReached(basis, reached, sampler, options)) times.set(each.of, each.time);
  const { samples, seed, horizon } = options;
  const cut = instancesCutBy(basis.system, options.plan);
  const plan = options.plan.map((each) => ({ ...each, cuts: (cut.get(keyOf(each)) ?? []).length }));
  return {
    ...report,
    times: { samples, seed, horizon, plan },
    verdicts: report.verdicts.map((verdict) => {
      const time = times.get(verdict);
      return time === undefined ? verdict : { ...verdict, time };
    }),
  };
}

/** Who reaches what: an INSECURE verdict. */
type Reached = Pick<Verdict, 'attack' | 'attacker' | 'target'>;

/** The same for verdicts that are known to be INSECURE. */
export async function timesOfReached<R extends Reached>(
  { system, attempts, loaded }: Analysis['basis'],
  reached: readonly R[],
  sampler: PassageSampler,
  options: TimeOptions,
): Promise<readonly { readonly of: R; readonly time: CompromiseTime }[]> {
  const disabled = new Set([...instancesCutBy(system, options.plan).values()].flat());
  const acts = { key: actKeysOf(system), days: meanDaysOf(system, loaded) };
  const times: { of: R; time: CompromiseTime }[] = [];
  for (const attempt of attempts) {
    const own = reached.filter(({ attacker }) => attacker === attempt.attacker);
    if (own.length === 0) continue;
    const goals = own.map(({ attack, target }) => nodeOf(system, ACHIEVED, [attack, target]));
    const slice = sliceOf(system, attempt.certain.member, attempt.seeds, goals, acts);
    const found = await timesOf(slice, disabled, sampler, options);
    own.forEach((of, at) => {
      times.push({ of, time: found[at] as CompromiseTime });
    });
  }
  return times;
}

async function timesOf(
  { graph, instances }: Slice,
  disabled: ReadonlySet<number>,
  sampler: PassageSampler,
  { samples, seed, horizon, plan }: TimeOptions,
): Promise<readonly CompromiseTime[]> {
  const runs = { seed, first: 0, count: samples };
  const off = Uint8Array.from(instances, (instance) => Number(disabled.has(instance)));
  const before = await sampler.sample(graph, runs);
  const after = plan.length === 0 ? undefined : await sampler.sample(graph, runs, off);
  return Array.from(graph.goals, (goal, place) => {
    const column = (all: Float64Array): Float64Array =>
      Float64Array.from({ length: samples }, (_, run) => all[run * graph.goals.length + place] as number);
    const days = column(before);
    // A proof leads to each goal, so there are bounds.
    const bounds = passageBounds(graph, goal, horizon) as PassageBounds;
    return {
      mean: meanOf(days),
      ...quantilesOf(days),
      within: shareWithin(days, horizon),
      bounds,
      ...(after === undefined ? {} : { after: compared(days, column(after), horizon) }),
    };
  });
}

/** Both in the same runs: what does not meet the plan is equal in both and adds nothing to the interval. */
function compared(before: Float64Array, after: Float64Array, horizon: number): TimeAfter {
  if (after[0] === Number.POSITIVE_INFINITY) return { prevented: true };
  return {
    prevented: false,
    mean: meanOf(after),
    within: shareWithin(after, horizon),
    gained: meanOf(after.map((days, run) => days - (before[run] as number))),
  };
}
