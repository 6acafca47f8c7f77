// SPDX-License-Identifier: Apache-2.0
// What is known of pages that people type secrets into: such fields, hosts of a kind, and words for what a look finds.
import { z } from 'zod';
import { Pattern } from './pattern.ts';
import { line, scalar, slug, Text } from './schema-parts.ts';

/** Everything that a look at a page can find. */
export const PAGE_FINDINGS = [
  'new-script',
  'changed-script',
  'script-gone',
  'new-destination',
  'new-field',
  'form-target',
  'new-frame',
  'frame-gone',
  'overlay',
  'listener',
  'header-changed',
  'header-gone',
  'policy-weaker',
  'data-leaves',
  'look-alike',
  'obfuscated',
  'reads-and-sends',
  'unsafe-target',
  'integrity-dropped',
  'no-integrity',
  'moving-version',
  'tag-manager',
  'recorder',
  'policy-absent',
  'policy-in-page',
  'policy-wide',
  'review-due',
  'incomplete',
] as const;
export type PageFindingKind = (typeof PAGE_FINDINGS)[number];

/** A control that takes a secret: how to know it, and what a look types into it. */
export const PageFieldSource = z.strictObject({
  id: slug,
  title: Text,
  match: z
    .array(Pattern)
    .min(1)
    .describe('RE2, asked of autocomplete, name, id and label of a control, in lower case'),
  probe: line.describe('What a look types: no value of a real person'),
  telling: z
    .boolean()
    .describe('The value is so rare that finding it in what leaves the page proves that it was read'),
  hit: z.array(line).min(1).describe('Names of such controls'),
  miss: z.array(line).min(1).describe('Names of other controls'),
});
export type PageFieldSource = z.infer<typeof PageFieldSource>;

/** Hosts that mean something: tag managers and recorders of sessions, and well-known ones that others imitate. */
export const PageHostSource = z.strictObject({
  id: slug,
  kind: z.enum(['tag-manager', 'recorder', 'well-known']),
  title: Text,
  hosts: z.array(line).min(1).describe('A host stands for those below it too'),
});
export type PageHostSource = z.infer<typeof PageHostSource>;

/** How bad a finding is, and how people are told. */
export const PageFindingSource = z.strictObject({
  id: slug,
  kind: z.enum(PAGE_FINDINGS),
  severity: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
  change: slug.optional().describe('Value of `change` in the event `page.observed`; no event without'),
  data: z.record(slug, scalar).optional().describe('More fields of that event'),
  title: Text,
  say: Text.describe('One sentence with {what}, {from}, {by}, {how}, {before} and {now}'),
  mend: Text.describe('What to do about it'),
  references: z.array(line).min(1),
});
export type PageFindingSource = z.infer<typeof PageFindingSource>;
