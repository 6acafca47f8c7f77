// SPDX-License-Identifier: Apache-2.0
// Workflows of a pack: parties that exchange messages and goods, the checks they make, and what must hold in every
// state. Semantics: docs/explanation/workflows.md.
import { z } from 'zod';
import { line, slug, Text, techniques } from './schema-parts.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower-case letters and digits, parts joined by -');
const expression = z.string().min(1).max(600);
const record = <T extends z.ZodType>(value: T, most: number) =>
  z.record(name, value).refine((all) => Object.keys(all).length <= most, `at most ${most} entries`);
const start = z.union([z.int(), z.boolean(), name]);

/** What must hold in every state of a workflow; workflows say what it means for their variables. */
export const InvariantSource = z.strictObject({
  id: slug,
  title: Text,
  text: Text.describe('Why it matters, and to whom'),
  threats: z.array(z.int().min(1)),
  techniques,
  policy: slug.describe('Policy of the pack that watches the same at run time'),
  references: z.array(line).min(1),
});
export type InvariantSource = z.infer<typeof InvariantSource>;

/** A check that a party makes. Without it, the conditions that steps name for it are not asked. */
export const CheckSource = z.strictObject({
  title: Text,
  at: name.describe('Party that makes it'),
  advice: Text.describe('What to write in the code'),
  measure: slug.optional().describe('Measure that stands for it in a model'),
  techniques: techniques.optional(),
});
export type CheckSource = z.infer<typeof CheckSource>;

export const StepSource = z.strictObject({
  id: name,
  from: name.describe('Party that sends, hands over or acts'),
  to: name.describe('Party that receives; the same one for an act of its own'),
  label: Text.describe('A few words for the arrow, with {expression}'),
  tell: Text.describe('One sentence for the story, with {expression}'),
  by: z.array(name).min(1).optional().describe('Attackers who do it; a step of honest parties when absent'),
  physical: z.boolean().optional().describe('Goods or hands, not a message'),
  choose: record(z.union([name, z.string().regex(/^\d{1,5}\.\.\d{1,5}$/)]), 6)
    .optional()
    .describe('Variable: the set or list of values that it is taken from'),
  when: z.array(expression).optional(),
  checks: record(z.array(expression).min(1), 12)
    .optional()
    .describe('Check: what it asks for; `false` forbids the step'),
  set: z.record(z.string().min(1).max(80), expression).describe('State: its next value; all at once'),
});
export type StepSource = z.infer<typeof StepSource>;

/** A variant of the workflow that was published as broken. */
export const FlawSource = z.strictObject({
  id: name,
  title: Text,
  without: z.array(name).min(1).max(3).describe('Checks that it lacks'),
  breaks: slug.describe('Invariant'),
  attackers: z.array(name).min(1).optional().describe('Attackers who suffice; all when absent'),
  references: z.array(line).min(1),
});
export type FlawSource = z.infer<typeof FlawSource>;

export const WorkflowSource = z.strictObject({
  id: slug,
  title: Text,
  text: Text,
  references: z.array(line).min(1),
  parties: record(z.strictObject({ title: Text }), 12),
  attackers: record(
    z.strictObject({
      title: Text,
      class: slug.describe('Identity class that can play it'),
      reach: name
        .optional()
        .describe('Party that it must be able to send to or stand at; any place when absent'),
    }),
    8,
  ),
  sets: record(z.union([z.int().min(1).max(8), z.array(name).min(1).max(16)]), 12).describe(
    'How many things of a kind, interchangeable where their constants agree, or their names',
  ),
  values: record(z.array(name).min(2).max(16), 24).optional(),
  constants: record(
    z.strictObject({ of: name, holds: line, is: z.array(start).min(1).max(16) }),
    24,
  ).optional(),
  state: record(
    z.strictObject({
      of: name.optional().describe('Set each of whose members has one; only one when absent'),
      holds: line.describe('`boolean`, a range such as 0..3, a set, or a list of `values`'),
      starts: z.union([start, z.array(start).min(1).max(16)]).optional(),
      text: line.optional(),
    }),
    40,
  ),
  checks: record(CheckSource, 16),
  steps: z.array(StepSource).min(1).max(60),
  holds: z
    .array(
      z.strictObject({
        invariant: slug,
        each: record(name, 3).optional().describe('For each choice of these variables'),
        that: expression,
        say: Text.describe('What is wrong when it does not hold, with {expression}'),
        harms: record(name, 4)
          .optional()
          .describe(
            'What it means for the attack analysis: a harm that rules ask for, and the party it befalls',
          ),
      }),
    )
    .min(1)
    .max(20),
  flaws: z.array(FlawSource),
});
export type WorkflowSource = z.infer<typeof WorkflowSource>;
