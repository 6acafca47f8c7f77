// SPDX-License-Identifier: Apache-2.0
// What history says of the model: a fact that nobody declared, a declared one that never shows, or one that does not hold.
import { z } from 'zod';

const text = z.string().min(1).max(2_000);
const seen = {
  count: z.int().min(0).describe('Events that show it; of what never shows, events that would have'),
  days: z.int().min(0).describe('Days on which there were such events'),
  confidence: z.number().min(0).max(1),
  text: text.describe('One sentence'),
};

/** A learnt fact. `undeclared` and `broken` become premises of the analysis; `unused` is a question to the owner of the model. */
export const ObservedFact = z.discriminatedUnion('shows', [
  z.strictObject({
    shows: z.literal('flow'),
    says: z.enum(['undeclared', 'unused']),
    from: text,
    to: text,
    port: z.union([z.int().min(0).max(65_535), z.string().max(80)]).optional(),
    ...seen,
  }),
  z.strictObject({
    shows: z.literal('right'),
    says: z.enum(['undeclared', 'unused']),
    identity: text,
    on: text,
    right: text,
    ...seen,
  }),
  z.strictObject({
    shows: z.literal('measure'),
    says: z.literal('broken'),
    on: text,
    measure: text,
    ...seen,
  }),
]);
export type ObservedFact = z.infer<typeof ObservedFact>;

/** What a number was on all events, for a person to read beside the bound that a measure promises. */
export interface Spread {
  readonly observation: string;
  readonly title: string;
  readonly unit: string;
  readonly most: number;
  readonly count: number;
  readonly above: number;
  readonly quantiles: { readonly half: number; readonly p95: number; readonly p99: number };
}

export interface ObservedFacts {
  readonly facts: readonly ObservedFact[];
  readonly spreads: readonly Spread[];
  /** Declared facts that were seen, and those that such events could show. */
  readonly confirmed: number;
  /** Names and addresses in the events that the model does not know, the most frequent first. */
  readonly unknown: readonly { readonly name: string; readonly count: number }[];
  readonly days: number;
}
