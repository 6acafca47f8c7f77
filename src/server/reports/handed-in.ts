// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

/** Characters of a text message many times over, and of any address that a browser opens. */
const MAX_TEXT = 2000;

export const HandedIn = z.strictObject({
  about: z.string().min(1).max(40).describe('What it is about, such as `sms`; the pack says which there are'),
  text: z.string().trim().max(MAX_TEXT).exactOptional().describe('What the message said'),
  url: z.string().trim().max(MAX_TEXT).exactOptional().describe('The address that it leads to'),
  number: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u, 'letters and digits, at most 64')
    .exactOptional()
    .describe('The number that it names'),
  paid: z.boolean().exactOptional().describe('Who reports it has paid or given data'),
});
export type HandedIn = z.infer<typeof HandedIn>;
