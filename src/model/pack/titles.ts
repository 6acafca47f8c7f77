// SPDX-License-Identifier: Apache-2.0
// Titles of a pack, and single sentences beside them, in other languages: a file each kind and language, beside what they
// are titles of.
import { z } from 'zod';
import { line, slug } from './schema-parts.ts';

/** What has titles that people read in a language of their choice. */
export const TITLED = [
  'threats',
  'attacks',
  'impacts',
  'narrations',
  'measures',
  'policies',
  'sayings',
  'detections',
  'baselines',
  'obligations',
  'obligationParties',
  'obligationExplains',
  'obligationLaws',
  'incidentFields',
  'scenarios',
  'scenarioTexts',
] as const;
export type Titled = (typeof TITLED)[number];

/** The titles of one kind in one language: those of all items of the pack, or the pack does not load. */
export const TitlesSource = z.strictObject({
  of: z.enum(TITLED),
  language: z.string().regex(/^[a-z]{2}$/, 'a language code (ISO 639-1)'),
  titles: z
    .record(slug, line)
    .describe(
      'By id; `impacts` by attack, `narrations` by rule, `sayings` by policy, `/` and the number of what must be, with its expressions numbered (`{1}`), a step of an obligation by the id of the obligation, `/` and its own, `obligationParties` by that id with `/who` and `/recipient`, `obligationLaws` by that of the obligation, with its regime, a comma and its article',
    ),
});
export type TitlesSource = z.infer<typeof TitlesSource>;
