// SPDX-License-Identifier: Apache-2.0
// What tells that a place on the net passes itself off as somebody else: words by group, and signs that are weighed.
import { z } from 'zod';
import { line, scalar, slug, Text } from './schema-parts.ts';

export const BrandWords = z.strictObject({
  id: slug,
  in: z
    .enum(['page', 'name', 'issuer'])
    .describe('Where they are looked for; in a page and an issuer as whole words'),
  words: z.array(line).min(1).max(500).describe('Letter case does not count'),
});
export type BrandWords = z.infer<typeof BrandWords>;

export const BrandSign = z.strictObject({
  id: slug,
  points: z.int().min(-60).max(60).describe('Added to the score, which stays between 0 and 100'),
  when: z
    .array(
      z.strictObject({
        field: line.describe('A member of what is seen; for words the last part of the id of their group'),
        is: z.union([scalar, z.array(scalar).min(1)]).exactOptional(),
        above: z.number().exactOptional(),
        below: z.number().exactOptional(),
      }),
    )
    .min(1)
    .describe('All must hold; what is not known holds never'),
  say: Text.describe('One sentence, with {field} for what is seen'),
});
export type BrandSign = z.infer<typeof BrandSign>;
