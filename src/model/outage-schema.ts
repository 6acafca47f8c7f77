// SPDX-License-Identifier: Apache-2.0
// What an asset is worth to customers, what leaks from it, and how it comes back.
import { z } from 'zod';
import { word } from './schema-parts.ts';
import { Time } from './time.ts';

/** How an asset comes back. */
export const Recovery = z
  .strictObject({
    restart: Time.optional().describe('From the moment all is there again until it delivers'),
    repair: Time.optional().describe('Work until damage is mended; never when absent here and in the pack'),
    clean: Time.optional().describe(
      'From the moment nothing wrong comes in any more until it is right again',
    ),
    crew: word.optional().describe('Who repairs it; `crews` may say how many there are'),
    priority: z.int().min(0).max(1_000_000).optional().describe('Lower is repaired first'),
  })
  .describe('How it comes back after a failure');

export const Delivery = z.strictObject({
  unit: word.describe('What is counted, in the plural: orders, parcels, people'),
  perHour: z.number().gt(0),
  eur: z.number().min(0).default(0).describe('Loss in EUR for each one that is never delivered'),
  hours: z
    .array(z.number().min(0))
    .refine(
      (all) => all.length === 24 || all.length === 168,
      '24 numbers (a day) or 168 (a week from Monday)',
    )
    .refine((all) => all.some((each) => each > 0), 'at least one number above 0')
    .optional()
    .describe('Weight of each hour of the day or of the week; only their ratios count'),
  waits: z.number().min(0).max(1).default(0).describe('Share that waits in an outage instead of being lost'),
  catchUp: z
    .number()
    .min(0)
    .max(100)
    .default(0.25)
    .describe('Capacity beyond perHour that works off what waits, as a share of perHour'),
  wrong: z
    .strictObject({
      eur: z.number().min(0).describe('Cost in EUR of each one that was delivered wrong'),
      perHour: z.number().gt(0).optional().describe('How many can be put right an hour; none when absent'),
    })
    .optional()
    .describe('What it means that one is delivered while the asset is wrong'),
});

export const Records = z.strictObject({
  unit: word.describe('What is counted, in the plural: people, cards, records'),
  data: word.optional().describe('Class of data; whatever is read when absent'),
  count: z
    .number()
    .gt(0)
    .optional()
    .describe('All there are; absent when they come anew, as where people type them in'),
  perHour: z.number().gt(0).describe('Read an hour by whoever reads it'),
  eur: z.number().min(0).default(0).describe('Cost in EUR of each one that leaks'),
});

export type Delivery = z.infer<typeof Delivery>;
export type Records = z.infer<typeof Records>;
