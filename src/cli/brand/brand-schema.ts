// SPDX-License-Identifier: Apache-2.0
// The answer of `brand check` as a zod schema, from which schema/brand.schema.json is generated.
import { z } from 'zod';

export const BRAND_SCHEMA = 'ensuresec/brand/1';

const Place = z
  .strictObject({
    domain: z.string().describe('In A-label form'),
    shown: z.string().exactOptional().describe('As people see it, where that differs'),
    line: z.int().min(1).describe('Where it stands in the feed'),
    url: z.string().exactOptional(),
    issuer: z.string().exactOptional(),
    resemblance: z
      .strictObject({
        of: z.string().describe('The domain that is imitated'),
        how: z.string(),
        similarity: z.number().min(0).max(1),
      })
      .readonly()
      .exactOptional(),
    score: z.int().min(0).max(100),
    suspect: z.boolean().describe('The score is 50 or more'),
    reasons: z
      .array(z.strictObject({ sign: z.string(), points: z.int(), text: z.string() }).readonly())
      .readonly()
      .describe('The heaviest first'),
  })
  .readonly()
  .meta({ id: 'Place', description: 'A name that is like one of ours, or bears signs of deceit.' });

export const BrandShape = z
  .strictObject({
    schema: z.literal(BRAND_SCHEMA),
    own: z.array(z.string()).readonly(),
    names: z.int().min(0).describe('Names in the feeds'),
    found: z.array(Place).readonly().describe('The worst first'),
  })
  .readonly();

export type BrandAnswer = z.infer<typeof BrandShape>;
