// SPDX-License-Identifier: Apache-2.0
// What to do once a threat has happened, written so that people can: steps one after the other, with branches inside them.
// `src/respond` makes OASIS CACAO 2.0 of it. Semantics: docs/how-to/write-a-playbook.md.
import { z } from 'zod';
import { line, slug, Text } from './schema-parts.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower-case letters and digits, parts joined by -');

/** A text is at most as long as a person reads while it burns. */
const SAID =
  'The first sentence is what to do and names the step; the others say how. {input} stands for a value';

const PHASES = ['contain', 'investigate', 'eradicate', 'recover', 'notify'] as const;
/** What a step can harm. One person approves a change by a control, two what is destructive. */
const RISKS = ['none', 'change', 'destructive'] as const;
export type Risk = (typeof RISKS)[number];

/** Who does a step: a role, an organisation, or the two systems between which controls pass. */
export const ResponderSource = z.strictObject({
  id: slug,
  type: z
    .enum(['individual', 'group', 'organization', 'orchestrator', 'http-api'])
    .describe('Agent type of CACAO 2.0 §7. `orchestrator` gives controls to the one `http-api` of the pack'),
  name: Text,
  text: Text.optional(),
  approves: z
    .array(z.enum(['change', 'destructive']))
    .optional()
    .describe('Risks of steps that this role may approve'),
});
export type ResponderSource = z.infer<typeof ResponderSource>;

const Control = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*(?:\/(?:[a-z][a-z0-9-]*|\{[a-z][a-z0-9-]*\}))+$/,
    'a path such as held-order/{order}',
  );

const common = {
  id: name,
  say: Text.describe(SAID),
  phase: z.enum(PHASES),
  by: slug.optional().describe('Responder; a step with a control needs none'),
  on: z.array(slug).min(1).optional().describe('Asset types that it touches'),
  nature: z.enum(['cyber', 'physical', 'human', 'third-party']).optional(),
  risk: z.enum(RISKS).optional().describe('`none` unless stated; `change` for a control'),
  minutes: z.int().min(1).max(43_200).optional().describe('After so long it has failed and somebody is told'),
  measures: z.array(slug).min(1).optional().describe('Measures of the vocabulary that it puts in force'),
  asks: z.array(name).min(1).optional().describe('Inputs whose values this step finds out'),
  undo: Text.optional().describe('How to take it back'),
};

/** One thing that somebody, or a system, does. */
const Act = z.strictObject({
  ...common,
  put: Control.optional().describe('Control that is set: PUT /controls/<path> with the state `on`'),
  lift: Control.optional().describe('Control that is lifted: the same with the state `off`'),
  stays: z.boolean().optional().describe('The control is not lifted again by this playbook'),
});
export type Act = z.infer<typeof Act>;

export type BookStep =
  | Act
  | { readonly together: readonly (readonly BookStep[])[] }
  | {
      readonly if: string;
      readonly then: readonly BookStep[];
      readonly else?: readonly BookStep[] | undefined;
    }
  | { readonly while: string; readonly repeat: readonly BookStep[] }
  | { readonly switch: string; readonly cases: Readonly<Record<string, readonly BookStep[]>> }
  | { readonly run: string };

const condition = line.describe("Comparison of STIX 2.1 over inputs: `{found} = 'true' AND {orders} > 10`");

export const BookStep: z.ZodType<BookStep> = z.lazy(() => {
  const steps = z.array(BookStep).min(1);
  return z.union([
    Act,
    z.strictObject({ together: z.array(steps).min(2) }),
    z.strictObject({ if: condition, then: steps, else: steps.optional() }),
    z.strictObject({ while: condition, repeat: steps }),
    z.strictObject({ switch: name, cases: z.record(line, steps) }),
    z.strictObject({ run: slug.describe('Another playbook') }),
  ]);
});

export const PlaybookSource = z.strictObject({
  id: slug,
  title: Text,
  text: Text.describe('When to take it, and what it is good for'),
  threats: z.array(z.int().min(1)).describe('Threats that it answers; none for one that others run'),
  severity: z.int().min(1).max(100),
  date: z.iso.date(),
  references: z.array(z.strictObject({ name: line, url: z.url().optional() })).min(1),
  inputs: z
    .record(
      name,
      z.strictObject({
        type: z.enum(['string', 'integer', 'bool', 'uri', 'ipv4-addr', 'hash']),
        text: Text.describe('What it is; for a `bool`, the question'),
        value: line.optional().describe('Until somebody knows better'),
      }),
    )
    .optional()
    .describe('What whoever runs it knows, or finds out by a step that asks'),
  steps: z.array(BookStep).min(1),
});
export type PlaybookSource = z.infer<typeof PlaybookSource>;

/** The texts of a playbook in another language: all of them, or the playbook does not load. */
export const PlaybookTexts = z.strictObject({
  playbook: slug,
  language: z.string().regex(/^[a-z]{2}$/, 'a language code (ISO 639-1)'),
  title: line,
  text: line,
  inputs: z.record(name, line).optional(),
  steps: z.record(name, line),
  undo: z.record(name, line).optional(),
});
export type PlaybookTexts = z.infer<typeof PlaybookTexts>;
