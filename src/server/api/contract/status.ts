// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const count = z.int().min(0);

export const Status = z
  .strictObject({
    schema: z.literal('ensuresec/status/1'),
    at: Instant,
    demo: z.boolean().describe('What is shown is made up'),
    health: z.strictObject({ well: z.boolean(), why: z.string().exactOptional() }),
    numbers: z
      .strictObject({
        insecure: count.nullable().describe('Attacks that succeed; null while there is no verdict'),
        unknown: count.nullable(),
        openIncidents: count.nullable().describe('Null while detection starts'),
        silentSources: count.describe('Sources that are silent for longer than their cadence'),
        unread: count.describe('Records that could not be read and are kept'),
      })
      .describe('The five numbers of the first screen.'),
    ingest: z.strictObject({
      perSecond: z.number().min(0).describe('Events stored a second, over the last ten seconds'),
      stored: count.describe('Events stored since the start'),
      queued: count.describe('Events that wait to be written'),
      lag: count.describe('Events that detection has still to commit'),
      lost: count.describe('Messages lost before they could be stored, since the start'),
      refused: count.describe('Requests told to come again, since the start'),
    }),
  })
  .describe('How the server is.');

const Source = z.strictObject({
  name: z.string(),
  kind: z.enum(['http', 'webhook', 'file', 'syslog', 'mqtt']),
  format: z.string().exactOptional(),
  cadenceSeconds: z.number().min(0).nullable().describe('A longer silence is an alert; null: none is stated'),
  silentSeconds: z.number().min(0).nullable().describe('Null: without a cadence nobody counts'),
  silent: z.boolean(),
});

const Finding = z.strictObject({
  id: z.string().describe('Stable: for scripts and for searching the documentation'),
  level: z.enum(['problem', 'notice', 'fine']),
  what: z.string(),
  mend: z.string().exactOptional().describe('A command or a step'),
});

export const statusRoutes = {
  status: {
    method: 'GET',
    path: '/v1/status',
    summary: 'Five numbers, ingest, health',
    access: 'read',
    answer: Status,
  },
  sources: {
    method: 'GET',
    path: '/v1/sources',
    summary: 'Where events come from, and which source is silent',
    access: 'read',
    answer: z.strictObject({ sources: z.array(Source) }),
  },
  upkeep: {
    method: 'GET',
    path: '/v1/upkeep',
    summary:
      'What is wrong with the set-up of this server, and how to mend it, as `ensuresec doctor` says it',
    access: 'read',
    answer: z.strictObject({
      at: Instant.describe('When it was looked at'),
      findings: z.array(Finding).describe('Problems first, then notices, then what is fine'),
    }),
  },
} as const satisfies Record<string, Route>;
