// SPDX-License-Identifier: Apache-2.0
// The eight workflow steps of CACAO 2.0 §4.
import { z } from 'zod';
import { Command } from './commands.ts';
import {
  Extensions,
  ExternalReference,
  Identifier,
  Reference,
  Text,
  VariableName,
  Variables,
} from './values.ts';

/** Milliseconds; thirty days, so that no timer passes what a timer can hold many times over. */
const Milliseconds = z.int().min(0).max(2_592_000_000);

const common = {
  name: Text.optional(),
  description: Text.optional(),
  external_references: z.array(ExternalReference).optional(),
  delay: Milliseconds.optional(),
  timeout: Milliseconds.optional(),
  step_variables: Variables.optional(),
  owner: Identifier.optional(),
  step_extensions: Extensions.optional(),
};
const outcomes = {
  on_completion: Identifier.optional(),
  on_success: Identifier.optional(),
  on_failure: Identifier.optional(),
};
const args = { in_args: z.array(VariableName).optional(), out_args: z.array(VariableName).optional() };
const condition = z.string().min(1).max(10_000);

const Start = z.strictObject({ type: z.literal('start'), ...common, on_completion: Identifier });
const End = z.strictObject({ type: z.literal('end'), ...common });
const Action = z.strictObject({
  type: z.literal('action'),
  ...common,
  ...outcomes,
  ...args,
  commands: z.array(Command).min(1),
  agent: Reference,
  targets: z.array(Reference).min(1).optional(),
});
const PlaybookAction = z.strictObject({
  type: z.literal('playbook-action'),
  ...common,
  ...outcomes,
  ...args,
  playbook_id: Identifier,
  playbook_version: Text.optional(),
});
const Parallel = z.strictObject({
  type: z.literal('parallel'),
  ...common,
  ...outcomes,
  next_steps: z.array(Identifier).min(2),
});
const If = z.strictObject({
  type: z.literal('if-condition'),
  ...common,
  ...outcomes,
  condition,
  on_true: Identifier,
  on_false: Identifier.optional(),
});
const While = z.strictObject({
  type: z.literal('while-condition'),
  ...common,
  ...outcomes,
  condition,
  on_true: Identifier,
});
const Switch = z.strictObject({
  type: z.literal('switch-condition'),
  ...common,
  ...outcomes,
  switch: z.string().min(1).max(300),
  cases: z.record(z.string().max(250), Identifier),
});

export const Step = z.discriminatedUnion('type', [
  Start,
  End,
  Action,
  PlaybookAction,
  Parallel,
  If,
  While,
  Switch,
]);
export type Step = z.infer<typeof Step>;
export type ActionStep = z.infer<typeof Action>;
