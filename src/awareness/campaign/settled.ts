// SPDX-License-Identifier: Apache-2.0
// The result of one test as it is told, once and for all.
import { z } from 'zod';

export const EstimateShape = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

const Reached = z.number().nullable().describe('null: the data do not reach so far');

const Told = z.strictObject({
  by: z.enum(['all', 'arm', 'group']),
  name: z.string().describe('`all`, an arm, or a group'),
  people: z.int().min(0).describe('Who answered all of the test'),
  sensitivity: EstimateShape.exactOptional().describe('d′: 0 is guessing'),
  bias: EstimateShape.exactOptional().describe('c: below 0 doubts too much, above 0 trusts too much'),
  reportRate: EstimateShape.describe('Share of lures that were reported'),
  reportMinutes: z
    .strictObject({ value: Reached, low: Reached, high: Reached })
    .describe('Median from the invitation to a report, those who never did counted'),
});
export type ToldGroup = z.infer<typeof Told>;

const Shift = z.enum(['more-doubt', 'more-trust', 'not-shown']);

const Trial = z.strictObject({
  people: z.strictObject({ control: z.int(), trained: z.int() }),
  verdict: z
    .enum(['improved', 'worse', 'not-shown', 'too-few'])
    .describe('`improved` only when the interval of d′ lies above 0'),
  sensitivity: EstimateShape.exactOptional().describe('Change of d′ of the trained less that of the control'),
  bias: EstimateShape.exactOptional(),
  biasShift: Shift.exactOptional(),
});

/** `ensuresec/campaign` result of one test. Groups below five are not in it, nor what would give them away. */
export const Settled = z.strictObject({
  wave: z.int().min(0).max(9),
  day: z.int().min(0),
  groups: z.array(Told),
  hidden: z.int().min(0).describe('Groups that are not told'),
  trial: Trial.exactOptional(),
});
export type Settled = z.infer<typeof Settled>;
