// SPDX-License-Identifier: Apache-2.0
// Server-sent events (HTML §9.2): what changes, told to all who listen.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HttpRefusal } from '../../platform/index.ts';
import type { LiveEvent } from './contract/index.ts';
import { admit, type Reader } from './gate.ts';

export interface Live {
  tell(event: LiveEvent): void;
  /** How many listen. */
  readonly listeners: number;
  bind(app: FastifyInstance, reader: Reader): void;
  close(): void;
}

const MAX_LISTENERS = 64;
/** Bytes that wait for one listener; who reads slower is let go and comes again. */
const MAX_WAITING = 1024 * 1024;
const RETRY_MS = 2000;

type Raw = FastifyReply['raw'];

/** @param first What a new listener is told at once. */
export function createLive(first: () => Promise<readonly LiveEvent[]>): Live {
  const listening = new Set<Raw>();
  const write = (raw: Raw, event: LiveEvent): void => {
    // JSON has no line breaks, so an event is one line of data whatever is in it.
    raw.write(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
    if (raw.writableLength > MAX_WAITING) raw.destroy();
  };
  return {
    tell: (event) => {
      for (const raw of listening) write(raw, event);
    },
    get listeners() {
      return listening.size;
    },
    bind: (app, reader) => {
      app.get('/v1/live', {
        onRequest: async (request) => admit(request, reader, 'read'),
        handler: async (_request, reply) => {
          if (listening.size >= MAX_LISTENERS) throw new HttpRefusal(503, 'Too many listen', 5000);
          reply.hijack();
          const { raw } = reply;
          raw.once('close', () => listening.delete(raw));
          raw.on('error', () => raw.destroy());
          raw.writeHead(200, {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
            'x-accel-buffering': 'no',
          });
          raw.write(`retry: ${RETRY_MS}\n\n`);
          listening.add(raw);
          for (const event of await first().catch(() => [])) if (!raw.destroyed) write(raw, event);
        },
      });
    },
    close: () => {
      for (const raw of listening) raw.end();
      listening.clear();
    },
  };
}
