// SPDX-License-Identifier: Apache-2.0
// A replay as a zod schema, from which schema/replay.schema.json is generated. `Same` holds it equal to the interface.
import { z } from 'zod';
import { digest, type Same, same } from '../schema-parts.ts';
import { REPLAY_SCHEMA, type Replay } from './replay-report.ts';

const count = z.int().min(0);
const euro = z.number().min(0).describe('EUR in the first year');
const place = z.strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) }).readonly();

const Action = z
  .strictObject({
    name: z.string(),
    technique: z.string().exactOptional(),
    at: place.describe('Where the flow states it'),
    outcome: z.enum(['derived', 'held', 'absent', 'unmet', 'unknown']),
    rules: z.array(z.string()).readonly().describe('Rules that know the technique'),
    text: z.string().describe('What the attacker does, or would do'),
    because: place.exactOptional().describe('Where the model states what makes it possible or holds it'),
    why: z.string().exactOptional().describe('The control that holds, or what is missing'),
  })
  .readonly()
  .meta({ id: 'Action', description: 'One action of the flow, taken to the model.' });

const Measure = z
  .strictObject({ measure: z.string(), name: z.string(), on: z.array(z.string()).readonly(), cost: euro })
  .readonly();

/** The answer of `check --flow --json`. */
export const ReplayShape = z
  .strictObject({
    schema: z.literal(REPLAY_SCHEMA),
    model: z.strictObject({ name: z.string(), file: z.string(), sha256: digest }).readonly(),
    pack: z.strictObject({ id: z.string(), version: z.string(), sha256: digest }).readonly(),
    flow: z.strictObject({ name: z.string(), file: z.string() }).readonly(),
    attacker: z.string().describe('The profile that can do most of the flow'),
    actions: z.array(Action).readonly(),
    counts: z
      .strictObject({ derived: count, held: count, absent: count, unmet: count, unknown: count })
      .readonly(),
    stop: z.enum(['plan', 'none']).describe('`none`: no measure of the pack stops it'),
    plan: z
      .strictObject({
        measures: z.array(Measure).readonly(),
        cost: euro,
        bound: euro.describe('No plan that stops the flow costs less'),
        proven: z.boolean(),
      })
      .readonly()
      .exactOptional(),
  })
  .readonly();

same<Same<z.infer<typeof ReplayShape>, Replay>>(true);
