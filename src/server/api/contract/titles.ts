// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { TITLED } from '../../../model/index.ts';
import type { Route } from './route.ts';

const Title = z.strictObject({
  en: z.string().describe('As answers of other routes and the evidence have it'),
  title: z.string().describe('In the language, or in English where the pack has no other'),
});

export const titleRoutes = {
  titles: {
    method: 'GET',
    path: '/v1/titles',
    summary:
      'Titles of the pack in a language: other answers have them in English, as the evidence does, beside an id',
    access: 'read',
    query: z.strictObject({
      language: z
        .string()
        .regex(/^[a-z]{2}$/)
        .default('en'),
    }),
    answer: z.strictObject({
      language: z.string(),
      titles: z
        .record(z.enum(TITLED), z.record(z.string(), Title))
        .describe(
          'By id; threats by number, impacts by attack, narrations by rule, with `{Variable}` for each name, sayings by policy, `/` and number, with `{1}` for each value, steps of obligations by the id of both, joined by `/`',
        ),
    }),
  },
} as const satisfies Record<string, Route>;
