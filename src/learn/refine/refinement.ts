// SPDX-License-Identifier: Apache-2.0
// A change to a rule that people's verdicts suggest, with what it would have changed over history.
import { z } from 'zod';
import { RefinementChange } from '../../model/index.ts';

/** Alerts of one rule over the same history. */
const Figures = z.strictObject({
  alerts: z.int().min(0),
  judgedFalse: z.int().min(0).describe('Alerts of incidents that people called false'),
  judgedReal: z.int().min(0).describe('Alerts of incidents that people called real'),
  attacks: z.array(z.string().max(500)).describe('Known attacks that it sees'),
});
export type Figures = z.infer<typeof Figures>;

/** Whether alerts that people called real are fewer, or a known attack is no longer seen: another one in its place is none. */
export function losesSome(before: Figures, after: Figures): boolean {
  return (
    after.judgedReal < before.judgedReal || before.attacks.some((attack) => !after.attacks.includes(attack))
  );
}

export const Refinement = z.strictObject({
  rule: z.string().min(1).max(300).describe('Id of the policy or baseline'),
  change: RefinementChange,
  before: Figures,
  after: Figures,
});
export type Refinement = z.infer<typeof Refinement>;
