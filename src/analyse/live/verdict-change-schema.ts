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

const reasons = z
  .array(
    z
      .strictObject({
        fact: z.string(),
        incident: z.string(),
        seenBy: z.string().describe('Title of the rule that saw it'),
      })
      .readonly(),
  )
  .readonly();

export const VerdictChangeShape = z
  .strictObject({
    schema: z.literal(VERDICT_CHANGE_SCHEMA),
    line: z.int().min(1).exactOptional().describe('Line of the edit that changed it'),
    time: z.iso.datetime().exactOptional().describe('When a running server noticed it'),
    taken: reasons.exactOptional().describe('Steps that alerts showed to be taken'),
    withdrawn: z
      .array(z.string())
      .readonly()
      .exactOptional()
      .describe('Facts that no open incident shows any more'),
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
