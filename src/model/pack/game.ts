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

export const GameSource = z.strictObject({
  id: slug,
  kind: z.enum(['triage', 'detective']),
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

/** Items of a game in one language, written in it and not translated. */
export const GameItems = z.strictObject({
  game: slug,
  language,
  messages: z.array(Message).optional(),
  offers: z.array(Offer).optional(),
});
export type GameItems = z.infer<typeof GameItems>;

/** What every game says around its items. `{n}` and `{of}` stand for numbers. */
const GAME_WORDS = [
  'language',
  'choose-game',
  'start',
  'next',
  'again',
  'stop',
  'stopped',
  'item-of',
  'you-know',
  'from',
  'subject',
  'look-closer',
  'address',
  'link-target',
  'headers',
  'no-headers',
  'your-decision',
  'trust',
  'check',
  'report',
  'delete',
  'how-sure',
  'unsure',
  'fairly',
  'certain',
  'right',
  'wrong',
  'careful',
  'lure',
  'honest',
  'signs',
  'speaks-lure',
  'speaks-honest',
  'speaks-nothing',
  'feedback-now',
  'feedback-end',
  'points',
  'caught',
  'doubted',
  'report-time',
  'sure-wrong',
  'families',
  'none-missed',
  'advice-trusting',
  'advice-doubting',
  'advice-good',
  'minutes-left',
  'minutes',
  'buy',
  'leave',
  'found',
  'settled',
  'too-dear',
  'private',
] as const;

export const GameWords = z.strictObject({
  language,
  name: line.describe('The language in itself'),
  words: z.strictObject(
    Object.fromEntries(GAME_WORDS.map((word) => [word, line])) as Record<
      (typeof GAME_WORDS)[number],
      typeof line
    >,
  ),
});
export type GameWords = z.infer<typeof GameWords>;
