// SPDX-License-Identifier: Apache-2.0
// Small shapes that all sections of a pack are made of.
import { z } from 'zod';

export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._/-]{0,126}$/, 'lower-case letters, digits and . _ / -');
export const line = z.string().min(1).max(600);
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:\.[a-z0-9]+)+$/, 'words of lower-case letters and digits, joined by dots');

/** Text for people, one entry a language (BCP 47). English is always there. */
export const Text = z
  .record(z.string().regex(/^[a-z]{2}(?:-[A-Z]{2})?$/), line)
  .refine((text) => text['en'] !== undefined, 'text in English (`en`) is missing');
export type Text = z.infer<typeof Text>;

export const fields = z.record(z.string().min(1).max(200), z.union([scalar, z.array(scalar).min(1)]));

export const techniques = z.array(
  z
    .string()
    .regex(
      /^(T\d{4}(\.\d{3})?|F\d{4}(\.\d{3})?|CAPEC-\d+|CWE-\d+|OAT-\d{3})$/,
      'an ATT&CK, F3, CAPEC, CWE or OAT id',
    ),
);

/** Events of a hit or a miss. */
export const happened = z
  .array(
    z.strictObject({
      type: eventType,
      after: z.number().min(0).optional().describe('Seconds after the first event'),
      keys: z.record(z.string(), z.string()).optional(),
      trust: z.string().optional(),
      data: z.record(z.string(), z.unknown()).optional(),
    }),
  )
  .min(1);
export type Happened = z.infer<typeof happened>;
