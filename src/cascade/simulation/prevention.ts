// SPDX-License-Identifier: Apache-2.0
// Which measure alone would have prevented what is told: each is tried in the same run, with the same draws.
import type { Measure } from '../measure/measure.ts';
import type { Mark, Outage, Replay, Side } from './report.ts';
import { type Frame, replayOf } from './side.ts';

interface Tried {
  readonly measure: Measure;
  readonly harm: Harm;
}

/** Hours of harm in a replay, each by how much of the asset is lost, by what is harmed; absent: there is none. */
type Harm = ReadonlyMap<string, number>;

/** The side with the answer at each outage of a service, and where something that is counted is wrong or read. */
export function withPrevention(side: Side, frame: Frame, measures: readonly Measure[], run: number): Side {
  const { outages, marks } = side.replay;
  const { horizon } = frame.setting.scenario;
  const counted = new Set([...side.services, ...side.records].map(({ asset }) => asset));
  const asked = new Set([
    ...outages.map(({ asset }) => outageKey(asset)),
    ...marks.filter(({ asset }) => counted.has(asset)).map(markKey),
  ]);
  if (asked.size === 0) return side;
  const harmIn = (replay: Replay): Harm => harmOf(replay, asked, horizon);
  const tried: Tried[] = [];
  const open = new Set(asked);
  // The cheapest first: once each has one, no other is asked. Of a replay only its harm is kept, for a replay may be large.
  for (const measure of measures.toSorted((a, b) => a.cost - b.cost)) {
    const harm = harmIn(replayOf(frame, [measure], run));
    tried.push({ measure, harm });
    for (const key of open) if ((harm.get(key) ?? 0) === 0) open.delete(key);
    if (open.size === 0) break;
  }
  const without = harmIn(side.replay);
  const answer = (key: string) => (asked.has(key) ? answerOf(tried, without, key) : {});
  return {
    ...side,
    replay: {
      ...side.replay,
      outages: outages.map((outage): Outage => ({ ...outage, ...answer(outageKey(outage.asset)) })),
      marks: marks.map((mark): Mark => ({ ...mark, ...answer(markKey(mark)) })),
    },
  };
}

function answerOf(
  tried: readonly Tried[],
  without: Harm,
  key: string,
): Pick<Outage, 'preventedBy' | 'easedBy'> {
  const whole = without.get(key) ?? 0;
  const left = tried.map(({ measure, harm }) => ({
    measure: measure.id,
    left: (harm.get(key) ?? 0) / whole,
  }));
  const prevented = left.find((each) => each.left === 0);
  if (prevented !== undefined) return { preventedBy: prevented.measure };
  const [best] = left.toSorted((a, b) => a.left - b.left);
  return { preventedBy: null, ...(best !== undefined && best.left < WORTH ? { easedBy: best } : {}) };
}

/** What leaves nearly all of it eases nothing. */
const WORTH = 0.95;

function outageKey(asset: string): string {
  return `outage ${asset}`;
}

function markKey({ asset, channel }: Pick<Mark, 'asset' | 'channel'>): string {
  return `${channel} ${asset}`;
}

/** Of an outage the full hours that the asset did not deliver, of a mark those that it lasts. */
function harmOf({ changes, marks }: Replay, asked: ReadonlySet<string>, horizon: number): Harm {
  const harm = new Map<string, number>();
  const add = (key: string, hours: number): void => {
    if (asked.has(key)) harm.set(key, (harm.get(key) ?? 0) + hours);
  };
  const last = new Map<string, { readonly level: number; readonly hour: number }>();
  for (const { asset, level, hour } of changes) {
    const before = last.get(asset);
    if (before !== undefined) add(outageKey(asset), (1 - before.level) * (hour - before.hour));
    last.set(asset, { level, hour });
  }
  for (const [asset, { level, hour }] of last) add(outageKey(asset), (1 - level) * (horizon - hour));
  for (const mark of marks) add(markKey(mark), (mark.until ?? horizon) - mark.from);
  return harm;
}
