// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

export const Place = z
  .strictObject({
    file: z.string(),
    line: z.int().min(0).describe('1-based; of an event its offset in the log'),
    column: z.int().min(1).exactOptional().describe('1-based, in UTF-16 code units'),
  })
  .describe('Where something is stated.');

export const Problem = z
  .strictObject({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    at: Place,
    hint: z.string().exactOptional().describe('How to mend it'),
  })
  .describe('One thing that is wrong with an input.');

/** What every refusal has. */
export const Refusal = z
  .object({
    error: z.string().describe('One sentence for a person'),
    problems: z
      .array(z.strictObject({ at: z.string().describe('JSON pointer (RFC 6901)'), message: z.string() }))
      .exactOptional()
      .describe('All that is wrong with the request'),
  })
  .describe('Why a request was refused.');

export const Instant = z.iso.datetime().describe('UTC');

/** A whole number in a query string. */
export const wholeNumber = (least: number, most: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(preset);

export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 in lower-case hex');

/** Characters of a model; its reader has bounds of its own. */
const MAX_TEXT = 4 * 1024 * 1024;
export const ModelText = z.string().max(MAX_TEXT).describe('YAML or JSON, as a person wrote it');
