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
  clean: Time.optional(),
  basis: line.describe('Where the figures come from'),
});
export type RecoverySource = z.infer<typeof RecoverySource>;

const Change = z.union([z.strictObject({ times: z.number().min(0).max(100) }), z.strictObject({ to: Time })]);

/** How much a caller needs what it calls, when nobody has said it. */
export const InferenceSource = z.strictObject({
  type: slug.describe('Asset type of what is called; more special types win'),
  mode: z.enum(['hard', 'degrade']),
  fallback: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Share that still works without it, for as long as it takes'),
  basis: line.describe('Where this comes from'),
});
export type InferenceSource = z.infer<typeof InferenceSource>;

const data = z.array(slug).min(1).optional().describe('Classes of data; all when absent');

/** What a measure on an asset changes in an outage. */
export const EffectSource = z.strictObject({
  measure: slug.describe('Measure of the vocabulary'),
  types: z
    .array(slug)
    .min(1)
    .optional()
    .describe('Asset types that it is tried on, the more special one of two effects first; all when absent'),
  except: z.array(slug).min(1).optional().describe('Asset types among these that it is not tried on'),
  restart: Change.optional(),
  repair: Change.optional(),
  buffer: Change.optional().describe('Of every dependency of the asset'),
  fallback: z
    .strictObject({ level: z.number().gt(0).max(1), for: Time.optional() })
    .optional()
    .describe('Of every dependency of the asset'),
  floor: z.number().gt(0).max(1).optional().describe('Damage to the asset leaves at least this level'),
  clean: Change.optional(),
  check: z
    .strictObject({
      data,
      catches: z.number().gt(0).max(1).optional().describe('Share of runs in which it does; 1 when absent'),
    })
    .optional()
    .describe('Stops wrong data on all ways into the asset, or on the flow that it protects, and notices it'),
  watch: z
    .strictObject({
      channel: z.enum(['integrity', 'confidentiality']).optional().describe('Both when absent'),
      data,
      after: Time.describe('How long the asset is wrong or read until it is noticed'),
    })
    .optional(),
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

const datum = slug.optional().describe('One class of data; everything when absent');

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
        z.strictObject({ alter: on, data: datum, at, repair: Time.optional(), stoppedBy }),
        z.strictObject({ expose: on, data: datum, at, repair: Time.optional(), stoppedBy }),
      ]),
    )
    .min(1),
  noticed: Time.optional().describe('When somebody notices what is wrong or read, whatever is installed'),
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

/** What a happening does, and to which types of assets. */
export function hitBy(happening: ScenarioSource['happenings'][number]): {
  readonly kind: 'damage' | 'isolate' | 'alter' | 'expose';
  readonly types: readonly string[];
} {
  if ('damage' in happening) return { kind: 'damage', types: happening.damage };
  if ('isolate' in happening) return { kind: 'isolate', types: happening.isolate };
  if ('alter' in happening) return { kind: 'alter', types: happening.alter };
  return { kind: 'expose', types: happening.expose };
}
