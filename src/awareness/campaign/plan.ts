// SPDX-License-Identifier: Apache-2.0
// A campaign as its trainer wrote it: who is asked, when, and whether a lot decides who is trained.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { type Pack, type Path, readDocuments, shapeProblems } from '../../model/index.ts';
import { SMALLEST_GROUP } from '../measure/group.ts';

const DAY_LIMIT = 366;
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens, at most 63');
const language = z.string().regex(/^[a-z]{2}$/, 'two small letters, such as `en`');

export const Contact = z.strictObject({
  name: z.string().min(1).max(200).describe('What the trainer knows somebody by'),
  email: z.email().max(254).exactOptional(),
});
export type Contact = z.infer<typeof Contact>;

const Invited = Contact.extend({
  group: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('A team or a place whose results are told together'),
  language: language.exactOptional(),
});
export type Invited = z.infer<typeof Invited>;

export const Plan = z.strictObject({
  id: slug,
  title: z.string().min(1).max(200),
  /** Id of a game of messages of the pack. */
  game: z.string().min(1).max(200).default('e-commerce/game/triage'),
  language: language.default('en').describe('Of people without one of their own'),
  items: z.int().min(4).max(30).default(12).describe('Messages of a round'),
  starts: z.iso.date().describe('First day, UTC'),
  days: z
    .array(z.int().min(0).max(DAY_LIMIT))
    .min(1)
    .max(10)
    .default([0, 7, 28])
    .describe('Days of the tests, counted from the first'),
  open: z.int().min(1).max(90).default(7).describe('Days that a test stays open'),
  reminders: z
    .array(z.int().min(1).max(89))
    .max(5)
    .default([3])
    .describe('Days of a test on which it is recalled'),
  trial: z
    .strictObject({
      seed: z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
    })
    .exactOptional()
    .describe('A lot by this seed: half are trained after the first test, the others after the last'),
});
export type Plan = z.infer<typeof Plan>;

/** File of one campaign: `campaign: 1`. */
export const CampaignFile = Plan.extend({
  campaign: z.literal(1).describe('Version of the format'),
  people: z.array(Invited).min(1).max(10_000),
});

export interface NewCampaign {
  readonly plan: Plan;
  readonly people: readonly Invited[];
}

/** Reads a campaign and reports all that is wrong with it. */
export function readCampaign(bytes: Uint8Array, file: string, pack: Pack): Parsed<NewCampaign> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  if (document === undefined) {
    const message = 'The file is empty: expected a campaign, `campaign: 1`';
    const empty = problem({ file, line: 1, column: 1 }, message);
    return { problems: read.problems.length > 0 ? read.problems : [empty] };
  }
  const result = CampaignFile.safeParse(document.value);
  if (!result.success)
    return {
      problems: [...read.problems, ...shapeProblems(result.error.issues, CampaignFile, document, 'CAMPAIGN')],
    };
  const { campaign: _, people, ...plan } = result.data;
  const say = (path: Path, message: string, severity?: Problem['severity']): Problem =>
    problem(document.locate(path), message, severity);
  const problems = [
    ...read.problems,
    ...timeProblems(plan, say),
    ...gameProblems({ plan, people }, pack, say),
    ...peopleProblems({ plan, people }, say),
  ];
  return problems.some(({ severity }) => severity === 'error')
    ? { problems }
    : { value: { plan, people }, problems };
}

type Say = (path: Path, message: string, severity?: Problem['severity']) => Problem;

function problem(at: Problem['at'], message: string, severity: Problem['severity'] = 'error'): Problem {
  return { code: severity === 'error' ? 'CAMPAIGN_PLAN' : 'CAMPAIGN_SMALL', severity, message, at };
}

function timeProblems({ days, open, reminders }: Plan, say: Say): Problem[] {
  const gaps = days.slice(1).map((day, at) => day - (days[at] as number));
  return [
    ...(days[0] === 0 ? [] : [say(['days', 0], `The first test is on day ${days[0]}: expected 0`)]),
    ...(gaps.some((gap) => gap < open)
      ? [
          say(
            ['days'],
            `A test begins before the one before it ends: expected ${open} days or more between them`,
          ),
        ]
      : []),
    ...reminders.flatMap((day, at) =>
      day < open ? [] : [say(['reminders', at], `Day ${day} is after the test: expected less than ${open}`)],
    ),
  ];
}

/** Each message is shown once to each person: tests and the training need as many. */
function gameProblems({ plan, people }: NewCampaign, pack: Pack, say: Say): Problem[] {
  const game = pack.games.find(({ id }) => id === plan.game);
  const games = pack.games.filter(({ kind }) => kind === 'triage').map(({ id }) => id);
  if (game?.kind !== 'triage')
    return [
      say(
        ['game'],
        `Cannot find the game \`${plan.game}\`: expected ${games.join(' or ') || 'none: the pack has no game of messages'}`,
      ),
    ];
  const needed = plan.items * (plan.days.length + 1);
  const sets = pack.gameItems.filter((set) => set.game === game.id);
  const spoken = sets.map((set) => set.language);
  const places: readonly (readonly [Path, string])[] = [
    [['language'], plan.language],
    ...people.flatMap((each, at): [Path, string][] =>
      each.language === undefined ? [] : [[['people', at, 'language'], each.language]],
    ),
  ];
  // Half of a round are lures, and of them there are fewer.
  const lures = sets.map(({ messages = [] }) => messages.filter(({ truth }) => truth === 'lure').length);
  const fewest = 2 * Math.min(...lures);
  return [
    ...places.flatMap(([path, code]) =>
      spoken.includes(code)
        ? []
        : [say(path, `The game does not speak \`${code}\`: expected ${spoken.join(', ')}`)],
    ),
    ...(needed > fewest
      ? [
          say(
            ['items'],
            `${plan.days.length} tests and a training of ${plan.items} messages need ${needed}, half of them lures: the game has enough for ${fewest}`,
          ),
        ]
      : []),
  ];
}

function peopleProblems({ plan, people }: NewCampaign, say: Say): Problem[] {
  const seen = new Set<string>();
  const twice = people.flatMap(({ name }, at) => {
    const known = seen.has(name);
    seen.add(name);
    return known ? [say(['people', at, 'name'], `\`${name}\` stands twice: expected each person once`)] : [];
  });
  const least = plan.trial === undefined ? SMALLEST_GROUP : 2 * SMALLEST_GROUP;
  const few = `Nothing will be told: results need ${least} people or more, and ${people.length} are asked`;
  return [...twice, ...(people.length < least ? [say(['people'], few, 'warning')] : [])];
}
