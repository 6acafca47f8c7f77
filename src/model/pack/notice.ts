// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { slug, Text } from './schema-parts.ts';

/** What the people hit by an incident are told. `{operator}`, `{contact}` and `{case}` are filled in. */
export const NoticeSource = z.strictObject({
  id: slug,
  title: Text.describe('Subject of the message'),
  text: Text.describe('What happened and what it means, in plain words'),
  steps: z.array(Text).min(1).max(20).describe('What to do now, the most useful first'),
});
export type NoticeSource = z.infer<typeof NoticeSource>;
