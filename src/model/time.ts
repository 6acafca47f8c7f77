// SPDX-License-Identifier: Apache-2.0
// Lengths of time in models and packs: one number, or how it varies.
import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 168 };

const length = z
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,4})?[mhdw]$/, 'a length of time such as 30m, 4h, 2d or 1w');

/** `4h` is always 4 hours; the others vary from run to run. */
export const Time = z
  .union([
    length,
    z.strictObject({ mean: length }).describe('Exponential: most are short, a few long'),
    z
      .strictObject({ median: length, sigma: z.number().gt(0).max(3) })
      .describe('Lognormal: sigma is the standard deviation of the logarithm'),
    z.strictObject({ least: length, mode: length, most: length }).describe('Triangular: best, usual, worst'),
  ])
  .meta({ id: 'Time', description: 'A length of time: 30m, 4h, 2d, 1w, or how it varies.' });
export type Time = z.infer<typeof Time>;

/** Hours of a length such as `30m`. */
export function hoursOfLength(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] as number);
}
