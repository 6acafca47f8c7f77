// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { HandedIn } from '../../reports/handed-in.ts';
import type { Route } from './route.ts';

export const reportRoutes = {
  handIn: {
    method: 'POST',
    path: '/v1/reports',
    summary: 'Hands in a message that somebody got; for everybody, where `up --public-reports` takes it',
    access: 'write',
    body: HandedIn,
    maxBytes: 64 * 1024,
    answer: z.strictObject({ id: z.string().describe('Of the event that it became') }),
    refusals: {
      404: 'Reports are not taken here',
      422: 'There is nothing in it, or it is about nothing that the pack knows',
      429: 'Too many reports: come again after Retry-After',
    },
  },
} as const satisfies Record<string, Route>;
