// SPDX-License-Identifier: Apache-2.0
// What people approved: the scripts of each page with owner and reason, and what else the page was then.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { PAGE_FINDINGS, readDocuments, shapeProblems } from '../../model/index.ts';

export const INVENTORY_SCHEMA = 'ensuresec/page-inventory/1';

const text = z.string().max(4_000);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const moment = z.iso.datetime();

export const ApprovedScript = z.strictObject({
  name: text.min(1).describe('Address without query; for a script without one, how it begins'),
  kind: z.enum(['external', 'inline', 'handler', 'made', 'worker']),
  accept: z
    .enum(['text', 'shape', 'address'])
    .describe(
      'text: these texts alone; shape: other values in the same program; address: all that comes from there',
    ),
  sha256: z.array(digest).max(1_000).describe('Texts that were approved'),
  shapes: z.array(digest).max(1_000).optional(),
  integrity: z.boolean().describe('It was loaded with the attribute `integrity`'),
  loadedBy: text.optional(),
  owner: text.min(1),
  reason: text.min(1).describe('Why the page needs it'),
  by: text.min(1).describe('Who approved it'),
  at: moment,
  method: text.min(1).describe('How its integrity is assured'),
  review: z.iso.date().optional(),
});
export type ApprovedScript = z.infer<typeof ApprovedScript>;

export const ApprovedPage = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  url: text,
  at: moment,
  by: text.min(1),
  look: z.enum(['browser', 'static']),
  capture: digest.describe('Of the file with what was approved'),
  scripts: z.array(ApprovedScript).max(10_000),
  hosts: z.array(text).max(10_000).describe('Hosts that the page talks to'),
  secretHosts: z.array(text).max(1_000).describe('Hosts that get what is typed into secret fields'),
  targets: z.array(text).max(10_000),
  frames: z.array(text).max(10_000),
  fields: z.array(text).max(10_000).describe('Secrets that the page asks for, one entry a control'),
  listeners: z.array(z.strictObject({ script: text, field: text })).max(10_000),
  covers: z.array(z.strictObject({ over: text, what: text })).max(1_000),
  headers: z.record(text, z.string().max(20_000)),
  metaPolicies: z.array(z.string().max(20_000)).max(100),
  steps: text.optional().describe('File of the steps that lead to the page'),
  accepted: z
    .array(z.strictObject({ kind: z.enum(PAGE_FINDINGS), what: text }))
    .max(10_000)
    .describe('Findings that were known when it was approved'),
});
export type ApprovedPage = z.infer<typeof ApprovedPage>;

export const Inventory = z.strictObject({
  schema: z.literal(INVENTORY_SCHEMA),
  pages: z.array(ApprovedPage).max(1_000),
});
export type Inventory = z.infer<typeof Inventory>;

export const EMPTY_INVENTORY: Inventory = { schema: INVENTORY_SCHEMA, pages: [] };

/** Reads an inventory, JSON or YAML; all that is wrong is told at once. */
export function readInventory(bytes: Uint8Array, file: string): Parsed<Inventory> {
  const { value: documents, problems } = readDocuments(bytes, file);
  const [document] = documents ?? [];
  if (document === undefined) return { problems };
  const shape = Inventory.safeParse(document.value);
  if (!shape.success)
    return { problems: [...problems, ...shapeProblems(shape.error.issues, Inventory, document, 'PAGE')] };
  const ids = shape.data.pages.map(({ id }) => id);
  const twice = ids.flatMap((id, at): Problem[] =>
    ids.indexOf(id) === at
      ? []
      : [
          {
            code: 'PAGE_DUPLICATE_ID',
            severity: 'error',
            message: `The page \`${id}\` stands twice: expected it once`,
            at: document.locate(['pages', at, 'id']),
          },
        ],
  );
  return { value: shape.data, problems: [...problems, ...twice] };
}
