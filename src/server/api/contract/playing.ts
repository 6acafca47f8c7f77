// SPDX-License-Identifier: Apache-2.0
// What the page behind a link asks. The link is the only credential.
import { z } from 'zod';
import { ACTIONS, PARTS } from '../../../awareness/index.ts';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const Token = z.string().regex(/^[\w-]{43}$/, 'the last part of the address of a link');
const NO_LINK = { 404: 'This link is none, or all about its holder was deleted' };
const MAX_BYTES = 4096;

const Message = z.strictObject({
  id: z.string(),
  channel: z.enum(['email', 'sms']),
  context: z.string().describe('What is known before the message comes'),
  from: z.string(),
  address: z.string(),
  subject: z.string().exactOptional(),
  text: z.string(),
  link: z.strictObject({ shown: z.string(), target: z.string() }).exactOptional(),
  headers: z.string().exactOptional(),
});

export const playingRoutes = {
  playRound: {
    method: 'POST',
    path: '/v1/play',
    summary: 'The round behind a link, with the messages that are not answered yet',
    access: 'write',
    body: z.strictObject({ token: Token }),
    maxBytes: MAX_BYTES,
    answer: z.strictObject({
      title: z.string(),
      language: z.string(),
      state: z.enum(['open', 'shut', 'done']),
      shuts: Instant,
      badge: z.boolean().describe('All tests are done: there is a badge'),
      part: z
        .enum(PARTS)
        .exactOptional()
        .describe('Answers of a test are told at its end, of a training at once'),
      of: z.int().exactOptional(),
      answered: z.int().exactOptional(),
      messages: z.array(Message).exactOptional(),
    }),
    refusals: NO_LINK,
  },
  playAnswer: {
    method: 'POST',
    path: '/v1/play/answers',
    summary: 'One answer; on disk when it is answered. The same again changes nothing',
    access: 'write',
    body: z.strictObject({
      token: Token,
      item: z.string().min(1).max(100),
      action: z.enum(ACTIONS),
      confidence: z.number().min(0).max(1),
      seconds: z.number().min(0).max(86_400),
    }),
    maxBytes: MAX_BYTES,
    answer: z.strictObject({
      left: z.int().describe('Messages of the round without an answer'),
      feedback: z
        .strictObject({
          outcome: z.enum(['right', 'careful', 'wrong']),
          truth: z.enum(['lure', 'honest']),
          why: z.string(),
          cues: z.array(
            z.strictObject({ quote: z.string(), says: z.string(), title: z.string(), text: z.string() }),
          ),
        })
        .exactOptional(),
    }),
    refusals: {
      ...NO_LINK,
      409: 'It was answered otherwise, or the test is over',
      422: 'It is no message of the round',
    },
  },
  forgetMe: {
    method: 'POST',
    path: '/v1/play/forget',
    summary: 'Erases the holder of a link: name, address, links, answers',
    access: 'write',
    body: z.strictObject({ token: Token }),
    maxBytes: MAX_BYTES,
    answer: z.strictObject({}),
    refusals: NO_LINK,
  },
  playBadge: {
    method: 'POST',
    path: '/v1/play/badge',
    summary: 'The badge of the holder of a link who took all tests',
    access: 'write',
    body: z.strictObject({ token: Token }),
    maxBytes: MAX_BYTES,
    answer: z.strictObject({ jwt: z.string() }),
    refusals: { ...NO_LINK, 409: 'A test is to be done' },
  },
  badgeKey: {
    method: 'GET',
    path: '/v1/badge-key',
    summary: 'Public key of the badges of this server, as a JWK (RFC 8037)',
    access: 'read',
    answer: z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
  },
} as const satisfies Record<string, Route>;
