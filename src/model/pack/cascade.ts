// SPDX-License-Identifier: Apache-2.0
// What a pack knows of outages: how types of assets recover, what measures change in it, and what may happen.
import { z } from 'zod';
import { Time } from '../time.ts';
import { line, slug, Text } from './schema-parts.ts';

/** How assets of a type recover when the model does not say. */
export const RecoverySource = z.strictObject({
  type: slug.describe('Asset type; more special types win'),
  restart: Time.optional(),
  repair: Time.optional(),
  basis: line.describe('Where the figures come from'),
});
export type RecoverySource = z.infer<typeof RecoverySource>;

const Change = z.union([z.strictObject({ times: z.number().min(0).max(100) }), z.strictObject({ to: Time })]);

/** What a measure on an asset changes in an outage. */
export const EffectSource = z.strictObject({
  measure: slug.describe('Measure of the vocabulary'),
  restart: Change.optional(),
  repair: Change.optional(),
  buffer: Change.optional().describe('Of every dependency of the asset'),
  fallback: z
    .strictObject({ level: z.number().gt(0).max(1), for: Time.optional() })
    .optional()
    .describe('Of every dependency of the asset'),
  floor: z.number().gt(0).max(1).optional().describe('Damage to the asset leaves at least this level'),
  explain: Text,
  basis: line.describe('Where the figures come from'),
});
export type EffectSource = z.infer<typeof EffectSource>;

const at = Time.describe('After the start').optional();
const on = z.array(slug).min(1).describe('Asset types; every asset of the model that is one of them is hit');
const level = z.number().min(0).max(1).optional().describe('What is left of it; nothing when absent');
const stoppedBy = z
  .array(slug)
  .optional()
  .describe('Measures that keep it from happening where they are installed');

export const ScenarioSource = z.strictObject({
  id: slug,
  title: Text,
  text: Text.describe('What happens, in plain language'),
  start: z
    .string()
    .regex(/^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$/)
    .describe('Day and hour at which it begins'),
  horizon: z.string().regex(/^\d{1,4}[hdw]$/),
  happenings: z
    .array(
      z.union([
        z.strictObject({ damage: on, at, level, repair: Time.optional(), stoppedBy }),
        z.strictObject({ isolate: on, at, for: Time.optional(), stoppedBy }),
      ]),
    )
    .min(1),
  threats: z.array(z.int().min(1)).optional(),
  published: z
    .strictObject({
      case: Text,
      figures: z
        .array(
          z.strictObject({
            name: Text,
            /** What the simulation must be compared with. */
            is: z.enum(['days-to-90', 'days-to-100', 'lowest-level']),
            value: z.number().min(0),
          }),
        )
        .min(1),
      references: z.array(line).min(1),
    })
    .optional()
    .describe('A case that happened, to say how far off the simulation is'),
  references: z.array(line).optional(),
});
export type ScenarioSource = z.infer<typeof ScenarioSource>;
