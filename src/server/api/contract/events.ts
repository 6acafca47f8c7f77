// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { Instant, wholeNumber } from './parts.ts';
import type { Route } from './route.ts';

const text = z.string().min(1).max(200).optional();

const filter = {
  source: text.describe('Name of the source'),
  key: text.describe('The key that joins events, as stored with the event'),
  type: text.describe('Type of the event, such as one of the pack'),
  text: text.describe('Somewhere in the event; A to Z are as a to z'),
  from: z.iso.datetime().optional().describe('Stored at this time or later'),
  to: z.iso.datetime().optional().describe('Stored before this time'),
};

const Stored = z
  .strictObject({
    offset: z.int().min(1),
    observed: Instant.describe('When it was stored'),
    source: z.string(),
    id: z.string(),
    key: z.string(),
    event: z.unknown().describe('As it was understood; chosen by others, so escape it'),
  })
  .describe('An event of the log.');

export const eventRoutes = {
  events: {
    method: 'GET',
    path: '/v1/events',
    summary: 'Events that match, the youngest first',
    access: 'read',
    query: z.strictObject({
      ...filter,
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).describe(
        'Only events with a smaller offset: `next` of the page before',
      ),
      limit: wholeNumber(1, 500, 100),
    }),
    answer: z.strictObject({
      events: z.array(Stored),
      next: z.int().min(1).nullable().describe('`before` of the next page; null: there is nothing more'),
      searched: z.int().min(0).describe('Offsets that were looked at'),
      complete: z
        .boolean()
        .describe('False: time ran out before the page was full; `next` goes on where it ended'),
    }),
  },
  histogram: {
    method: 'GET',
    path: '/v1/events/histogram',
    summary: 'How many events that match were stored in each span of time',
    access: 'read',
    query: z.strictObject({ ...filter, spans: wholeNumber(1, 240, 60) }),
    answer: z.strictObject({
      start: Instant,
      spanSeconds: z.number().positive(),
      counts: z.array(z.int().min(0)),
      total: z.int().min(0),
      complete: z.boolean().describe('False: only events stored from `since` on were counted in time'),
      since: Instant,
    }),
  },
} as const satisfies Record<string, Route>;
