// SPDX-License-Identifier: Apache-2.0
// What `flow check` says as a zod schema, from which schema/flow.schema.json is generated. `Same` holds it equal to the interface.
import { z } from 'zod';
import { digest, type Same, same } from '../schema-parts.ts';
import { FLOW_SCHEMA, type FlowReport } from './flow-report.ts';

const count = z.int().min(0);
const names = z.array(z.string()).readonly();
const named = { id: z.string(), title: z.string() };
const Named = z.strictObject(named).readonly();

const Place = z
  .strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) })
  .readonly()
  .meta({
    id: 'Place',
    description: 'Where the workflow is named in the model, or else written in the pack.',
  });

const StoryStep = z
  .strictObject({
    step: z.string(),
    from: z.string().describe('Party'),
    to: z.string().describe('Party'),
    label: z.string().describe('A few words for the arrow'),
    text: z.string(),
    attack: z.boolean().describe('An attacker does it'),
    physical: z.boolean().describe('Goods or hands, not a message'),
  })
  .readonly()
  .meta({ id: 'StoryStep' });

const Finding = z
  .strictObject({
    invariant: z.string(),
    title: z.string(),
    missing: names.describe('Checks that are missing for it'),
    story: z.strictObject({ steps: z.array(StoryStep).readonly(), end: z.string() }).readonly(),
    published: z
      .array(z.strictObject({ ...named, references: names }).readonly())
      .readonly()
      .describe('Published cases with the same missing checks'),
  })
  .readonly()
  .meta({ id: 'FlowFinding', description: 'A broken invariant with a shortest story.' });

const Check = z
  .strictObject({
    ...named,
    at: z.string().describe('Party that makes it'),
    made: z.boolean(),
    advice: z.string(),
    measure: z.string().exactOptional(),
    techniques: names,
  })
  .readonly()
  .meta({ id: 'Check' });

const Invariant = z
  .strictObject({
    ...named,
    text: z.string(),
    holds: z.boolean(),
    heldBy: z.array(names).readonly().describe('Smallest sets of checks without which it does not hold'),
    policy: z.string().describe('Policy that watches it at run time'),
    threats: z.array(z.number()).readonly(),
    techniques: names,
  })
  .readonly()
  .meta({ id: 'Invariant' });

const WorkflowShape = z
  .strictObject({
    ...named,
    of: z.string().exactOptional().describe('Id in the model'),
    place: Place,
    text: z.string(),
    verdict: z.enum(['SECURE', 'INSECURE', 'UNKNOWN']),
    unknown: z.string().exactOptional().describe('Why it is UNKNOWN'),
    parties: z.array(Named).readonly(),
    attackers: z.array(Named).readonly(),
    instance: z.record(z.string(), count).readonly().describe('How many of each set were searched'),
    checks: z.array(Check).readonly(),
    invariants: z.array(Invariant).readonly(),
    findings: z.array(Finding).readonly().describe('What goes wrong as it is'),
    weaknesses: z.array(Finding).readonly().describe('What would go wrong without one more check, or two'),
    depth: z.int().min(0).max(2).describe('Further checks that were taken away together'),
    searches: count,
    states: count.describe('Of all searches'),
    reached: count.describe('States as it is'),
  })
  .readonly()
  .meta({ id: 'Workflow' });

/** The answer of `flow check --json`. */
export const FlowShape = z
  .strictObject({
    schema: z.literal(FLOW_SCHEMA),
    pack: z.strictObject({ id: z.string(), version: z.string(), sha256: digest }).readonly(),
    model: z
      .strictObject({ name: z.string(), file: z.string() })
      .readonly()
      .exactOptional()
      .describe('Whose measures decide which checks are made'),
    workflows: z.array(WorkflowShape).readonly(),
  })
  .readonly();

same<Same<z.infer<typeof FlowShape>, FlowReport>>(true);
