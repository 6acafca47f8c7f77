// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { IncidentShape } from '../../../monitor/index.ts';
import { wholeNumber } from './parts.ts';
import type { Route } from './route.ts';

const DETECTION_STARTS = { 503: 'Detection is starting, or waits for the storage' };

export const incidentRoutes = {
  incidents: {
    method: 'GET',
    path: '/v1/incidents',
    summary: 'Incidents, the worst first',
    access: 'read',
    query: z.strictObject({
      limit: wholeNumber(0, 1000, 100),
      state: z.enum(['open', 'quiet', 'closed']).optional(),
    }),
    answer: z.strictObject({
      incidents: z.array(IncidentShape),
      more: z.int().min(0).describe('Incidents beyond the limit'),
    }),
    refusals: DETECTION_STARTS,
  },
  incident: {
    method: 'GET',
    path: '/v1/incidents/{id}',
    summary: 'One incident: why it is one, its time line, what it touches',
    access: 'read',
    params: z.strictObject({ id: z.string().min(1).max(200) }),
    answer: IncidentShape,
    refusals: { 404: 'There is no such incident', ...DETECTION_STARTS },
  },
} as const satisfies Record<string, Route>;
