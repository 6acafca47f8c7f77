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
