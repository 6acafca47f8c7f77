// SPDX-License-Identifier: Apache-2.0
// A fitted profile as a baseline of a pack: with a quiet and a loud stretch of events that show what it takes for which.
import type { BaselineSource, Pack, Stretch } from '../../model/index.ts';
import { compileBaselines, createAnomalyMonitor, describedSeries } from '../../monitor/index.ts';
import type { Fit } from './fit.ts';
import type { Measured } from './survey.ts';

const HOUR_S = 3600;
/** Where stretches are told to begin: any Monday serves, a later one leaves room before it. */
const WEEK_S = 168 * HOUR_S;
const MAX_CYCLE = 2_000;

/** @param fits By subject; the empty one is of all that have none of their own. Undefined: its stretches do not show it. */
export function draftBaseline(
  pack: Pack,
  measured: Measured,
  fits: ReadonlyMap<string, Fit>,
): BaselineSource | undefined {
  const { type, key, measure } = measured;
  const [first] = fits;
  if (first === undefined) return undefined;
  const stories = storiesOf(measured, first);
  if (stories === undefined) return undefined;
  const what = wordsOf(measured);
  const samples = [...fits.values()].reduce((sum, each) => sum + each.samples, 0);
  const source: BaselineSource = {
    id: `learnt/baseline/${slug([type.id, key ?? 'all', what])}`,
    title: { en: `Learnt: ${what}${key === undefined ? '' : ` for one ${key}`}` },
    events: [type.id],
    ...(key === undefined ? {} : { key }),
    measure,
    detector: 'week-profile',
    parameters: {
      side: sideOf(measured),
      usual: Object.fromEntries([...fits].map(([subject, { profile }]) => [subject, profile])),
    },
    level: 'medium',
    threats: pack.threats
      .filter(({ evidence }) => evidence.some(({ event }) => event === type.id))
      .map(({ number }) => number),
    explain: {
      en: `${what} in an hour, against ${samples} such hours of the history. Sees far more than there ever were; does not see what hides among them.`,
    },
    references: [`Learnt from ${samples} values`],
    hit: stories.hit,
    miss: stories.miss,
  };
  return agrees(pack, source) ? source : undefined;
}

export function sideOf({ key, measure }: Measured): 'above' | 'both' {
  // Of one among many, silence is nothing; of all together it is something.
  return key === undefined && measure.kind === 'count' ? 'both' : 'above';
}

export function wordsOf({ type, measure }: Measured): string {
  switch (measure.kind) {
    case 'count':
      return `number of ${type.id}`;
    case 'sum':
      return `sum of ${measure.field} of ${type.id}`;
    case 'distinct':
      return `different ${measure.field} of ${type.id}`;
    case 'share':
      return `share of ${Object.entries(measure.of)
        .map(([field, value]) => `${field} ${String(value)}`)
        .join(', ')} in ${type.id}`;
  }
}

function slug(parts: readonly string[]): string {
  return parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 100);
}

interface Stories {
  readonly hit: Stretch[];
  readonly miss: Stretch[];
}

function storiesOf(measured: Measured, [subject, { profile }]: readonly [string, Fit]): Stories | undefined {
  const { centre, scatter, limit } = profile;
  // The busiest hour: there are enough events to tell.
  const slot = centre.reduce((best, each, at) => (each > (centre[best] as number) ? at : best), 0);
  const [middle, wide] = [centre[slot] as number, scatter[slot] as number];
  const loud = middle + 1.5 * wide * limit;
  const from = WEEK_S + slot * HOUR_S;
  const miss = stretchOf(measured, subject, from, Math.max(0, middle));
  const hit = stretchOf(measured, subject, from, loud);
  return miss === undefined || hit === undefined ? undefined : { hit: [hit], miss: [miss] };
}

/** Events of one hour in which the measure is about `value`. */
function stretchOf(
  { type, key, measure }: Measured,
  subject: string,
  from: number,
  value: number,
): Stretch | undefined {
  const others = measure.kind === 'distinct' ? Math.max(1, Math.ceil(value)) : 1;
  const events =
    measure.kind === 'count' ? Math.max(1, Math.ceil(value)) : measure.kind === 'distinct' ? others : 20;
  if (others > MAX_CYCLE || (measure.kind === 'share' && value > 1)) return undefined;
  const keys: NonNullable<Stretch['keys']> = {};
  if (key !== undefined) keys[key] = subject === '' ? `${key}-1` : subject;
  const data: NonNullable<Stretch['data']> = {};
  if (measure.kind === 'distinct')
    keys[measure.field] = { cycle: Array.from({ length: others }, (_, at) => `${measure.field}-${at + 1}`) };
  if (measure.kind === 'sum') data[measure.field] = value / events;
  if (measure.kind === 'share')
    for (const [field, wanted] of Object.entries(measure.of)) {
      const some = Math.round(events * value);
      const other = type.fields[field]?.values?.find((each) => each !== wanted) ?? '';
      data[field] = {
        cycle: Array.from({ length: events }, (_, at) => (at < some ? scalarOf(wanted) : scalarOf(other))),
      };
    }
  return {
    type: type.id,
    from,
    for: HOUR_S,
    // A moment less than evenly spread: the last one lies within the hour.
    every: Number((HOUR_S / events).toFixed(3)),
    keys,
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}

function scalarOf(value: unknown): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** Alerts on its hit and not on its miss. */
function agrees(pack: Pack, source: BaselineSource): boolean {
  const at = { file: 'learnt', line: 1, column: 1 };
  const placed = { ...source, pack: pack.id, at, locate: () => at };
  const { value = [], problems } = compileBaselines({ baselines: [placed], events: pack.events });
  if (problems.length > 0) return false;
  const alarms = (stretches: readonly Stretch[]): number => {
    const monitor = createAnomalyMonitor(value, { seed: 1 });
    const { events } = describedSeries(stretches, 1);
    return [...events.flatMap((event) => monitor.accept(event, { file: '', line: 1 })), ...monitor.end()]
      .length;
  };
  return alarms(source.hit) > 0 && alarms(source.miss) === 0;
}
