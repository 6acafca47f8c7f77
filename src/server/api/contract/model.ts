// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { Digest, ModelText, Problem } from './parts.ts';
import type { Route } from './route.ts';

export const modelRoutes = {
  model: {
    method: 'GET',
    path: '/v1/model',
    summary: 'The model as it is written, and what is wrong with it',
    access: 'read',
    answer: z.strictObject({
      file: z.string(),
      text: ModelText,
      sha256: Digest,
      problems: z.array(Problem),
      writable: z.boolean().describe('Whoever asks may change it'),
    }),
    refusals: { 404: 'The server was started without a model' },
  },
  elementNames: {
    method: 'GET',
    path: '/v1/model/names',
    summary: 'What the model calls its elements: other answers have their ids',
    access: 'read',
    answer: z.strictObject({
      names: z
        .record(z.string(), z.string())
        .describe('By id, of those that have a name; none while there is no model that can be used'),
    }),
  },
  checkModel: {
    method: 'POST',
    path: '/v1/model/check',
    summary: 'What is wrong with a text as a model; nothing is kept',
    access: 'read',
    body: z.strictObject({ text: ModelText }),
    answer: z.strictObject({
      problems: z.array(Problem),
      usable: z.boolean().describe('Nothing in it is an error'),
    }),
    refusals: { 404: 'The server was started without a model' },
  },
  completeModel: {
    method: 'POST',
    path: '/v1/model/complete',
    summary: 'What can be written at a place of a text as a model: keys, words of the pack, ids of the model',
    access: 'read',
    body: z.strictObject({
      text: ModelText,
      line: z.int().min(1).describe('Of the cursor, from 1'),
      column: z.int().min(1).describe('Of the character after the cursor, from 1, in UTF-16'),
    }),
    answer: z.strictObject({
      from: z.int().min(1).describe('Column where `insert` begins; it ends at the cursor'),
      suggestions: z.array(
        z.strictObject({
          kind: z.enum(['key', 'word', 'id']),
          label: z.string(),
          insert: z.string(),
          text: z.string().describe('What it means, in a few words; may be empty'),
          isRequired: z.boolean(),
        }),
      ),
    }),
    refusals: { 404: 'The server was started without a model' },
  },
  putModel: {
    method: 'PUT',
    path: '/v1/model',
    summary: 'Replaces the model, unless it is wrong or somebody else changed it meanwhile',
    access: 'write',
    body: z.strictObject({ text: ModelText, sha256: Digest.describe('Of the text that was edited') }),
    answer: z.strictObject({
      sha256: Digest,
      problems: z.array(Problem).describe('Warnings'),
      detection: z
        .literal('from the next start')
        .describe(
          'Verdicts follow at once; detection places incidents by the new model from the next start on',
        ),
    }),
    refusals: {
      404: 'The server was started without a model',
      409: 'Somebody else changed the model meanwhile',
      422: 'The text is no model; `modelProblems` say why',
    },
  },
} as const satisfies Record<string, Route>;
