// SPDX-License-Identifier: Apache-2.0
// Baselines of a pack: which events an anomaly detector looks at, with what parameters, and what its alerts mean.
import { z } from 'zod';
import { eventType, fields, line, scalar, slug, Text, techniques } from './schema-parts.ts';

const drawn = z.union([
  scalar,
  z.strictObject({ 'one-of': z.array(scalar).min(1).max(1000) }).describe('Any of these, at random'),
  z.strictObject({ cycle: z.array(scalar).min(1).max(10_000) }).describe('These in turn'),
  z.strictObject({ normal: z.tuple([z.number(), z.number().min(0)]) }).describe('Mean and scatter'),
  z.strictObject({ line: z.tuple([z.number(), z.number()]) }).describe('From the first value to the last'),
  z
    .strictObject({ day: z.tuple([z.number(), z.number(), z.number().min(0)]) })
    .describe('Mean, swing over the day, scatter'),
]);
export type Drawn = z.infer<typeof drawn>;

/** Events of one kind over a time; a list of such stretches describes a series. */
export const Stretch = z.strictObject({
  type: eventType,
  from: z.number().min(0).optional().describe('Seconds after the beginning, which is a Monday at 00:00 UTC'),
  for: z.number().gt(0).describe('Seconds it lasts'),
  every: z.number().gt(0).describe('Seconds between two events'),
  random: z.boolean().optional().describe('`every` is a mean: they come at random'),
  hours: z
    .tuple([z.int().min(0).max(24), z.int().min(0).max(24)])
    .optional()
    .describe('Only from and to these hours of each day'),
  keys: z.record(z.string(), drawn).optional(),
  data: z.record(z.string(), drawn).optional(),
});
export type Stretch = z.infer<typeof Stretch>;
const described = z.array(Stretch).min(1).max(50);

const per = z.number().min(1).max(604_800).describe('Seconds of a bucket');
/** What of the events is looked at: something of each, or something of all in a bucket of time. */
export const BaselineMeasure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fields'),
    fields: z.record(slug, line).describe('Feature: name of the field or key'),
  }),
  z.strictObject({
    kind: z.literal('query'),
    field: line.describe('Text `a=1&b=2`; each parameter is a feature'),
  }),
  z.strictObject({ kind: z.literal('hour'), offset: z.number().min(-14).max(14).optional() }),
  z.strictObject({ kind: z.literal('count'), per }),
  z.strictObject({ kind: z.literal('sum'), per, field: line }),
  z.strictObject({ kind: z.literal('distinct'), per, field: line }),
  z.strictObject({ kind: z.literal('share'), per, of: fields, least: z.int().min(1).max(1_000_000) }),
]);
export type BaselineMeasure = z.infer<typeof BaselineMeasure>;

/** What is usual of some events, learnt by an anomaly detector; it alerts on what is not. */
export const BaselineSource = z.strictObject({
  id: slug,
  title: Text,
  events: z.array(eventType).min(1),
  where: fields.optional().describe('Fields that an event must have; a list means any of it'),
  key: line
    .optional()
    .describe('Key or field whose value tells whose behaviour it is; absent: that of all together'),
  pooled: z.boolean().optional().describe('Compare each with what all do, not with its own past'),
  group: line.optional().describe('Key or field of those it is compared with'),
  measure: BaselineMeasure,
  detector: slug,
  parameters: z.record(z.string(), z.unknown()).optional(),
  alpha: z
    .number()
    .min(0.0001)
    .max(0.5)
    .optional()
    .describe('Wanted share of false alarms; absent: the detector has a limit of its own, score 1'),
  least: z.number().min(0).optional().describe('Score below which it is never an alert'),
  quiet: z
    .number()
    .min(0)
    .optional()
    .describe('Seconds without a second alert on the same key; 3,600 unless said'),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
  techniques: techniques.optional(),
  threats: z.array(z.int().min(1)),
  explain: Text.describe('What it sees, and what it does not'),
  references: z.array(line).min(1),
  hit: described.describe('It alerts in the last stretch'),
  miss: described.describe('It does not alert in the last stretch'),
});
export type BaselineSource = z.infer<typeof BaselineSource>;
