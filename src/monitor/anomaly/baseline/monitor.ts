// SPDX-License-Identifier: Apache-2.0
// Events in, alerts out: each baseline looks at its events, scores what it sees, and tells what is too strange.
import type { Json } from '../../../core/canonical-json.ts';
import { hash32 } from '../../../core/random.ts';
import { type ChainEvent, eventFields } from '../../../model/index.ts';
import type { Alert, EventPlace, Witness } from '../../alert.ts';
import { createConformal, type Judgement } from '../conformal.ts';
import type { Detector, Observation } from '../contract.ts';
import { createKeyed } from '../keyed.ts';
import { createAnomalyDetector, restoreAnomalyDetector } from '../registry.ts';
import { type Bucketed, createBuckets } from './buckets.ts';
import type { Baseline } from './compile.ts';
import { featuresOf, fits, textOf } from './each.ts';
import { reasonsOf } from './reasons.ts';

export interface AnomalyMonitor {
  /**
   * Events come about in the order of time; one later than the lateness bound is left out of what is counted over time.
   * @param latest When the event was there, at the latest: a clock that runs ahead must not make everything else late.
   */
  accept(event: ChainEvent, at: EventPlace, latest?: number): readonly Alert[];
  /** Says that event time has come so far: alerts of what was counted until then, the lateness bound before. */
  advance(time: number): readonly Alert[];
  /** Alerts of what is still being counted. */
  end(): readonly Alert[];
  /** All that was learnt and is being counted, as plain JSON and a copy. */
  save(): Json;
}

export interface AnomalyMonitorOptions {
  readonly seed: number;
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness?: number;
  /** What `save` gave; baselines that are not in it begin to learn. */
  readonly saved?: Json;
}

const SAVED = 'ensuresec/anomaly/1';
const LATENESS = 300_000;
const QUIET = 3600;
const MAX_QUIET_KEYS = 20_000;

export function createAnomalyMonitor(
  baselines: readonly Baseline[],
  options: AnomalyMonitorOptions,
): AnomalyMonitor {
  const { lateness = LATENESS, saved } = options;
  const states = statesIn(saved);
  // What was counted with one seed can only be counted on with it.
  const seed = seedIn(saved) ?? options.seed;
  const watches = baselines.map((baseline) => ({
    baseline,
    watch: createWatch(baseline, hash32(baseline.id, seed), lateness, states.get(baseline.id)),
  }));
  const byType = new Map<string, Watch[]>();
  for (const { baseline, watch } of watches)
    for (const type of new Set(baseline.events)) byType.set(type, [...(byType.get(type) ?? []), watch]);
  return {
    accept: (event, at, latest = event.time) =>
      (byType.get(event.type) ?? []).flatMap((watch) =>
        watch.accept(event, at, Math.min(event.time, latest)),
      ),
    advance: (time) => watches.flatMap(({ watch }) => watch.close(time - lateness)),
    end: () => watches.flatMap(({ watch }) => watch.close()),
    save: () => ({
      schema: SAVED,
      seed,
      baselines: watches.map(({ baseline, watch }) => [baseline.id, watch.save()]),
    }),
  };
}

interface Saved {
  readonly schema?: string;
  readonly seed?: number;
  readonly baselines?: readonly (readonly [string, State])[];
}
interface State {
  readonly detector: Json;
  readonly conformal: Json;
  readonly buckets: Json;
  readonly quiet: readonly (readonly [string, { until: number }])[];
}

function statesIn(saved: Json | undefined): ReadonlyMap<string, State> {
  const { schema, baselines } = (saved ?? {}) as Saved;
  return new Map(schema === SAVED ? baselines : []);
}

function seedIn(saved: Json | undefined): number | undefined {
  const { schema, seed } = (saved ?? {}) as Saved;
  return schema === SAVED ? seed : undefined;
}

interface Watch {
  /** @param time When it happened, as far as it can be believed. */
  accept(event: ChainEvent, at: EventPlace, time: number): readonly Alert[];
  close(time?: number): readonly Alert[];
  save(): Json;
}

/** Something that was seen of a subject, and the events that show it. */
interface Seen {
  readonly subject: string;
  readonly observation: Observation;
  readonly witnesses: readonly Witness[];
  readonly keys: Readonly<Record<string, string>>;
}

