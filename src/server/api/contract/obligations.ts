// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { ObligationsShape } from '../../../respond/index.ts';
import type { Route } from './route.ts';

export const obligationRoutes = {
  obligations: {
    method: 'GET',
    path: '/v1/obligations/{id}',
    summary: 'Duties that an incident may bring: whom to tell, until when, what decides it',
    access: 'read',
    params: z.strictObject({ id: z.string().min(1).max(200) }),
    query: z.strictObject({ zone: z.string().max(100).default('UTC').describe('Time zone of the operator') }),
    answer: ObligationsShape.describe(
      'Clocks run from the first alert. What hangs on a fact that nobody stated is `open`, with its deadline as if it applied. Count from `at`.',
    ),
    refusals: {
      400: 'There is no such time zone',
      404: 'There is no such incident',
      503: 'Detection is starting, or waits for the storage',
    },
  },
} as const satisfies Record<string, Route>;
