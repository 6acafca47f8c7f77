// SPDX-License-Identifier: Apache-2.0
// The Learning Record Store over HTTP, under `/xapi`.
import { createHash, randomUUID, verify, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { handleLrs, type LrsAnswer, type LrsParts, type SignedText } from '../../awareness/index.ts';
import { openLrsStore } from '../../platform/index.ts';
import { isLoopback } from '../config/sources.ts';
import { ensureClients, type LrsClients, readClients } from './clients.ts';

export interface LrsServerOptions {
  /** Folder of the store; made when it is not there. */
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS. */
  readonly behindProxy: boolean;
  /** File with keys and secrets; one with a first pair is made in the folder when undefined. */
  readonly clients?: string;
  readonly now: () => number;
}

export interface LrsServer {
  /** Base of the resources. */
  readonly url: string;
  readonly clients: string;
  /** Whether the file was made now. */
  readonly isNew: boolean;
  stop(): Promise<void>;
}

const BASE = '/xapi';
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/** @throws Error when it would be open to strangers, or the store or the clients cannot be read. */
export async function startLrs(options: LrsServerOptions): Promise<LrsServer> {
  if (!isLoopback(options.host) && !options.behindProxy)
    throw new Error(
      `Cannot listen on ${options.host}: secrets would travel in the open. Put a proxy that speaks TLS in front, and say --behind-proxy`,
    );
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const file = options.clients ?? join(options.data, 'lrs-clients.txt');
  const isNew = options.clients === undefined && ensureClients(file);
  const clients = readClients(file);
  const store = await openLrsStore(join(options.data, 'lrs.db'));
  const parts: LrsParts = {
    store,
    now: options.now,
    newId: randomUUID,
    hash: (name, data) => createHash(name).update(data).digest('hex'),
    isSigned,
    base: BASE,
  };
  const app = createApp();
  app.all(`${BASE}/*`, (request, reply) => send(reply, answerTo(request, parts, clients)));
  try {
    const url = await app.listen({ host: options.host, port: options.port });
    return {
      url: `${url}${BASE}`,
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
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/json').send('{"error":"There is nothing at this address"}'),
  );
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
    const told = statusCode < 500 ? message : 'The server failed; nothing of the request was stored';
    return reply
      .code(statusCode)
      .type('application/json')
      .send(JSON.stringify({ error: told }));
  });
  return app;
}

function answerTo(request: FastifyRequest, parts: LrsParts, clients: LrsClients): LrsAnswer {
  const url = new URL(request.url, 'http://localhost');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const asked = {
    method: request.method,
    path: url.pathname.slice(BASE.length).replace(/(?<=.)\/$/, ''),
    query: url.searchParams,
    headers,
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  };
  return handleLrs(asked, parts, (authorization) => {
    const key = clients.keyOf(authorization);
    return key === undefined
      ? undefined
      : { objectType: 'Agent', account: { homePage: `http://${request.host}${BASE}`, name: key } };
  });
}

function send(reply: FastifyReply, { status, headers, body }: LrsAnswer): FastifyReply {
  return reply
    .code(status)
    .headers({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      // What others stored may be a page.
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      ...headers,
    })
    .send(typeof body === 'string' || body === undefined ? body : Buffer.from(body));
}

const DIGESTS = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;

function isSigned({ algorithm, text, signature, certificate }: SignedText): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return (
      publicKey.asymmetricKeyType === 'rsa' &&
      verify(DIGESTS[algorithm], Buffer.from(text), publicKey, signature)
    );
  } catch {
    return false;
  }
}
