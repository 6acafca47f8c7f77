// SPDX-License-Identifier: Apache-2.0
// The shape of a recovery plan, for JSON Schema and for readers of `--json`.
import { z } from 'zod';
import type { RecoveryPlan } from './plan.ts';

const hours = z.number().min(0).describe('Hours after the start');
const euros = z.number().min(0);
const asset = z.string().min(1);

export const RecoveryPlanShape = z.strictObject({
  schema: z.literal('ensuresec/recovery/1'),
  crews: z.int().min(1),
  repairs: z
    .array(
      z.strictObject({
        asset,
        crew: z.int().min(1),
        start: hours,
        finish: hours,
        up: hours.describe('Hours after the start at which it works again, with all it needs'),
        perHour: euros.describe('Loss in EUR an hour without it'),
        needs: z.array(asset),
      }),
    )
    .describe('By start'),
  loss: euros.describe('In EUR, from the start until all is up'),
  bound: euros.describe('No order loses less than this'),
  proven: z.boolean().describe('No order loses less than this plan'),
  criticalFirst: euros.describe('Loss in EUR when the most critical goes first, whatever it needs'),
}) satisfies z.ZodType<RecoveryPlan>;
