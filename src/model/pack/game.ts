// SPDX-License-Identifier: Apache-2.0
// Games that train telling deception from what is real. A game is stated once; its items and words are written a language.
import { z } from 'zod';
import { line, slug, Text } from './schema-parts.ts';

const language = z.string().regex(/^[a-z]{2}$/, 'a language code (ISO 639-1)');
const truth = z.enum(['lure', 'honest']).describe('A lure deceives; an honest item is real');
const says = z.enum(['lure', 'honest', 'nothing']);
const body = z.string().min(1).max(2000);

/** How hard an item is: many cues and an odd premise are easy, few cues and a fitting premise hard (NIST Phish Scale). */
export const BANDS = ['easy', 'moderate', 'hard'] as const;
const band = z.enum(BANDS);

/** Parts of a message that a cue can be on. */
const MESSAGE_PARTS = ['context', 'from', 'address', 'subject', 'text', 'link', 'headers'] as const;

const Stage = z.strictObject({
  id: slug,
  title: Text,
  minutes: z.int().min(1).describe('What checking another way costs'),
  gives: z.array(slug).default([]).describe('Things that are gone after doing as a lure asks'),
  needs: z.array(slug).default([]).describe('Things without which a lure cannot take this stage'),
  unasked: z
    .boolean()
    .default(false)
    .describe('Comes to a player who stopped before, unless it was reported'),
});
export type Stage = z.infer<typeof Stage>;

const Thing = z.strictObject({
  id: slug,
  title: Text,
  atOnce: z.number().min(0).describe('EUR gone at once'),
  grows: z.number().min(0).describe('EUR more until `hours` are over'),
  hours: z.number().positive(),
  stoppedBy: slug.describe('The recovery that ends the growth'),
});
export type Thing = z.infer<typeof Thing>;

/** Messages to a firm, and what one click does to it: a scenario on a model, and the order of the player in it. */
const Domino = z.strictObject({
  model: slug.describe('Folder of the model below `examples` of the program'),
  scenario: slug,
  order: z
    .array(z.strictObject({ asset: slug, hours: z.number().positive() }))
    .min(2)
    .describe('Assets that the order passes, and the hours of work at each'),
  placed: z.number().min(0).describe('Hours after the click'),
  measures: z
    .array(z.strictObject({ measure: slug, on: z.array(slug).min(1) }))
    .min(2)
    .describe('To choose one of'),
  runs: z.int().min(30).max(2000),
});
export type Domino = z.infer<typeof Domino>;

export const GameSource = z.strictObject({
  id: slug,
  kind: z.enum(['triage', 'detective', 'walk', 'domino']),
  title: Text,
  text: Text,
  length: z.int().min(2).max(30).describe('Items of a round'),
  least: z.int().min(2).describe('Items that each language must have'),
  cues: z
    .array(
      z.strictObject({
        id: slug,
        says: says.describe('What it speaks for; `nothing`: many trust it, and it tells nothing'),
        title: Text,
        text: Text,
      }),
    )
    .optional()
    .describe('Families of cues that annotate messages'),
  lookups: z
    .array(z.strictObject({ id: slug, minutes: z.int().min(1), title: Text }))
    .optional()
    .describe('What a player may look up, and what it costs'),
  minutes: z.int().min(1).optional().describe('Time for the look-ups of a round'),
  stages: z.array(Stage).min(2).optional().describe('Of a walk, in their order'),
  things: z.array(Thing).optional().describe('What a walk can take from the player'),
  recovery: z
    .array(z.strictObject({ id: slug, minutes: z.int().min(1), title: Text }))
    .optional()
    .describe('What a player can do afterwards, and how long it takes'),
  spot: z.boolean().optional().describe('A player who stops also names the place that gives it away'),
  domino: Domino.optional(),
});
export type GameSource = z.infer<typeof GameSource>;

const Message = z.strictObject({
  id: slug,
  channel: z.enum(['email', 'sms']),
  context: line.describe('What the player knows before the message comes'),
  from: line.describe('Name that is shown'),
  address: line.describe('Address or number behind the name'),
  subject: line.optional(),
  text: body,
  link: z.strictObject({ shown: line, target: line }).optional(),
  headers: line.optional().describe('What the mail system says about the sender'),
  truth,
  band,
  cues: z.array(z.strictObject({ cue: slug, on: z.enum(MESSAGE_PARTS), quote: line })).min(1),
  why: line.describe('One sentence for hits and misses alike'),
});
export type Message = z.infer<typeof Message>;

const Offer = z.strictObject({
  id: slug,
  name: line,
  address: line.describe('Its domain'),
  context: line.describe('What the player looks for'),
  text: body.describe('What the page shows'),
  found: z.record(slug, z.strictObject({ shows: line, says })).describe('What each look-up finds'),
  decisive: slug.describe('The one look-up that settles it'),
  truth,
  band,
  why: line,
});
export type Offer = z.infer<typeof Offer>;

/** Parts of a step that a cue can be on. */
export const STEP_PARTS = ['from', 'address', 'text', 'link', 'frame'] as const;

const Step = z.strictObject({
  stage: slug,
  channel: z.enum(['sms', 'email', 'page', 'call', 'app']),
  from: line.optional(),
  address: line.optional().describe('Address bar, number or sender'),
  text: body,
  link: z.strictObject({ shown: line, target: line }).optional(),
  frame: line.optional().describe('Where a payment form comes from'),
  after: z.record(slug, line).optional().describe('What it also says once a thing was given'),
  checked: line.describe('What checking another way shows'),
  truth,
  cues: z.array(z.strictObject({ cue: slug, on: z.enum(STEP_PARTS), quote: line })).min(1),
  why: line.describe('One sentence for hits and misses alike'),
});
export type Step = z.infer<typeof Step>;

/** Contacts or screens one after the other. One step that deceives makes a lure of the walk. */
const Walk = z.strictObject({
  id: slug,
  truth,
  band,
  context: line.describe('What the player knows before'),
  steps: z.array(Step).min(2),
  end: line.describe('What happens after doing all that was asked'),
  missed: z
    .strictObject({ text: line, eur: z.number().min(0) })
    .optional()
    .describe('Of an honest walk: what stopping costs'),
});
export type Walk = z.infer<typeof Walk>;

/** Items of a game in one language, written in it and not translated. */
export const GameItems = z.strictObject({
  game: slug,
  language,
  messages: z.array(Message).optional(),
  offers: z.array(Offer).optional(),
  walks: z.array(Walk).optional(),
  rights: line.optional().describe('Rights and steps after a fraud, in the law of this language'),
  names: z
    .record(slug, line)
    .optional()
    .describe('Assets, dependencies and measures of the model that a cascade runs on'),
  story: line.optional().describe('Who the player is, and what was ordered'),
});
export type GameItems = z.infer<typeof GameItems>;
