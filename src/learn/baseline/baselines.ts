// SPDX-License-Identifier: Apache-2.0
// Baselines for all keys: surveyed over usual history, fitted, and replayed over later days for what they cost in alarms.
import type { BaselineSource, ChainEvent, Pack } from '../../model/index.ts';
import { compileBaselines, createAnomalyMonitor } from '../../monitor/index.ts';
import { draftBaseline, sideOf } from './draft.ts';
import { type Fit, fitProfile, LEAST, type Value } from './fit.ts';
import type { Series } from './survey.ts';

export interface LearntBaseline {
  readonly baseline: BaselineSource;
  /** By subject; the empty one is of all that have no profile of their own. */
  readonly fits: ReadonlyMap<string, Fit>;
}

export interface FitAllOptions {
  /** Alarms that usual days may have, of each baseline. */
  readonly alarmsPerDay: number;
}

/** With more subjects they share one profile: each is compared with what all do. */
const MAX_OWN = 50;
const DAY_MS = 86_400_000;

/** @param series As surveyed, up to `until` (milliseconds since 1970). */
export function fitBaselines(
  pack: Pack,
  series: readonly Series[],
  until: number,
  { alarmsPerDay }: FitAllOptions,
): readonly LearntBaseline[] {
  const said = new Set<string>();
  return series.flatMap((each): LearntBaseline[] => {
    const bySubject = valuesBySubject(each, until);
    const fits = new Map<string, Fit>();
    for (const [subject, values] of bySubject) {
      const found = fitOne(each, values, alarmsPerDay);
      if (found !== undefined) fits.set(subject, found);
    }
    if (fits.size === 0) return [];
    const baseline = draftBaseline(pack, each.measured, fits);
    if (baseline === undefined) return [];
    // Two keys that always come together tell the same: the first of them is enough.
    const content = JSON.stringify([baseline.events, [...fits.values()], baseline.measure.kind]);
    if (said.has(content)) return [];
    said.add(content);
    return [{ baseline, fits }];
  });
}

function fitOne({ measured }: Series, values: readonly Value[], alarmsPerDay: number): Fit | undefined {
  if (values.length < LEAST) return undefined;
  const days = Math.max(1, ((values.at(-1)?.time ?? 0) - (values[0]?.time ?? 0)) / DAY_MS);
  const alpha = Math.min(0.1, (alarmsPerDay * days) / values.length);
  return fitProfile(values, {
    alpha,
    side: sideOf(measured),
    counts: measured.measure.kind !== 'sum' && measured.measure.kind !== 'share',
  });
}

/** Values of each subject that has enough for a profile of its own, when they are few; those of the others together. */
function valuesBySubject(
  { times, subjects, values }: Series,
  until: number,
): ReadonlyMap<string, readonly Value[]> {
  const all = new Map<string, Value[]>();
  times.forEach((time, at) => {
    if (time > until) return;
    const subject = subjects[at] as string;
    const list = all.get(subject);
    const value = { time, value: values[at] as number };
    if (list === undefined) all.set(subject, [value]);
    else list.push(value);
  });
  const own = [...all].filter(([subject, list]) => subject !== '' && list.length >= LEAST);
  if (all.size > MAX_OWN || own.length === 0) return new Map([['', inOrder([...all.values()].flat())]]);
  const rest = [...all]
    .filter(([subject, list]) => subject === '' || list.length < LEAST)
    .flatMap(([, list]) => list);
  return new Map([
    ...own.map(([subject, list]) => [subject, inOrder(list)] as const),
    ...(rest.length >= LEAST ? [['', inOrder(rest)] as const] : []),
  ]);
}

function inOrder(values: readonly Value[]): readonly Value[] {
  return values.toSorted((a, b) => a.time - b.time);
}

export interface AlarmCost {
  /** By id of the baseline. */
  readonly alarms: ReadonlyMap<string, number>;
  readonly days: number;
}

/** Runs them as detection will, over days that they were not learnt from. */
export function createAlarmCount(pack: Pack, learnt: readonly LearntBaseline[]) {
  const at = { file: 'learnt', line: 1, column: 1 };
  const placed = learnt.map(({ baseline }) => ({ ...baseline, pack: pack.id, at, locate: () => at }));
  const { value = [] } = compileBaselines({ baselines: placed, events: pack.events });
  const monitor = createAnomalyMonitor(value, { seed: 1 });
  const alarms = new Map<string, number>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const count = (found: ReturnType<typeof monitor.end>): void => {
    for (const { rule } of found) alarms.set(rule.id, (alarms.get(rule.id) ?? 0) + 1);
  };
  return {
    accept(event: ChainEvent): void {
      first = Math.min(first, event.time);
      last = Math.max(last, event.time);
      count(monitor.accept(event, { file: '', line: 0 }));
    },
    end(): AlarmCost {
      count(monitor.end());
      return { alarms, days: last > first ? Math.max(1, (last - first) / DAY_MS) : 0 };
    },
  };
}
