// SPDX-License-Identifier: Apache-2.0
// From people's verdicts to narrower rules: of each policy and baseline with false alarms the mildest change that would
// have kept them away, and that loses neither an alert judged real, nor a known attack, nor the hit of its pack.
import type { ChainEvent, Pack, RefinementChange } from '../../model/index.ts';
import {
  type Alert,
  type Baseline,
  compileBaselines,
  compilePolicies,
  createAnomalyMonitor,
  describedSeries,
  type Policy,
} from '../../monitor/index.ts';
import { replay, told } from '../candidate/replay.ts';
import type { Episode } from '../table/episode.ts';
import type { JudgedAlert } from './judged-alert.ts';
import { type Figures, losesSome, type Refinement } from './refinement.ts';
import { separating } from './separate.ts';

/** What a person said of alerts of a rule: about whom, from when to when (milliseconds since 1970). */
export interface Verdict {
  readonly rule: string;
  readonly isFalse: boolean;
  readonly keys: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
}

/** Multiples of the score that a baseline asks for. */
const LADDER = [1.25, 1.5, 2, 3, 5];

export function refine(
  pack: Pack,
  episodes: readonly Episode[],
  verdicts: readonly Verdict[],
): readonly Refinement[] {
  const wrong = new Set(verdicts.filter(({ isFalse }) => isFalse).map(({ rule }) => rule));
  const policies = pack.policies.filter(({ id }) => wrong.has(id));
  const baselines = pack.baselines.filter(({ id }) => wrong.has(id));
  return [
    ...policies.flatMap((source): readonly Refinement[] => {
      const run = (change?: string): readonly JudgedAlert[] => {
        const unless = [...(source.unless ?? []), ...(change === undefined ? [] : [change])];
        const changed = { ...source, unless };
        const { value = [] } = compilePolicies({ events: pack.events, policies: [changed] });
        return episodes.flatMap(({ events, attackOf }) =>
          judged(alertsOf(value, events), events, attackOf, verdicts),
        );
      };
      const stillHits = (change: string): boolean => {
        const changed = { ...source, unless: [...(source.unless ?? []), change] };
        const { value = [], problems } = compilePolicies({ events: pack.events, policies: [changed] });
        return problems.length === 0 && replay(value, told(source.hit)).length > 0;
      };
      const before = run();
      const types = pack.events.filter(({ id }) => [source.on.event].flat().includes(id));
      return best(
        source.id,
        before,
        separating(before, types)
          .filter(stillHits)
          .map((unless) => ({ change: { unless }, run: () => run(unless) })),
      );
    }),
    ...baselines.flatMap((source): readonly Refinement[] => {
      const run = (least?: number): readonly JudgedAlert[] =>
        episodes.flatMap(({ events, attackOf }) =>
          judged(
            anomalies(pack, least === undefined ? source : { ...source, least }, events),
            events,
            attackOf,
            verdicts,
          ),
        );
      const stillHits = (least: number): boolean =>
        anomalies(pack, { ...source, least }, describedSeries(source.hit, 1).events).length > 0;
      const steps = LADDER.map((times) => Number((times * Math.max(source.least ?? 1, 1)).toFixed(2)));
      return best(
        source.id,
        run(),
        steps.filter(stillHits).map((least) => ({ change: { least }, run: () => run(least) })),
      );
    }),
  ];
}

interface Option {
  readonly change: RefinementChange;
  readonly run: () => readonly JudgedAlert[];
}

/** The first option that loses nothing and keeps most false alarms away; none when none helps. */
function best(
  rule: string,
  alerts: readonly JudgedAlert[],
  options: readonly Option[],
): readonly Refinement[] {
  const before = figuresOf(alerts);
  let found: Refinement | undefined;
  for (const { change, run } of options) {
    const after = figuresOf(run());
    if (losesSome(before, after) || after.judgedFalse >= (found?.after ?? before).judgedFalse) continue;
    found = { rule, change, before, after };
    if (after.judgedFalse === 0) break;
  }
  return found === undefined ? [] : [found];
}

function figuresOf(alerts: readonly JudgedAlert[]): Figures {
  return {
    alerts: alerts.length,
    judgedFalse: alerts.filter(({ said }) => said === 'false').length,
    judgedReal: alerts.filter(({ said }) => said === 'real').length,
    attacks: [...new Set(alerts.flatMap(({ attack }) => attack ?? []))].sort(),
  };
}

function alertsOf(policies: readonly Policy[], events: readonly ChainEvent[]): readonly Alert[] {
  return replay(policies, events);
}

function anomalies(pack: Pack, baseline: Baseline, events: readonly ChainEvent[]): readonly Alert[] {
  const { value = [] } = compileBaselines({ baselines: [baseline], events: pack.events });
  const monitor = createAnomalyMonitor(value, { seed: 1 });
  return [
    ...events.flatMap((event, at) => monitor.accept(event, { file: '', line: at + 1 })),
    ...monitor.end(),
  ];
}

/** Alerts carry the line of the event that is looked at: its position from 1. */
function judged(
  alerts: readonly Alert[],
  events: readonly ChainEvent[],
  attackOf: ReadonlyMap<string, string>,
  verdicts: readonly Verdict[],
): readonly JudgedAlert[] {
  return alerts.map((alert) => {
    const said = verdicts.filter((verdict) => isAbout(verdict, alert));
    const attack = attackOf.get(events[alert.at.line - 1]?.id ?? '');
    // Who calls one alert both has seen something real.
    const real = said.some(({ isFalse }) => !isFalse);
    return { alert, said: real ? 'real' : said.length > 0 ? 'false' : undefined, attack };
  });
}

/** Seconds that the time of a line of an incident and that of its alert may be apart. */
const SLACK_MS = 1_000;

function isAbout({ rule, keys, from, to }: Verdict, alert: Alert): boolean {
  const time = alert.time ?? Number.NaN;
  return (
    alert.rule.id === rule &&
    time >= from - SLACK_MS &&
    time <= to + SLACK_MS &&
    Object.entries(keys).every(([key, value]) => alert.keys[key] === undefined || alert.keys[key] === value)
  );
}
