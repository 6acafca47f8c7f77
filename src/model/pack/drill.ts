// SPDX-License-Identifier: Apache-2.0
// Exercises for people who are responsible, played on their own model: what a decision takes, which roles ask what. Words
// are written a language.
import { z } from 'zod';
import { line, slug, Text } from './schema-parts.ts';

const minutes = z.int().min(1).max(100_000).describe('Minutes');

const TabletopSource = z.strictObject({
  id: slug,
  kind: z.literal('tabletop'),
  title: Text,
  text: Text,
  start: z
    .string()
    .regex(/^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$/)
    .describe('Day and time of the first sign'),
  minutes: z.strictObject({
    look: minutes,
    isolate: minutes,
    hold: minutes.describe('How long an asset stays off'),
    install: minutes.describe('A measure in haste'),
    declare: minutes,
    report: minutes,
  }),
  longest: minutes.describe('Reports due later than this are no part of the exercise'),
  facts: z
    .record(slug, z.union([z.string(), z.number(), z.boolean()]))
    .describe('What is taken as so of the operator and the incident, where the player states nothing'),
  roles: z
    .array(z.strictObject({ id: slug, title: Text, asks: Text, does: z.array(slug).min(1) }))
    .min(2)
    .describe('Who sits at the table, what each asks at every sign, which decisions each carries out'),
});

const BudgetSource = z.strictObject({
  id: slug,
  kind: z.literal('budget'),
  title: Text,
  text: Text,
  years: z.int().min(1).max(5),
  measures: z.int().min(2).max(12).describe('Measures on offer, unless the player asks for more'),
  share: z.number().gt(0).max(1).describe('Budget of a year, as a share of what all measures cost'),
});

export const DrillSource = z.discriminatedUnion('kind', [TabletopSource, BudgetSource]);
export type DrillSource = z.infer<typeof DrillSource>;

/** What an exercise says. Names in braces are filled in. */
const DRILL_WORDS = [
  'language',
  'model-language',
  'start',
  'go-on',
  'stop',
  'again',
  'stopped-early',
  'private',
  'attack',
  'target',
  'could-cost',
  'assumed',
  'clock',
  'sign',
  'signs',
  'state-running',
  'state-stopped',
  'state-reached',
  'next-step',
  'no-next-step',
  'your-decision',
  'do-look',
  'do-isolate',
  'do-install',
  'do-declare',
  'do-report',
  'do-wait',
  'do-close',
  'costs-outage',
  'minutes',
  'hours',
  'days',
  'clocks',
  'no-clock-yet',
  'no-duties',
  'due',
  'sent',
  'late',
  'not-sent',
  'roles',
  'cascade',
  'no-outage',
  'outage',
  'for-time',
  'to-the-end',
  'debrief',
  'yours',
  'best-line',
  'difference',
  'lost',
  'spent',
  'ended-after',
  'reports-missed',
  'tried-all',
  'tried-some',
  'your-line',
  'todo',
  'todo-none',
  'todo-install',
  'todo-isolate',
  'todo-duty',
  'stops-step',
  'stops-nothing',
  'save-issues',
  'save-issues-json',
  'save-playbook',
  'year',
  'money-left',
  'buy',
  'owned',
  'nothing-owned',
  'end-year',
  'attacker-chooses',
  'attacker-idle',
  'expected',
  'this-year',
  'not-in-time',
  'regret',
  'optimum-exact',
  'optimum-solver',
  'no-regret',
  'only-best',
  'only-played',
  'same-measures',
  'too-dear',
  'all-years',
] as const;

export const DrillWords = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  name: line.describe('The language in itself'),
  words: z.strictObject(
    Object.fromEntries(DRILL_WORDS.map((word) => [word, line])) as Record<
      (typeof DRILL_WORDS)[number],
      typeof line
    >,
  ),
});
export type DrillWords = z.infer<typeof DrillWords>;
