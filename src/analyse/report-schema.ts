// SPDX-License-Identifier: Apache-2.0
// The report as a zod schema, from which schema/report.schema.json is generated. `Same` holds it equal to the interface.

import { z } from 'zod';
import { ObservedBasis } from './observed.ts';
import { REPORT_SCHEMA, type Report } from './report.ts';
import { digest, type Same, same } from './schema-parts.ts';

const Place = z
  .strictObject({
    file: z.string(),
    line: z.int().min(1),
    column: z.int().min(1).describe('1-based, in UTF-16 code units'),
  })
  .readonly()
  .meta({ id: 'Place', description: 'Where a fact is stated.' });

const Cut = z
  .strictObject({
    measure: z.string(),
    name: z.string(),
    on: z.string(),
    cost: z.number().min(0).describe('EUR in the first year'),
    removes: z.int().min(0).describe('INSECURE verdicts of the report that it alone turns'),
  })
  .readonly()
  .meta({ id: 'Cut', description: 'A measure on an element.' });

const Harm = z
  .strictObject({
    channel: z.enum(['availability', 'integrity', 'confidentiality']),
    on: z.string().describe('Id of an element of the model'),
    data: z.string().exactOptional().describe('Class of data'),
  })
  .readonly()
  .meta({ id: 'Harm', description: 'What a step harms: that it works, is right, or is not read.' });

const Step = z
  .strictObject({
    rule: z.string(),
    text: z.string(),
    at: Place,
    techniques: z.array(z.string()).readonly(),
    days: z.number().min(0).describe('Mean days to compromise'),
    confidence: z.number().min(0).max(1).describe('Lowest confidence of the facts it uses'),
    cuts: z.array(Cut).readonly().describe('Measures that would cut the step, cheapest first'),
    instances: z.int().min(1).describe('How many rule instances the step stands for'),
    harms: z.array(Harm).readonly().exactOptional(),
  })
  .readonly()
  .meta({ id: 'Step', description: 'One narrated step of a proof.' });

const FrontierEntry = z
  .strictObject({
    rule: z.string(),
    text: z.string(),
    then: z.string().describe('What it would give the attacker'),
    missing: z.string().describe('The one missing premise; `not …` when a control holds'),
    kind: z.enum(['control', 'absent']),
    holds: z.string().exactOptional().describe('The control that holds'),
    decisive: z.boolean().describe('The attack succeeds as soon as this premise falls'),
    at: Place,
  })
  .readonly()
  .meta({ id: 'FrontierEntry', description: 'A rule instance that misses exactly one premise.' });

const MissingFact = z
  .strictObject({ gap: z.string(), about: z.string(), unknown: z.string(), text: z.string(), at: Place })
  .readonly()
  .meta({ id: 'MissingFact', description: 'Something that nobody knows.' });

const Range = z.strictObject({ low: z.number().min(0), high: z.number().min(0) }).readonly();
export const Estimate = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .readonly()
  .meta({ id: 'Estimate', description: 'An estimate with its 95 % interval.' });

export const TimeAfter = z
  .discriminatedUnion('prevented', [
    z.strictObject({ prevented: z.literal(true) }).readonly(),
    z
      .strictObject({
        prevented: z.literal(false),
        mean: Estimate,
        within: Estimate,
        gained: Estimate.describe('Days gained, run by run'),
      })
      .readonly(),
  ])
  .meta({ id: 'TimeAfter', description: 'The same with the plan installed.' });

const CompromiseTime = z
  .strictObject({
    mean: Estimate.describe('Days from the first act'),
    median: z.number().min(0),
    p05: z.number().min(0),
    p95: z.number().min(0),
    within: Estimate.describe('Probability of success within the horizon'),
    bounds: z.strictObject({ mean: Range, within: Range }).readonly().describe('What holds without sampling'),
    after: TimeAfter.exactOptional(),
  })
  .readonly()
  .meta({ id: 'CompromiseTime', description: 'How long the attacker takes, by sampling.' });

const TimeBasis = z
  .strictObject({
    samples: z.int().min(2),
    seed: z.int(),
    horizon: z.number().min(0).describe('Days of `within`'),
    plan: z
      .array(
        z
          .strictObject({
            measure: z.string(),
            on: z.string(),
            cuts: z.int().min(0).describe('Rule instances that it cuts'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'TimeBasis', description: 'How times were found.' });

const Verdict = z
  .strictObject({
    attack: z.string(),
    title: z.string(),
    stage: z.string(),
    severity: z.enum(['critical', 'high', 'medium']),
    impact: z.string(),
    attacker: z.string(),
    target: z.string(),
    verdict: z.enum(['INSECURE', 'SECURE', 'UNKNOWN']),
    steps: z.array(Step).readonly(),
    frontier: z.array(FrontierEntry).readonly(),
    missing: z.array(MissingFact).readonly(),
    days: z.number().min(0),
    confidence: z.number().min(0).max(1),
    time: CompromiseTime.exactOptional(),
  })
  .readonly()
  .meta({ id: 'Verdict', description: 'One attack by one attacker on one target.' });

const count = z.int().min(0);

/** The answer of `check --json`. */
export const ReportShape = z
  .strictObject({
    schema: z.literal(REPORT_SCHEMA),
    model: z.strictObject({ name: z.string(), file: z.string(), sha256: digest }).readonly(),
    pack: z.strictObject({ id: z.string(), version: z.string(), sha256: digest }).readonly(),
    assumed: z.array(z.string()).readonly(),
    assumptions: z
      .array(z.strictObject({ id: z.string(), text: z.string(), at: Place }).readonly())
      .readonly(),
    gaps: z.array(MissingFact).readonly(),
    notApplicable: z.array(z.string()).readonly().describe('Attacks without a target in this model'),
    counts: z.strictObject({ insecure: count, secure: count, unknown: count }).readonly(),
    cuts: z.array(Cut).readonly().describe('Measures that turn most INSECURE verdicts for least money'),
    verdicts: z.array(Verdict).readonly(),
    times: TimeBasis.exactOptional(),
    observed: ObservedBasis.exactOptional(),
  })
  .readonly();

same<Same<z.infer<typeof ReportShape>, Report>>(true);
