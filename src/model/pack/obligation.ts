// SPDX-License-Identifier: Apache-2.0
// Duties to report, as dated data: who must tell whom what, and until when. Semantics: docs/explanation/obligations.md.
import { z } from 'zod';
import { line, scalar, slug, Text } from './schema-parts.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower-case letters and digits, parts joined by -');

/** One thing that the record of an incident may state. */
export const IncidentField = z.strictObject({
  id: name,
  type: z.enum(['text', 'number', 'boolean', 'time', 'list']),
  unit: line.optional(),
  values: z.array(line).min(1).optional().describe('All values it may have, when they are few'),
  title: Text,
});
export type IncidentField = z.infer<typeof IncidentField>;

/** At least, or more than, so much; one of both. */
interface Bound {
  readonly atLeast?: number | undefined;
  readonly moreThan?: number | undefined;
}

/** A condition over the fields of an incident: true, false, or open while fields are not stated. */
export type DutyCondition =
  | { readonly all: readonly DutyCondition[] }
  | { readonly any: readonly DutyCondition[] }
  | { readonly not: DutyCondition }
  | { readonly count: number; readonly of: readonly DutyCondition[] }
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly has: string }
  | ({ readonly field: string } & Bound)
  | ({ readonly share: readonly string[] } & Bound)
  | ({ readonly hours: readonly string[] } & Bound);

const bound = { atLeast: z.number().optional(), moreThan: z.number().optional() };
const pair = z.array(name).length(2);

export const DutyCondition: z.ZodType<DutyCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(DutyCondition).min(1) }),
    z.strictObject({ any: z.array(DutyCondition).min(1) }),
    z.strictObject({ not: DutyCondition }),
    z
      .strictObject({ count: z.int().min(1), of: z.array(DutyCondition).min(1) })
      .describe('At least so many of'),
    z.strictObject({ field: name, is: scalar }),
    z.strictObject({ field: name, has: line }).describe('The list contains it'),
    z.strictObject({ field: name, ...bound }).refine(hasBound, 'expected `atLeast` or `moreThan`'),
    z
      .strictObject({ share: pair, ...bound })
      .refine(hasBound, 'expected `atLeast` or `moreThan`')
      .describe('The first field divided by the second'),
    z
      .strictObject({ hours: pair, ...bound })
      .refine(hasBound, 'expected `atLeast` or `moreThan`')
      .describe('Hours from the first time to the second'),
  ]),
);

function hasBound({ atLeast, moreThan }: Bound): boolean {
  return (atLeast === undefined) !== (moreThan === undefined);
}

const Clock = z
  .strictObject({
    hours: z.int().min(1).optional(),
    days: z.int().min(1).optional(),
    months: z.int().min(1).optional(),
    after: name.optional().describe('Field of type time from which it runs'),
    afterStep: name.optional().describe('Step of the same obligation from whose sending it runs'),
    when: DutyCondition.optional(),
  })
  .refine(
    ({ hours, days, months }) => [hours, days, months].filter((each) => each !== undefined).length === 1,
    'expected one of `hours`, `days` and `months`',
  )
  .refine(
    ({ after, afterStep }) => (after === undefined) !== (afterStep === undefined),
    'expected `after` or `afterStep`',
  );
export type Clock = z.infer<typeof Clock>;

const Step = z.strictObject({
  id: name,
  title: Text,
  when: DutyCondition.optional().describe('The step is due only then'),
  due: z
    .array(Clock)
    .min(1)
    .optional()
    .describe('The earliest of these; absent: without undue delay, no fixed time'),
  ends: z
    .enum(['moment', 'day'])
    .default('moment')
    .describe('Days and months end at the same time of day, or with the day'),
  extend: z
    .strictObject({ to: z.enum(['working-day', 'working-noon']), when: DutyCondition.optional() })
    .optional()
    .describe('Where the time ends on a weekend or holiday: the end, or noon, of the next working day'),
  fields: z.array(name).min(1).describe('What the report must hold'),
});
export type ObligationStep = z.infer<typeof Step>;

const stated = z.record(z.string(), z.union([scalar, z.array(scalar)]));

export const ObligationSource = z.strictObject({
  id: slug,
  regime: line,
  article: line,
  title: Text,
  who: Text.describe('Whom it binds'),
  recipient: Text,
  contract: z.boolean().optional().describe('A contract with a partner binds, not the law'),
  from: z.iso.date().describe('First day on which it holds'),
  to: z.iso.date().optional().describe('Last day on which it holds'),
  on: name.default('aware').describe('Field of type time that decides whether it holds'),
  when: DutyCondition,
  steps: z.array(Step).min(1),
  explain: Text.describe('What the condition takes as its measure, and what it leaves out'),
  references: z.array(line).min(1),
  hit: stated.describe('Fields of an incident to which it applies'),
  miss: stated.describe('Fields of an incident to which it does not'),
});
export type ObligationSource = z.infer<typeof ObligationSource>;
