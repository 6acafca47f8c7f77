// SPDX-License-Identifier: Apache-2.0
// Server-sent events (HTML §9.2): what changes, told to all who listen.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal } from '../../platform/index.ts';
import type { Audit } from '../access/audit.ts';
import type { LiveEvent } from './contract/index.ts';
import { admit, type Caller, type Gate } from './gate.ts';
import { recorded } from './record.ts';

export interface Live {
  tell(event: LiveEvent): void;
  /** How many listen. */
  readonly listeners: number;
  bind(app: FastifyInstance, gate: Gate, audit: Audit): void;
  close(): void;
}

const MAX_LISTENERS = 64;
/** Bytes that wait for one listener; who reads slower is let go and comes again. */
const MAX_WAITING = 1024 * 1024;
const RETRY_MS = 2000;

type Raw = FastifyReply['raw'];

/** @param first What a new listener is told at once. */
export function createLive(first: () => Promise<readonly LiveEvent[]>): Live {
  const listening = new Map<Raw, () => boolean>();
  const write = (raw: Raw, event: LiveEvent): void => {
    // JSON has no line breaks, so an event is one line of data whatever is in it.
    raw.write(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
    if (raw.writableLength > MAX_WAITING) raw.destroy();
  };
  return {
    tell: (event) => {
      for (const [raw, isAlive] of listening)
        if (isAlive()) write(raw, event);
        else raw.end();
    },
    get listeners() {
      return listening.size;
    },
    bind: (app, gate, audit) => {
      const callers = new WeakMap<FastifyRequest, Caller>();
      app.get('/v1/live', {
        onRequest: async (request) => {
          callers.set(request, admit(gate, request, 'live'));
        },
        handler: async (request, reply) => {
          const { principal, address } = callers.get(request) ?? { principal: undefined, address: '' };
          if (principal === undefined) throw new Error('A request came past the gate');
          const deed = { asking: 'live', access: 'read', caller: { principal, address }, asked: {} } as const;
          await recorded(audit, deed, async () => undefined);
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
          listening.set(raw, () => gate.access.alive(principal));
          for (const event of await first().catch(() => [])) if (!raw.destroyed) write(raw, event);
        },
      });
    },
    close: () => {
      for (const raw of listening.keys()) raw.end();
      listening.clear();
    },
  };
}
