// SPDX-License-Identifier: Apache-2.0
// Who sends webhooks, and how each proves that a delivery is theirs.
import { z } from 'zod';
import { line, slug, Text } from './schema-parts.ts';

const header = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'the name of a header in lower case');
const field = z.string().min(1).max(200).describe('Keys joined with dots, in the body or the item');

/** What is signed: text with `{body}`, `{body-base64}`, `{crc32}`, `{time}`, `{header:…}`, `{setting:…}`, `{field:…}`. */
const Template = z
  .string()
  .min(1)
  .max(600)
  .regex(
    /^(?:[^{}]|\{(?:body|body-base64|crc32|time|(?:header|setting|field):[A-Za-z0-9._-]+)\})+$/,
    'text with {body}, {body-base64}, {crc32}, {time}, {header:name}, {setting:name} or {field:path}',
  );

export const SignatureScheme = z.strictObject({
  algorithm: z.enum(['hmac-sha256', 'rsa-sha256', 'token', 'none']),
  key: z
    .enum(['text', 'hex', 'base64', 'certificate', 'public-key'])
    .optional()
    .describe('How the key of the operator is written; certificates are pinned and never fetched'),
  signed: z.array(Template).min(1).optional().describe('Any of them'),
  escaped: z.boolean().optional().describe('`\\` and `:` in fields are preceded by `\\`'),
  signature: z
    .strictObject({
      header: header.optional(),
      field: field.optional(),
      encoding: z.enum(['hex', 'base64']).optional(),
      prefix: z.string().max(32).optional().describe('Stands before it, such as `sha256=`'),
      name: z.string().max(16).optional().describe('The header is a list `t=…,v1=…`: the name of signatures'),
    })
    .optional(),
  time: z
    .strictObject({
      header: header.optional(),
      name: z.string().max(16).optional().describe('The name of the time in the list of the signature'),
      as: z.enum(['epoch', 'iso']),
      tolerance: z.int().min(1).max(86_400).describe('Seconds that a delivery may be old, or early'),
      older: z
        .enum(['refused', 'signed'])
        .optional()
        .describe(
          'Signed: kept with the trust `signed`, for senders that repeat a delivery with its first time',
        ),
    })
    .optional(),
  require: z.record(header, z.string()).optional().describe('Headers that must say exactly this'),
});
export type SignatureScheme = z.infer<typeof SignatureScheme>;

const delivery = {
  headers: z.record(header, z.string()),
  body: z.string(),
  at: z.string().describe('When it is received, ISO 8601'),
};

export const Sender = z.strictObject({
  id: slug,
  title: Text,
  body: z.enum(['json', 'form']),
  scheme: SignatureScheme,
  items: field.optional().describe('The list in the body whose items are signed one by one'),
  item: field.optional().describe('Where in an item the message is'),
  delivery: z
    .strictObject({ header: header.optional(), fields: z.array(field).optional() })
    .optional()
    .describe('What tells one delivery from the next; a second one with the same is a duplicate'),
  unsigned: z
    .enum(['refused', 'allowed'])
    .optional()
    .describe('Allowed: taken with low trust while the operator has given no key'),
  context: z.array(header).optional().describe('Headers that mappings may use as `$.header.NAME`'),
  references: z.array(line).min(1),
  hit: z.strictObject({
    keys: z.array(z.string()),
    settings: z.record(z.string(), z.string()).optional(),
    ...delivery,
    trust: z.string(),
  }),
  miss: z
    .strictObject({
      headers: delivery.headers.optional(),
      body: delivery.body.optional(),
      at: delivery.at.optional(),
      keys: z.array(z.string()).optional(),
      code: z.string().describe('Why it is refused'),
    })
    .describe('The hit with these changes'),
});
export type Sender = z.infer<typeof Sender>;
