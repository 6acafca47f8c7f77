// SPDX-License-Identifier: Apache-2.0
// A hardening as a zod schema, from which schema/hardening.schema.json is generated. `Same` holds it equal to the interface.
import { z } from 'zod';
import { Estimate, TimeAfter } from '../report-schema.ts';
import { digest, type Same, same } from '../schema-parts.ts';
import { HARDENING_SCHEMA, type Hardening } from './hardening.ts';

const count = z.int().min(0);
const euro = z.number().min(0).describe('EUR in the first year');
const counts = z.strictObject({ insecure: count, secure: count, unknown: count }).readonly();

const PlannedMeasure = z
  .strictObject({
    measure: z.string(),
    name: z.string(),
    on: z.array(z.string()).readonly(),
    cost: euro,
    stops: count.describe('INSECURE verdicts that it turns by itself'),
    reopens: count.describe('Verdicts that come back when it alone is left out of the plan'),
  })
  .readonly()
  .meta({ id: 'PlannedMeasure' });

const LeftOpen = z
  .strictObject({
    attack: z.string(),
    title: z.string(),
    severity: z.enum(['critical', 'high', 'medium']),
    attacker: z.string(),
    target: z.string(),
    why: z.enum(['budget', 'unstoppable']),
  })
  .readonly()
  .meta({ id: 'LeftOpen', description: 'An INSECURE verdict that the plan leaves.' });

const Plan = z
  .strictObject({
    measures: z.array(PlannedMeasure).readonly(),
    cost: euro,
    costBound: euro.describe('No plan that stops the same verdicts costs less'),
    risk: z
      .number()
      .min(0)
      .describe('9 for each critical attack left open, 3 for each high, 1 for each medium'),
    riskBound: z.number().min(0).describe('No plan within the budget leaves less'),
    proven: z.boolean().describe('Both bounds are reached'),
    left: z.array(LeftOpen).readonly(),
  })
  .readonly()
  .meta({ id: 'Plan' });

const FrontPoint = z
  .strictObject({
    cost: euro,
    risk: z.number().min(0),
    open: count.describe('INSECURE verdicts left'),
    days: z.number().min(0).exactOptional().describe('Mean days of the quickest attack left; absent: none'),
    margin: z
      .number()
      .min(0)
      .exactOptional()
      .describe('Least weight of hypotheses that brings back something the plan stops; absent: nothing does'),
    measures: count,
    proven: z.boolean(),
  })
  .readonly()
  .meta({ id: 'FrontPoint', description: 'A plan that no other one tried beats in everything.' });

const Margin = z
  .strictObject({
    attack: z.string(),
    title: z.string(),
    attacker: z.string(),
    target: z.string(),
    weight: z.number().min(0).exactOptional().describe('Least weight that breaks it; absent: nothing does'),
    bound: z.number().min(0).exactOptional().describe('Nothing lighter breaks it'),
    breaks: z
      .array(z.strictObject({ hypothesis: z.string(), text: z.string(), weight: z.number() }).readonly())
      .readonly(),
  })
  .readonly()
  .meta({ id: 'Margin', description: 'What would break an attack that is SECURE, for whom it is easiest.' });

const PlanTime = z
  .strictObject({
    ...LeftOpen.unwrap().omit({ why: true }).shape,
    before: z.strictObject({ mean: Estimate, within: Estimate }).readonly(),
    after: TimeAfter,
  })
  .readonly()
  .meta({
    id: 'PlanTime',
    description: 'Days that an attack takes, without and with the plan, in the same runs.',
  });

const PlanTimes = z
  .strictObject({
    samples: z.int().min(2),
    seed: z.int().min(0),
    horizon: z.number().min(0).describe('Days of `within`'),
    attacks: z.array(PlanTime).readonly().describe('Quickest first'),
  })
  .readonly()
  .meta({ id: 'PlanTimes' });

/** The answer of `harden --json`. */
export const HardeningShape = z
  .strictObject({
    schema: z.literal(HARDENING_SCHEMA),
    model: z.strictObject({ name: z.string(), file: z.string(), sha256: digest }).readonly(),
    pack: z.strictObject({ id: z.string(), version: z.string(), sha256: digest }).readonly(),
    assumed: z.array(z.string()).readonly(),
    budget: euro.exactOptional(),
    offers: count.describe('Measures that could be bought'),
    before: counts,
    after: counts,
    plan: Plan.exactOptional(),
    required: z.array(z.string()).readonly(),
    verified: z
      .strictObject({ closure: z.boolean(), checker: z.boolean(), message: z.string().exactOptional() })
      .readonly(),
    front: z.array(FrontPoint).readonly(),
    times: PlanTimes.exactOptional(),
    margins: z.array(Margin).readonly(),
  })
  .readonly();

same<Same<z.infer<typeof HardeningShape>, Hardening>>(true);
