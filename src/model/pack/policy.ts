// SPDX-License-Identifier: Apache-2.0
// Policies of a pack: what must follow, precede or never meet an event. Semantics: docs/explanation/policies.md.
import { z } from 'zod';
import { eventType, happened, line, slug, Text, techniques } from './schema-parts.ts';

const duration = z
  .string()
  .regex(/^\d{1,9}(?:ms|s|m|h|d)$/, 'a length of time such as 500ms, 30s, 15m, 24h or 7d');
const span = z.union([duration, z.array(duration).length(2)]);
const expression = z.string().min(1).max(600);
const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower-case letters and digits, parts joined by -');
const types = z.union([eventType, z.array(eventType).min(1).max(8)]);

/** A set of events around the event that the policy looks at. */
export const PolicyPattern = z.strictObject({
  event: types,
  where: expression
    .optional()
    .describe('Condition; names of the event alone, `on.name` of the event looked at'),
  by: z
    .union([z.array(slug).max(4), z.record(slug, slug)])
    .optional()
    .describe(
      'What joins: keys or text fields, or name here: name in the event looked at; `per` when absent',
    ),
  before: span.optional().describe('How long before the event, or [from, to] before it'),
  after: span.optional().describe('How long after the event, or [from, to] after it'),
  since: name
    .optional()
    .describe('Only after the last event of that window up to the event, if there is one'),
  until: name
    .optional()
    .describe('Only before the first event of that window from the event on, if there is one'),
  self: z.boolean().optional().describe('Whether the event looked at may be one of them; true when absent'),
});
export type PolicyPattern = z.infer<typeof PolicyPattern>;

export const PolicySource = z.strictObject({
  id: slug,
  title: Text,
  threats: z.array(z.int().min(1)),
  stage: slug,
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
  techniques: techniques.optional(),
  explain: Text.describe('What it sees, and what it does not'),
  references: z.array(line).min(1),
  per: z.array(slug).min(1).max(4).describe('Keys that the event must carry; alerts name their values'),
  on: z.strictObject({ event: types, where: expression.optional() }),
  windows: z.record(name, PolicyPattern).optional(),
  unless: z.array(expression).optional().describe('Exceptions: any of them excuses the event'),
  must: z
    .array(z.strictObject({ that: expression, say: Text.describe('One sentence, with {expression}') }))
    .min(1)
    .max(8),
  quiet: duration.optional().describe('After an alert no other one for the same keys for that long'),
  hit: happened,
  miss: happened,
});
export type PolicySource = z.infer<typeof PolicySource>;
