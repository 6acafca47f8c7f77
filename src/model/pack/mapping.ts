// SPDX-License-Identifier: Apache-2.0
// From records of many shapes to events: the parts of a pack that say which field of a record is which of an event.
import { z } from 'zod';
import { Pattern } from './pattern.ts';
import { eventType, line, scalar, slug, Text } from './schema-parts.ts';

const path = z
  .string()
  .min(1)
  .max(200)
  .describe(
    'Keys and list positions joined with dots; `@` is the item of `each`, `$` what is known beside the record',
  );

const paths = z.union([path, z.array(path).min(1)]).describe('The first of them that is there');

/** How a value is read. All are total: what cannot be read is left out. */
export const READ_AS = [
  'text',
  'number',
  'integer',
  'boolean',
  'lower',
  'upper',
  'minor',
  'time',
  'hash',
  'count',
  'present',
] as const;

/** Where a value of an event comes from. A text alone is a path. */
export const ValueSource = z.union([
  path,
  z.strictObject({ value: scalar.describe('Always this') }),
  z.strictObject({
    path: paths,
    match: Pattern.optional().describe('Only the first group, or the whole match; nothing where it does not'),
    as: z
      .enum(READ_AS)
      .optional()
      .describe(
        'minor: an amount like 49.90 in minor units; time: milliseconds since 1970; hash: keyed, for personal data; count: items of a list; present: whether it is there',
      ),
    currency: paths.optional().describe('minor: where the ISO 4217 code is'),
    scale: z.number().optional().describe('Numbers: multiplied by this'),
    map: z.record(z.string(), scalar).optional().describe('Other values for these'),
    otherwise: scalar.optional().describe('When the path is not there, or the map does not know the value'),
  }),
]);
export type ValueSource = z.infer<typeof ValueSource>;

const Condition = z.union([
  scalar,
  z.array(scalar).min(1),
  z.strictObject({
    present: z.boolean().optional(),
    matches: Pattern.optional(),
    not: z.array(scalar).min(1).optional(),
  }),
]);
export type Condition = z.infer<typeof Condition>;

const values = z.record(z.string().min(1).max(100), ValueSource);
const record = z.record(z.string(), z.unknown());

/** Which event a record is. All mappings that apply count: one record may be several events. */
export const FieldMapping = z.strictObject({
  id: slug,
  title: Text,
  from: z.array(slug).min(1).describe('Formats of records: a reader, a format of log lines or a sender'),
  when: z.record(path, Condition).optional().describe('All must hold; a list means any of it'),
  unverified: z
    .boolean()
    .optional()
    .describe('For deliveries whose signature is not right, and only for those'),
  each: path.optional().describe('One event for each item of this list, or of the lists in it'),
  type: eventType,
  identity: ValueSource.optional().describe('Unique in the source; else made of the content and its place'),
  time: ValueSource.optional().describe('Else what the reader found, else when it was received'),
  subject: ValueSource.optional(),
  keys: values.optional(),
  data: values.optional(),
  keep: z.boolean().optional().describe('The other fields of the record stay in the data'),
  references: z.array(line).optional(),
  hit: z.strictObject({
    record,
    given: record.optional().describe('What `$` holds'),
    expect: z
      .array(
        z.strictObject({
          time: z.string().optional(),
          subject: z.string().optional(),
          keys: z.record(z.string(), z.string()).optional(),
          data: record.optional(),
        }),
      )
      .min(1),
  }),
  miss: z.strictObject({ record, given: record.optional() }),
});
export type FieldMapping = z.infer<typeof FieldMapping>;
