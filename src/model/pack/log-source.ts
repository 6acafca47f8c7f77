// SPDX-License-Identifier: Apache-2.0
// How a pack knows records of logs: where they come from, how their lines are written, which fields are made of others.
import { z } from 'zod';
import { fields, line, slug, Text } from './schema-parts.ts';

/** How to tell where an event comes from, in the words of Sigma's log sources. */
export const LogSourceMapping = z.strictObject({
  id: slug,
  title: Text,
  when: fields
    .optional()
    .describe('Values that the event must have; letter case does not count, a list means any of it'),
  has: z.array(line).min(1).optional().describe('Fields that the event must have, whatever their values'),
  product: slug.optional(),
  services: z.array(slug).optional(),
  categories: z.array(slug).optional(),
  rename: z
    .record(z.string(), z.string())
    .optional()
    .describe("Sigma's name of a field: its name in the event"),
  references: z.array(line).optional(),
  hit: z.record(z.string(), z.unknown()).describe('An event that it applies to'),
  miss: z.record(z.string(), z.unknown()).describe('An event that it does not apply to'),
});
export type LogSourceMapping = z.infer<typeof LogSourceMapping>;

/** A format of log lines. */
export const LogFormat = z.strictObject({
  id: slug,
  title: Text,
  pattern: z
    .string()
    .min(1)
    .max(2000)
    .describe('RE2 pattern of a whole line; each named group is a field of the same name, with _ for -'),
  names: z.record(z.string(), z.string()).optional().describe('Group: name of the field, when it is another'),
  numbers: z.array(z.string()).optional().describe('Fields that are numbers'),
  absent: z.string().optional().describe('What stands for no value, such as `-`'),
  time: z.enum(['iso', 'clf', 'epoch', 'syslog']).optional().describe('How the field `time` is written'),
  product: slug.optional(),
  services: z.array(slug).optional(),
  categories: z.array(slug).optional(),
  fallback: z.boolean().optional().describe('Asked only when no other format reads the line'),
  references: z.array(line).optional(),
  hit: z.strictObject({ line: z.string(), fields }),
  miss: z.strictObject({ line: z.string() }),
});
export type LogFormat = z.infer<typeof LogFormat>;

/** A field that is made of others before rules see the event: taken apart, decoded, in one form. */
export const FieldDerivation = z.strictObject({
  id: slug,
  title: Text,
  field: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('Name of the field that is made; its value is a list of texts'),
  categories: z.array(slug).min(1).describe('Log source categories whose events get it'),
  from: z
    .array(
      z.strictObject({
        field: line,
        cut: z
          .enum(['whole', 'path', 'query', 'form', 'cookies', 'body', 'address', 'account'])
          .optional()
          .describe('Which parts of it'),
      }),
    )
    .min(1),
  steps: z
    .array(
      z.enum([
        'percent',
        'entities',
        'escapes',
        'unicode',
        'lower',
        'spaces',
        'slashes',
        'comments',
        'sql-comments',
        'tight',
        'shell',
        'squeeze',
      ]),
    )
    .describe('What is done to each part, in this order'),
  skip: z
    .enum(['words'])
    .optional()
    .describe('Parts that are left out: words, numbers and paths, in which nothing can hide'),
  references: z.array(line).optional(),
  hit: z.strictObject({ event: z.record(z.string(), z.unknown()), values: z.array(z.string()).min(1) }),
});
export type FieldDerivation = z.infer<typeof FieldDerivation>;
