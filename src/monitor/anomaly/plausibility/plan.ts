// SPDX-License-Identifier: Apache-2.0
// Does it happen when the plan allows it? Windows of the week are given for a key or for all; the score is the time to
// the nearest window in units of the grace. Sees a door that opens, or a machine that runs, outside its hours; does not
// see what is wrong within them.
import { z } from 'zod';
import { type DetectorKind, type Observation, type Part, ranked, shown, sumOf } from '../contract.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day such as 06:30');
const window = z.strictObject({
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1),
  from: clock,
  to: clock.describe('At or before `from`: it ends on the next day'),
});
const Parameters = z.strictObject({
  plan: z.record(z.string(), z.array(window).max(200)).describe('Windows by key; `*` for every other key'),
  offset: z.number().min(-14).max(14).default(0).describe('Hours that local time is ahead of UTC'),
  grace: z.number().gt(0).default(15).describe('Minutes outside a window that are still usual'),
});
type Parameters = z.infer<typeof Parameters>;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY = 1440;
const WEEK = 7 * DAY;
/** Minutes from Monday to 1 January 1970, which was a Thursday. */
const EPOCH = 3 * DAY;

export const plan: DetectorKind<Parameters> = {
  name: 'plan',
  parameters: Parameters,
  create: ({ plan: windows, offset, grace }) => {
    const spans = new Map(Object.entries(windows).map(([key, each]) => [key, each.flatMap(spansOf)]));
    const parts = ({ key, time }: Observation): readonly Part[] => {
      const allowed = spans.get(key) ?? spans.get('*');
      if (allowed === undefined) return [];
      const minute = mod(time / 60_000 + offset * 60 + EPOCH);
      const away = Math.min(WEEK / 2, ...allowed.map(([from, length]) => outside(minute, from, length)));
      const usual = (): string =>
        allowed.length === 0 ? 'never' : `within its hours; ${shown(Math.round(away))} min away`;
      return [{ feature: 'time', value: local(minute), usual, part: away / grace }];
    };
    return {
      learnOne: () => undefined,
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => null,
    };
  },
};

/** Minute of the week when it begins, and how many minutes it is open. */
function spansOf({ days, from, to }: z.infer<typeof window>): readonly (readonly [number, number])[] {
  const open = minutes(from);
  const length = minutes(to) > open ? minutes(to) - open : minutes(to) + DAY - open;
  return days.map((day) => [DAYS.indexOf(day) * DAY + open, length] as const);
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

function outside(minute: number, from: number, length: number): number {
  const since = mod(minute - from);
  return since <= length ? 0 : Math.min(since - length, WEEK - since);
}

function mod(minute: number): number {
  return ((minute % WEEK) + WEEK) % WEEK;
}

function local(minute: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${DAYS[Math.floor(minute / DAY)]} ${two((minute % DAY) / 60)}:${two(minute % 60)}`;
}
