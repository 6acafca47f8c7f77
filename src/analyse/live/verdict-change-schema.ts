// SPDX-License-Identifier: Apache-2.0
// A verdict that changed, as it leaves the process: a zod schema, from which schema/verdict-change.schema.json is generated.
import { z } from 'zod';

export const VERDICT_CHANGE_SCHEMA = 'ensuresec/verdict-change/1';

const outcome = z.enum(['INSECURE', 'SECURE', 'UNKNOWN']);
const steps = z
  .array(
    z.strictObject({ rule: z.string(), then: z.string().describe('The fact that it concludes') }).readonly(),
  )
  .readonly();

export const VerdictChangeShape = z
  .strictObject({
    schema: z.literal(VERDICT_CHANGE_SCHEMA),
    line: z.int().min(1).describe('Line of the edit that changed it'),
    attack: z.string(),
    attacker: z.string(),
    target: z.string(),
    before: outcome,
    after: outcome,
    oldPath: steps.describe('The proof that held before; empty when there was none'),
    newPath: steps.describe('The proof that holds now; empty when there is none'),
  })
  .readonly();

export type VerdictChangeLine = z.infer<typeof VerdictChangeShape>;
