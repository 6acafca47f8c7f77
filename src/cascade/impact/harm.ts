// SPDX-License-Identifier: Apache-2.0
// What was delivered wrong, and what leaked: the harm of the channels beside availability.
import { demandAt, type Records, type Service } from './service.ts';
import type { Steps } from './steps.ts';

export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Wrong {
  /** Units that were delivered while the asset was wrong. */
  readonly units: number;
  readonly eur: number;
  /** Hours after the start when the last of them was put right; 0: none was wrong; Infinity: not within the horizon. */
  readonly right: number;
}

const NONE: Wrong = { units: 0, eur: 0, right: 0 };

/** `noticed`: hour from which wrong units are put right. Exact for demand that is constant within each hour. */
export function wrongOf(
  service: Service,
  steps: Steps,
  spans: readonly Span[],
  noticed: number,
  horizon: number,
  startHour: number,
): Wrong {
  if (spans.length === 0) return NONE;
  const rate = service.wrong?.perHour ?? 0;
  let units = 0;
  let open = 0;
  let right = 0;
  const cuts = [noticed, ...spans.flatMap(({ from, until }) => [from, until])];
  eachPiece(steps, cuts, horizon, startHour, (from, until, level) => {
    const isWrong = spans.some((span) => span.from <= from && from < span.until);
    const made = isWrong ? demandAt(service, startHour, from + 1e-9) * level : 0;
    const mended = from >= noticed ? rate : 0;
    const end = open + (made - mended) * (until - from);
    units += made * (until - from);
    if (open > 0 || made > 0) right = end > 0 ? until : from + (made < mended ? open / (mended - made) : 0);
    open = Math.max(0, end);
  });
  const eur = units * (service.wrong?.eurEach ?? 0);
  return { units, eur, right: open > 1e-9 ? Number.POSITIVE_INFINITY : right };
}

/** Records that leaked in these spans. */
export function leakedOf(
  { perHour, count = Number.POSITIVE_INFINITY }: Records,
  steps: Steps,
  spans: readonly Span[],
  horizon: number,
): number {
  let total = 0;
  for (const span of spans)
    steps.times.forEach((from, at) => {
      const until = Math.min(steps.times[at + 1] ?? horizon, horizon, span.until);
      const hours = Math.max(0, until - Math.max(from, span.from));
      total += hours * perHour * (steps.levels[at] as number);
    });
  return Math.min(total, count);
}

/** Stretches within which level, hour of the day and all `cuts` stay the same. */
function eachPiece(
  { times, levels }: Steps,
  cuts: readonly number[],
  horizon: number,
  startHour: number,
  look: (from: number, until: number, level: number) => void,
): void {
  const marks = new Set([...times, ...cuts].filter((time) => time < horizon));
  for (let hour = Math.ceil(startHour) - startHour; hour < horizon; hour++) marks.add(hour);
  const sorted = [...marks, horizon].sort((a, b) => a - b);
  let at = 0;
  sorted.forEach((from, index) => {
    const until = sorted[index + 1];
    if (until === undefined || from < 0) return;
    while ((times[at + 1] ?? Number.POSITIVE_INFINITY) <= from) at++;
    look(from, until, levels[at] as number);
  });
}
