// SPDX-License-Identifier: Apache-2.0
// One side of a comparison: all runs of a setting, and one of them told.
import { type ChannelRun, type Channels, createChannels } from '../channel/channels.ts';
import { compileSystem, type NamedSystem } from '../engine/compile.ts';
import type { Interval, Intervals } from '../engine/interval.ts';
import { compilePlan, type Plan } from '../engine/plan.ts';
import type { Transitions } from '../engine/record.ts';
import { createSimulator } from '../engine/simulator.ts';
import { lossOf } from '../impact/loss.ts';
import { harmOf, manyRuns, type Outcome } from '../impact/runs.ts';
import type { Records, Service } from '../impact/service.ts';
import { bandsOf, spreadOf } from '../impact/statistics.ts';
import { type Steps, stepsOf } from '../impact/steps.ts';
import { whyChain } from '../impact/why.ts';
import { type Measure, type Setting, withMeasures } from '../measure/measure.ts';
import type { Happening } from '../system.ts';
import { marksOf, noticesOf } from './marks.ts';
import type { Outage, Replay, Side, WhyLine } from './report.ts';

/** What is asked of every set of measures alike. */
export interface Frame {
  readonly setting: Setting;
  /** What happens in a run besides the scenario: an attack with a clock. */
  readonly extra?: (run: number) => readonly Happening[];
  readonly services: readonly Service[];
  /** What leaks when it is read; absent: nothing is counted. */
  readonly records?: readonly Records[];
  readonly seed: number;
  readonly startHour: number;
  /** Told after each run, whatever measures it has. */
  readonly onRun?: () => void;
}

/** The same frame in which these happen, and nothing else that is known beforehand. */
export function withHappenings(frame: Frame, happenings: readonly Happening[]): Frame {
  const { setting } = frame;
  return { ...frame, setting: { ...setting, scenario: { ...setting.scenario, happenings } } };
}

interface Prepared {
  readonly system: NamedSystem;
  readonly channels: Channels;
  readonly planFor: (run: number) => Plan;
  readonly channelsFor: (run: number, transitions: Transitions) => ChannelRun | undefined;
}

function prepare(frame: Frame, measures: readonly Measure[]): Prepared {
  const { system: source, scenario } = withMeasures(frame.setting, measures);
  const system = compileSystem(source);
  const channels = createChannels(source, system);
  const plan = compilePlan(system, scenario);
  const { extra, seed } = frame;
  const happeningsIn = (run: number): readonly Happening[] =>
    extra === undefined ? scenario.happenings : [...scenario.happenings, ...extra(run)];
  return {
    system,
    channels,
    planFor: (run) =>
      extra === undefined ? plan : compilePlan(system, { ...scenario, happenings: happeningsIn(run) }),
    channelsFor: (run, transitions) =>
      channels.run(happeningsIn(run), scenario.horizon, transitions, seed, run),
  };
}

/** All runs with these measures. */
export function outcomeOf(frame: Frame, measures: readonly Measure[], runs: number): Outcome {
  const { services, records = [], seed, startHour } = frame;
  const { horizon } = frame.setting.scenario;
  return manyRuns({
    ...prepare(frame, measures),
    services,
    records,
    seed,
    runs,
    startHour,
    horizon,
    onRun: frame.onRun,
  });
}

