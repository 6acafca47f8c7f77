// SPDX-License-Identifier: Apache-2.0
// Which verdicts observed premises change, beside the same model without them.
import { z } from 'zod';

const outcome = z.enum(['INSECURE', 'SECURE', 'UNKNOWN']);

const Change = z.strictObject({
  attack: z.string(),
  title: z.string(),
  attacker: z.string(),
  target: z.string(),
  before: outcome.describe('By what the model declares alone'),
  after: outcome,
  because: z
    .array(z.string())
    .readonly()
    .describe(
      'Observed facts without any one of which it would be another, when they alone turn it; else all observed facts',
    ),
  confidence: z.number().min(0).max(1).describe('The least of these facts'),
});

/** What was observed beside the model, and the verdicts that it turns. */
export const ObservedBasis = z
  .strictObject({
    file: z.string(),
    premises: z
      .array(z.strictObject({ text: z.string(), confidence: z.number().min(0).max(1) }).readonly())
      .readonly(),
    changes: z.array(Change.readonly()).readonly(),
  })
  .readonly()
  .meta({ id: 'ObservedBasis', description: 'Observed premises, and the verdicts that they turn.' });
export type ObservedBasis = z.infer<typeof ObservedBasis>;
