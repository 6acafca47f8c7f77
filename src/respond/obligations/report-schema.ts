// SPDX-License-Identifier: Apache-2.0
// The shape of an obligations report, for JSON Schema and for readers of `--json`.
import { z } from 'zod';

const text = z.string();
const moment = z.string().describe('UTC, ISO 8601, whole seconds');

const Draft = z.strictObject({
  fields: z.array(
    z.strictObject({
      id: text,
      title: text,
      value: text.optional(),
      source: text.optional().describe('Where the record has the value from'),
    }),
  ),
  filled: z.int().min(0),
});

const Step = z.strictObject({
  id: text,
  title: text,
  state: z.enum(['not-needed', 'open', 'sent', 'sent-late', 'due', 'overdue', 'promptly', 'waiting']),
  due: moment.optional(),
  local: text.optional().describe("The same moment in the operator's time zone"),
  rule: text,
  provisional: z.boolean().optional().describe('Runs from a report that is not sent yet'),
  sent: moment.optional(),
  draft: Draft,
});

const Duty = z.strictObject({
  id: text,
  regime: text,
  article: text,
  title: text,
  who: text,
  recipient: text,
  contract: z.boolean(),
  outcome: z.enum(['applies', 'open', 'not-applicable']),
  reasons: z.array(z.strictObject({ holds: z.enum(['yes', 'no', 'open']), text, fields: z.array(text) })),
  toDecide: z.array(text).describe('Fields that decide whether it applies and are not stated'),
  missing: z.array(text).describe('Fields of its reports that are not stated'),
  steps: z.array(Step),
  explain: text,
  references: z.array(text),
});

export const ObligationsShape = z.strictObject({
  schema: z.literal('ensuresec/obligations/1'),
  incident: z.strictObject({ id: text, title: text, zone: text }),
  pack: z.strictObject({ id: text, version: text, sha256: text }),
  at: moment,
  obligations: z.array(Duty),
});