export function sideOf(frame: Frame, measures: readonly Measure[], outcome: Outcome, run: number): Side {
  const names = frame.setting.system.assets;
  return {
    eur: spreadOf(outcome.eur),
    eurBy: {
      availability: spreadOf(outcome.eurBy.availability),
      integrity: spreadOf(outcome.eurBy.integrity),
      confidentiality: spreadOf(outcome.eurBy.confidentiality),
    },
    services: frame.services.map(({ asset, unit }, index) => ({
      asset: (names[asset] as (typeof names)[number]).id,
      unit,
      lost: spreadOf(outcome.lost[index] as Float64Array),
      late: spreadOf(outcome.late[index] as Float64Array),
      wrong: spreadOf(outcome.wrong[index] as Float64Array),
      right: finite(spreadOf(outcome.right[index] as Float64Array).p50),
    })),
    records: (frame.records ?? []).map(({ asset, unit }, index) => ({
      asset: (names[asset] as (typeof names)[number]).id,
      unit,
      leaked: spreadOf(outcome.leaked[index] as Float64Array),
    })),
    back: ([50, 90, 100] as const).map((level) => {
      const { p50, p95 } = spreadOf(outcome.back[level]);
      return { level, p50: finite(p50), p95: finite(p95) };
    }),
    collapse: outcome.end.filter((level) => level < 0.5).length / Math.max(1, outcome.end.length),
    bands: bandsOf(outcome.curves),
    replay: replayOf(frame, measures, run),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export function replayOf(frame: Frame, measures: readonly Measure[], run: number): Replay {
  const { services, records = [], seed, startHour } = frame;
  const { horizon } = frame.setting.scenario;
  const { system, channels, planFor, channelsFor } = prepare(frame, measures);
  const intervals: Intervals = { works: [], fallbacks: [] };
  const { transitions } = createSimulator(system, undefined, intervals).run(planFor(run), seed, run);
  const steps = stepsOf(
    transitions,
    services.map(({ asset }) => asset),
  );
  const losses = services.map((service, index) => lossOf(service, steps[index] as Steps, horizon, startHour));
  const spread = channelsFor(run, transitions);
  const harm =
    spread === undefined ? undefined : harmOf({ services, records, horizon, startHour }, spread, transitions);
  const idOf = (asset: number): string => system.names.ids[asset] as string;
  const told = ({ asset, from, until }: Interval) => ({ asset: idOf(asset), from, until: until ?? null });
  const eurBy = {
    availability: losses.reduce((sum, { eur }) => sum + eur, 0),
    integrity: (harm?.wrong ?? []).reduce((sum, { eur }) => sum + eur, 0),
    confidentiality: records.reduce(
      (sum, { eurEach }, index) => sum + eurEach * (harm?.leaked[index] ?? 0),
      0,
    ),
  };
  return {
    run,
    eur: eurBy.availability + eurBy.integrity + eurBy.confidentiality,
    eurBy,
    services: services.map(({ asset, unit }, index) => {
      const { lost = 0, late = 0 } = losses[index] ?? {};
      return { asset: idOf(asset), unit, lost, late, wrong: harm?.wrong[index]?.units ?? 0 };
    }),
    records: records.map(({ asset, unit }, index) => ({
      asset: idOf(asset),
      unit,
      leaked: harm?.leaked[index] ?? 0,
    })),
    changes: Array.from({ length: transitions.size }, (_, at) => ({
      hour: transitions.times[at] as number,
      asset: idOf(transitions.assets[at] as number),
      level: transitions.levels[at] as number,
    })),
    repairs: intervals.works.map(told),
    fallbacks: intervals.fallbacks.map(told),
    outages: [...new Set(services.map(({ asset }) => asset))].flatMap((asset) =>
      outagesOf(system, transitions, asset),
    ),
    marks: spread === undefined ? [] : marksOf(spread, channels.compiled, idOf, horizon),
    notices: spread === undefined ? [] : noticesOf(spread, idOf, horizon),
  };
}

/** From a fall below 1 to the return to 1; the reason is that of the change to the lowest level. */
function outagesOf(system: NamedSystem, transitions: Transitions, asset: number): Outage[] {
  const outages: (Outage & { until: number | null })[] = [];
  let level = 1;
  for (let at = 0; at < transitions.size; at++) {
    if (transitions.assets[at] !== asset) continue;
    const next = transitions.levels[at] as number;
    const hour = transitions.times[at] as number;
    const last = outages[outages.length - 1];
    const isOpen = last !== undefined && last.until === null;
    if (next === 1 && isOpen) last.until = hour;
    else if (next < level && !(isOpen && last.lowest <= next)) {
      const why = whyChain(system, transitions, at).map((step) => lineOf(system, step));
      const from = isOpen ? last.from : hour;
      if (isOpen) outages.pop();
      outages.push({
        asset: system.names.ids[asset] as string,
        from,
        until: null,
        lowest: next,
        why,
        preventedBy: null,
      });
    }
    level = next;
  }
  return outages;
}

function lineOf({ names }: NamedSystem, step: ReturnType<typeof whyChain>[number]): WhyLine {
  const { time, asset, level, cause, group, left, need, waited } = step;
  return {
    hour: time,
    asset: names.ids[asset] as string,
    level,
    cause,
    ...(group === undefined ? {} : { group: names.groupIds[group] as string }),
    ...(left === undefined || need === undefined ? {} : { left, need }),
    ...(waited === undefined ? {} : { waited }),
  };
}