function createWatch(baseline: Baseline, seed: number, lateness: number, saved?: State): Watch {
  const judge = createJudge(baseline, seed, saved);
  const { measure, key, pooled } = baseline;
  const keyOf = (subject: string): string => (pooled === true ? '' : subject);
  const isBucketed = 'per' in measure;
  const buckets = isBucketed
    ? createBuckets(measure as Bucketed, { lateness, seed, keyed: key !== undefined }, saved?.buckets)
    : undefined;
  const told = (closed: ReturnType<NonNullable<typeof buckets>['close']>): readonly Alert[] =>
    closed.flatMap(({ subject, group, time, value, witnesses }) => {
      const features = { [measure.kind]: value };
      const observation = { time, key: keyOf(subject), group, features };
      const keys: Record<string, string> = key === undefined || subject === '' ? {} : { [key]: subject };
      return judge.next({ subject, observation, witnesses, keys });
    });
  return {
    accept: (event, at, time) => {
      if (!fits(event, baseline.where)) return [];
      const subject = textOf(event, key);
      if (key !== undefined && subject === '') return [];
      const group = textOf(event, baseline.group);
      const witness: Witness = { record: eventFields(event), at, time: event.time };
      if (buckets !== undefined) return told(buckets.add(event, { subject, group, time, witness }));
      const features = featuresOf(event, measure) ?? {};
      if (Object.keys(features).length === 0) return [];
      const observation = { time, key: keyOf(subject), group, features };
      return judge.next({ subject, observation, witnesses: [witness], keys: event.keys });
    },
    close: (time) => told(buckets?.close(time) ?? []),
    save: () => ({ ...judge.save(), buckets: buckets?.save() ?? null }) as Json,
  };
}

interface Judge {
  next(seen: Seen): readonly Alert[];
  save(): { readonly [key: string]: Json };
}

function createJudge(baseline: Baseline, seed: number, saved?: State): Judge {
  const detector =
    (saved && restoreAnomalyDetector(saved.detector)) ??
    createAnomalyDetector(baseline.detector, baseline.parameters ?? {}, seed).detector;
  // An ordinary score is never an alarm, only because the rate would allow one.
  const conformal =
    baseline.alpha === undefined
      ? undefined
      : createConformal({ alpha: baseline.alpha, seed, ties: 'never' }, saved?.conformal ?? undefined);
  const quiet = createKeyed(MAX_QUIET_KEYS, () => ({ until: Number.NEGATIVE_INFINITY }), saved?.quiet);
  const isQuiet = (subject: string, time: number): boolean => (quiet.get(subject)?.until ?? time) > time;
  const judged = (detector: Detector, { subject, observation, witnesses, keys }: Seen): readonly Alert[] => {
    const score = detector.scoreOne(observation);
    const judgement = score === undefined ? undefined : conformal?.next(score);
    const strange = score !== undefined && isAlarm(baseline, score, judgement);
    const alarm = strange && !isQuiet(subject, observation.time);
    const parts = alarm ? detector.explain(observation) : [];
    detector.learnOne(observation);
    if (!alarm) return [];
    quiet.use(subject).until = observation.time + (baseline.quiet ?? QUIET) * 1000;
    return [
      alertOf(
        baseline,
        { witnesses, keys, time: observation.time },
        reasonsOf(baseline, score, parts, judgement),
      ),
    ];
  };
  return {
    next: (seen) => (detector === undefined ? [] : judged(detector, seen)),
    save: () => ({
      detector: detector?.save() ?? null,
      conformal: conformal?.save() ?? null,
      quiet: structuredClone(
        quiet.entries().filter(([, { until }]) => Number.isFinite(until)),
      ) as unknown as Json,
    }),
  };
}

/** Without α the detector has a limit that means something by itself, and 1 is on it. */
function isAlarm({ least = 0 }: Baseline, score: number, judgement: Judgement | undefined): boolean {
  return score >= least && (judgement?.alarm ?? score >= 1);
}

function alertOf(
  baseline: Baseline,
  { witnesses, keys, time }: { witnesses: readonly Witness[]; keys: Alert['keys']; time: number },
  reasons: readonly string[],
): Alert {
  const last = witnesses.at(-1);
  return {
    rule: {
      id: baseline.id,
      kind: 'baseline',
      title: baseline.title['en'] ?? baseline.id,
      level: baseline.level,
      techniques: baseline.techniques ?? [],
      threats: baseline.threats,
    },
    record: last?.record ?? { type: baseline.events[0], time },
    at: last?.at ?? { file: '', line: 0 },
    time,
    keys,
    because: witnesses.slice(0, -1),
    reasons,
  };
}
