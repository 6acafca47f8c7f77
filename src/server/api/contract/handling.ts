// SPDX-License-Identifier: Apache-2.0
// What helps with a case: its place in the model, the order of repair, the people affected, its evidence.
import { z } from 'zod';
import { AffectedQuery, TLP } from '../../../respond/index.ts';
import { CaseId, CLOSED_LOG, NO_CASE } from './cases.ts';
import type { Route } from './route.ts';

const text = z.string();
const count = z.int().min(0);
const params = z.strictObject({ id: CaseId });
const NO_MODEL = { 409: 'There is no model, or it cannot be used' };

const RepairsAsked = z.strictObject({
  crews: z.int().min(1).max(100),
  down: z
    .array(
      z.strictObject({
        asset: z.string().min(1).max(200),
        hours: z.number().gt(0).max(100_000),
        perHour: z.number().min(0).max(1e12).exactOptional(),
      }),
    )
    .min(1)
    .max(100),
});

export const Recovery = z.strictObject({
  stated: z.boolean().describe('False: assets that were hit, with the times of model and pack'),
  crews: z.int().min(1),
  down: z.array(z.strictObject({ asset: text, hours: z.number(), perHour: z.number() })),
  repairs: z.array(
    z.strictObject({
      asset: text,
      crew: z.int().min(1),
      start: z.number().describe('Hours after the start'),
      finish: z.number(),
      up: z.number().describe('When it works, with all it needs'),
      perHour: z.number().describe('Loss in EUR an hour without it'),
      needs: z.array(text),
      backup: z.boolean().describe('Its backup was tried and is good'),
      recovered: z.boolean(),
    }),
  ),
  loss: z.number().describe('EUR from the start until all is up'),
  bound: z.number().describe('No order loses less'),
  proven: z.boolean(),
  criticalFirst: z.number().describe('EUR when the most critical goes first'),
  unknown: z.array(text).describe('Assets that were hit and are not in the model'),
  names: z.record(text, text).describe('Names of all these assets by id, as the model has them'),
});

export const handlingRoutes = {
  place: {
    method: 'GET',
    path: '/v1/cases/{id}/place',
    summary: 'What the attacker of a case can reach next, and which measure cuts most of it',
    access: 'read',
    params,
    answer: z.strictObject({
      has: z.array(text).describe('Facts of the model: what was hit, and what detection saw taken'),
      unknown: z.array(text).describe('Stated, and no fact of the model'),
      next: z.array(
        z.strictObject({
          attack: text,
          title: text,
          target: text,
          severity: z.enum(['critical', 'high', 'medium', 'low']),
          days: z.number(),
          steps: z.array(text),
        }),
      ),
      cuts: z.array(
        z.strictObject({
          measure: text,
          name: text,
          on: text,
          cost: z.number(),
          removes: count.describe('Attacks that it stops'),
        }),
      ),
    }),
    refusals: { ...NO_CASE, ...NO_MODEL },
  },
  recovery: {
    method: 'GET',
    path: '/v1/cases/{id}/recovery',
    summary: 'In which order to repair what is down',
    access: 'read',
    params,
    answer: Recovery,
    refusals: { ...NO_CASE, ...NO_MODEL },
  },
  planRecovery: {
    method: 'POST',
    path: '/v1/cases/{id}/recovery',
    summary: 'States what is down and how long each repair takes; the order follows from it',
    access: 'write',
    params,
    body: RepairsAsked,
    answer: Recovery,
    refusals: { ...NO_CASE, ...NO_MODEL, 422: 'An asset is not in the model, or stands twice' },
  },
  findAffected: {
    method: 'POST',
    path: '/v1/cases/{id}/affected',
    summary: 'Who was hit: a query over the stored events, which is recorded with what it found',
    access: 'write',
    params,
    body: AffectedQuery,
    answer: z.strictObject({ matches: count, counts: z.record(z.string(), count), sha256: text }),
    refusals: { ...NO_CASE, 409: 'The people affected were told already', 429: 'Two others search already' },
  },
  affected: {
    method: 'GET',
    path: '/v1/cases/{id}/affected',
    summary: 'Who was hit, by name: the recorded query asked again',
    access: 'read',
    params,
    answer: z.strictObject({
      same: z.boolean().describe('The events still give the recorded set'),
      values: z.array(z.strictObject({ key: text, count, values: z.array(text) })),
    }),
    refusals: { ...NO_CASE, 409: 'Nobody has asked yet', 429: 'Two others search already' },
  },
  notices: {
    method: 'GET',
    path: '/v1/cases/{id}/notices',
    summary: 'What people can be told, in their language',
    access: 'read',
    params,
    query: z.strictObject({
      language: z
        .string()
        .regex(/^[a-z]{2}$/)
        .default('en'),
    }),
    answer: z.strictObject({
      missing: z.array(text).describe('Fields that a notice names and nobody has stated'),
      notices: z.array(
        z.strictObject({ id: text, language: text, languages: z.array(text), subject: text, text }),
      ),
    }),
    refusals: NO_CASE,
  },
  evidence: {
    method: 'GET',
    path: '/v1/evidence',
    summary: 'The log of evidence: its size, its root, and when somebody outside last vouched for it',
    access: 'read',
    answer: z.strictObject({
      size: count,
      origin: text,
      root: text.describe('Base64'),
      key: text.nullable(),
      checkpoint: text.describe('A signed note (C2SP signed-note)'),
      witnessed: z
        .strictObject({ at: text, by: text, size: count, minutes: count })
        .nullable()
        .describe('Null: who has the key of this machine could still rewrite everything'),
    }),
    refusals: { ...CLOSED_LOG, 404: 'Nothing was recorded yet' },
  },
  checkEvidence: {
    method: 'POST',
    path: '/v1/evidence/check',
    summary: 'Computes the whole log anew and says where the first wrong entry is',
    access: 'write',
    answer: z.strictObject({
      intact: z.boolean(),
      entries: count,
      faults: z.array(z.strictObject({ where: text, entry: count.nullable(), message: text })),
    }),
    refusals: { ...CLOSED_LOG, 404: 'Nothing was recorded yet', 429: 'A check runs already' },
  },
  bundle: {
    method: 'POST',
    path: '/v1/cases/{id}/bundle',
    summary: 'A zip that shows the entries of a case and proves the rest; that it was made is recorded',
    access: 'write',
    params,
    body: z.strictObject({ tlp: z.enum(TLP).describe('Who gets it may see things up to this marking') }),
    answer: z.strictObject({ name: text, base64: text, shown: count, size: count, sha256: text }),
    refusals: {
      ...NO_CASE,
      409: 'The case is marked higher',
      413: 'Too large: use `ensuresec evidence export`',
    },
  },
} as const satisfies Record<string, Route>;
