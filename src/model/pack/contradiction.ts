// SPDX-License-Identifier: Apache-2.0
// Which events show that what holds the line may be gone. Expectations of an analysis are watched by them.
import { z } from 'zod';
import { eventType, slug, Text } from './schema-parts.ts';

export const ELEMENT_KINDS = [
  'asset',
  'zone',
  'flow',
  'person',
  'identity',
  'credential',
  'supplier',
  'route',
] as const;

export const ContradictionSource = z.strictObject({
  id: slug,
  title: Text,
  of: z.array(z.enum(ELEMENT_KINDS)).min(1).describe('Kinds of elements that the control is on'),
  measures: z.array(slug).min(1).optional().describe('Only for these measures; for all when absent'),
  absent: z
    .array(slug)
    .min(1)
    .optional()
    .describe('For facts of these predicates that must stay absent, instead of controls'),
  event: eventType,
  key: slug.describe(
    'Key of the event that names the element; of a flow what it goes to, of a route where it starts',
  ),
  to: slug.optional().describe('Of a route: field of the event that names what is reached'),
  port: slug.optional().describe('Of a route: field of the event with the port that is reached'),
  where: z.string().min(1).max(600).describe('Condition, as in a policy'),
  say: Text.describe('What the event means for the control, one sentence'),
});
export type ContradictionSource = z.infer<typeof ContradictionSource>;
