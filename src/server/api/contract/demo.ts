// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const MAX_SPEED = 3600;

const Demo = z
  .strictObject({
    at: Instant.describe('Made-up time'),
    speed: z.number().describe('Made-up seconds a second'),
    paused: z.boolean(),
    sent: z.int().min(0).describe('Events made up so far'),
  })
  .describe('The clock of the demo.');

const NO_DEMO = { 404: 'This server shows no demo' };

export const demoRoutes = {
  demo: {
    method: 'GET',
    path: '/v1/demo',
    summary: 'The clock of the demo',
    access: 'read',
    answer: Demo,
    refusals: NO_DEMO,
  },
  setDemo: {
    method: 'PUT',
    path: '/v1/demo',
    summary: 'Stops the clock of the demo, lets it go on, or changes its speed',
    access: 'write',
    body: z.strictObject({
      speed: z.number().min(1).max(MAX_SPEED).exactOptional(),
      paused: z.boolean().exactOptional(),
    }),
    answer: Demo,
    refusals: NO_DEMO,
  },
} as const satisfies Record<string, Route>;
