// SPDX-License-Identifier: Apache-2.0
// The TAXII 2.1 server over HTTP.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { openSharedStore } from '../../platform/index.ts';
import {
  handleTaxii,
  MAX_CONTENT_BYTES,
  type TaxiiAnswer,
  type TaxiiParts,
  taxiiError,
} from '../../respond/index.ts';
import { isLoopback } from '../config/sources.ts';
import { ensureTaxiiClients, readTaxiiClients, type TaxiiClients } from './clients.ts';

export interface TaxiiServerOptions {
  /** Folder of the store; made when it is not there. */
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS. */
  readonly behindProxy: boolean;
  /** Who publishes here. */
  readonly title: string;
  readonly now: () => number;
}

export interface TaxiiServer {
  /** Of discovery. */
  readonly url: string;
  readonly clients: string;
  /** Whether the file of clients was made now. */
  readonly isNew: boolean;
  stop(): Promise<void>;
}

export const SHARED_FILE = 'shared.db';
const CLIENTS_FILE = 'taxii-clients.txt';
const REQUEST_TIMEOUT_MS = 30_000;

/** @throws Error when it would be open to strangers, or the store or the clients cannot be read. */
export async function startTaxii(options: TaxiiServerOptions): Promise<TaxiiServer> {
  if (!isLoopback(options.host) && !options.behindProxy)
    throw new Error(
      `Cannot listen on ${options.host}: secrets would travel in the open. Put a proxy that speaks TLS in front, and say --behind-proxy`,
    );
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const file = join(options.data, CLIENTS_FILE);
  const isNew = ensureTaxiiClients(file);
  const clients = readTaxiiClients(file);
  const store = await openSharedStore(join(options.data, SHARED_FILE));
  const parts: TaxiiParts = { store, now: options.now, newId: randomUUID, title: options.title };
  const app = createApp();
  app.all('/*', (request, reply) => send(reply, answerTo(request, parts, clients)));
  try {
    const url = await app.listen({ host: options.host, port: options.port });
    return {
      url: `${url}/taxii2/`,
      clients: file,
      isNew,
      stop: async () => {
        await app.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

function createApp(): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_CONTENT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
    const told = statusCode < 500 ? message : 'The server failed; nothing of the request was stored';
    return send(reply, taxiiError(statusCode, told));
  });
  return app;
}

function answerTo(request: FastifyRequest, parts: TaxiiParts, clients: TaxiiClients): TaxiiAnswer {
  const url = new URL(request.url, 'http://localhost');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const asked = {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  };
  return handleTaxii(asked, parts, clients);
}

function send(reply: FastifyReply, { status, headers, body }: TaxiiAnswer): FastifyReply {
  return reply
    .code(status)
    .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', ...headers })
    .send(body);
}
