// SPDX-License-Identifier: Apache-2.0
// A change to a policy or a baseline of a pack that this one uses: narrower, never wider.
import { z } from 'zod';
import { line, slug } from './schema-parts.ts';

export const RefinementChange = z.union([
  z
    .strictObject({ unless: z.string().min(1).max(600).describe('One more exception, as in a policy') })
    .describe('Of a policy'),
  z
    .strictObject({ least: z.number().gt(0).describe('Score below which it is never an alert') })
    .describe('Of a baseline'),
]);
export type RefinementChange = z.infer<typeof RefinementChange>;

export const RefinementSource = z.strictObject({
  id: slug,
  of: slug.describe('The policy or baseline that is changed'),
  change: RefinementChange,
  reason: line,
});
export type RefinementSource = z.infer<typeof RefinementSource>;
