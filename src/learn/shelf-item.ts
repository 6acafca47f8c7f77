// SPDX-License-Identifier: Apache-2.0
// What can lie on the shelf: a learnt policy, a baseline, a fact of the model, a change to a rule.
import { z } from 'zod';
import { BaselineSource, PolicySource } from '../model/index.ts';
import { ObservedFact } from './facts/fact.ts';
import { Refinement } from './refine/refinement.ts';

const common = {
  id: z.string().max(200),
  state: z.enum(['waiting', 'approved', 'rejected']),
  reason: z.string().max(2000).optional(),
};

const Share = z.strictObject({
  hits: z.int().min(0),
  of: z.int().min(0),
  interval: z.tuple([z.number(), z.number()]),
});
export const ItemScore = z.strictObject({
  right: z.int().min(0),
  wrong: z.int().min(0),
  precision: Share,
  recall: Share,
  wrongPerDay: z.number().min(0),
});

const PolicyItem = z.strictObject({
  ...common,
  kind: z.enum(['rule', 'invariant']),
  from: z.string().max(200).describe('Attack that it was learnt from, or template of the statement'),
  policy: PolicySource,
  learnt: ItemScore.optional().describe('Over the events that it was learnt from'),
  held: ItemScore.optional().describe('Over the events kept aside'),
  support: z.int().optional().describe('Events that a statement was asked of'),
  bits: z.number().optional().describe('How surprising it is that a statement always held'),
  threats: z.array(z.int()),
  impliedBy: z.array(z.string()).describe('Policies that fire on nearly all of the same events'),
  contradicts: z.array(z.string()).describe('Policies whose usual story it takes for an attack'),
});
export type PolicyItem = z.infer<typeof PolicyItem>;

const BaselineItem = z.strictObject({
  ...common,
  kind: z.literal('baseline'),
  baseline: BaselineSource,
  profiles: z
    .array(
      z.strictObject({
        subject: z
          .string()
          .max(200)
          .describe('Value of the key; empty: all that have no profile of their own'),
        samples: z.int().min(1),
        alpha: z.number().describe('Share of usual values beyond the limit that is promised'),
        setAside: z.int().min(0).describe('Values too far off to be usual; they do not move the limit'),
        drift: z.number().describe('How far the newer half lies from the older one, in scatters'),
        quantiles: z.strictObject({ half: z.number(), p90: z.number(), p99: z.number() }),
      }),
    )
    .min(1),
  cost: z
    .strictObject({ alarms: z.int().min(0), days: z.number().min(0) })
    .describe('Alarms on days that it was not learnt from'),
});
export type BaselineItem = z.infer<typeof BaselineItem>;

const FactItem = z.strictObject({
  ...common,
  kind: z.literal('fact'),
  from: z.string().max(1_000).describe('Files of events'),
  fact: ObservedFact,
});
export type FactItem = z.infer<typeof FactItem>;

const RefinementItem = z.strictObject({ ...common, kind: z.literal('refinement'), refinement: Refinement });
export type RefinementItem = z.infer<typeof RefinementItem>;

export const ShelfItem = z.discriminatedUnion('kind', [PolicyItem, BaselineItem, FactItem, RefinementItem]);
export type ShelfItem = z.infer<typeof ShelfItem>;
