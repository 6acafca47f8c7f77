// SPDX-License-Identifier: Apache-2.0
// HTTP in: a 2xx says that everything in the request is on disk.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake, Received, Taken } from '../../core/ports/index.ts';
import { CONTENT_TYPES, HttpRefusal, MAX_SENT_BYTES, mediaType, unpack } from './body.ts';

export interface HttpSource {
  readonly name: string;
  /** Whoever sends must show it as a bearer token (RFC 6750 §2.1). */
  readonly token?: string;
  /** Tokens that come and go while it listens. While there are any, whoever sends must show one of them, or `token`. */
  readonly issued?: { readonly has: () => boolean; readonly shows: (token: string) => boolean };
  readonly contentTypes?: readonly string[];
}

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  /** Names that a Host field may have; every name when undefined. Keeps pages of others from reaching a local server. */
  readonly hosts?: readonly string[];
  readonly sources: readonly HttpSource[];
  readonly intake: Intake;
  readonly now: () => number;
  /** Undefined: healthy. Else why not. */
  readonly unhealthy: () => string | undefined;
  /** The text of /metrics, in the exposition format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Adds routes of others. What it throws stops the start. */
  readonly extend?: (app: FastifyInstance) => void;
}

export interface HttpListener {
  readonly url: string;
  /** Answers what was begun, then stops. */
  close(): Promise<void>;
}

/** Bytes of bodies that may be in memory at once; who comes when they are is asked to come again. */
const MAX_HELD_BYTES = 128 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 2000;
/** Problems that an answer tells one by one. */
const MAX_TOLD = 10;

/** @throws what the operating system says when it cannot listen. */
export async function listenHttp(options: HttpOptions): Promise<HttpListener> {
  // Threads that listen to nobody take this folder in too.
  const { fastify } = await import('fastify');
  const app = fastify({
    bodyLimit: MAX_SENT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    ...(options.tls === undefined
      ? {}
      : { https: { cert: Buffer.from(options.tls.cert), key: Buffer.from(options.tls.key) } }),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = MAX_CONNECTIONS;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) =>
    answer(reply, 404, { error: 'There is nothing at this address' }),
  );
  checkHost(app, options.hosts);
  addEvents(app, options);
  app.get('/healthz', (_request, reply) => answerHealth(reply, options.unhealthy(), 'ok'));
  // It listens only once what was stored is read again and detection runs; while it stops every answer is a 503.
  app.get('/readyz', (_request, reply) => answerHealth(reply, options.unhealthy(), 'ready'));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await options.metrics()),
  );
  options.extend?.(app);
  const url = await app.listen({ host: options.host, port: options.port });
  return { url, close: () => app.close() };
}

function answerHealth(reply: FastifyReply, why: string | undefined, status: string): FastifyReply {
  return why === undefined
    ? answer(reply, 200, { status })
    : answer(reply, 503, { status: 'failing', reason: why });
}

function checkHost(app: FastifyInstance, hosts: readonly string[] | undefined): void {
  app.addHook('onRequest', async (request) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (hosts !== undefined && !hosts.includes(host))
      throw new HttpRefusal(421, 'This server is not reached under that name');
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    heldBytes?: number;
    source?: HttpSource;
    bodyType?: string;
  }
}

function addEvents(app: FastifyInstance, options: HttpOptions): void {
  let held = 0;
  const release = (request: FastifyRequest): void => {
    held -= request.heldBytes ?? 0;
    request.heldBytes = 0;
  };
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { source = 'http' } = request.params as { readonly source?: string };
    request.source = authorised(options.sources, source, request.headers.authorization);
    request.bodyType = mediaType(
      request.headers['content-type'],
      request.source.contentTypes ?? CONTENT_TYPES,
    );
    const length = Number(request.headers['content-length'] ?? MAX_SENT_BYTES);
    const bytes = request.headers['content-encoding'] === undefined ? length : length * 4;
    if (held + bytes > MAX_HELD_BYTES)
      throw new HttpRefusal(429, 'Too much is being read at the moment', 1000);
    held += bytes;
    request.heldBytes = bytes;
    reply.raw.once('close', () => release(request));
  };
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const received = await toReceived(request, options.now());
    return answerTaken(reply, await options.intake(received));
  };
  app.post('/v1/events', { onRequest, handler });
  app.post('/v1/events/:source', { onRequest, handler });
}

/** @throws HttpRefusal 401, 404. */
function authorised(
  sources: readonly HttpSource[],
  name: string,
  authorization: string | undefined,
): HttpSource {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) throw new HttpRefusal(404, 'There is no such source');
  if (asksToken(source) && !isShown(source, authorization))
    throw new HttpRefusal(401, 'This source expects its token: Authorization: Bearer …');
  return source;
}

function asksToken({ token, issued }: HttpSource): boolean {
  return token !== undefined || issued?.has() === true;
}

function isShown({ token, issued }: HttpSource, authorization: string | undefined): boolean {
  if (token !== undefined && shows(authorization, token)) return true;
  return issued?.shows(bearerIn(authorization)) === true;
}

function bearerIn(authorization: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** True when a field `Authorization: Bearer …` has the token (RFC 6750 §2.1). */
function shows(authorization: string | undefined, token: string): boolean {
  const shown = bearerIn(authorization);
  // Digests are of one length, so that the comparison tells nothing of the token.
  const [given, wanted] = [shown, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(given as Buffer, wanted as Buffer);
}

async function toReceived(request: FastifyRequest, receivedAt: number): Promise<Received> {
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && name !== 'authorization' && name !== 'cookie') headers[name] = value;
  const bytes = await unpack(body, headers['content-encoding']);
  delete headers['content-encoding'];
  return {
    source: request.source?.name ?? 'http',
    transport: 'http',
    contentType: request.bodyType ?? '',
    headers,
    origin: request.ip,
    bytes,
    receivedAt,
    authenticated: request.source !== undefined && asksToken(request.source),
  };
}

function answerTaken(reply: FastifyReply, taken: Taken): FastifyReply {
  if (taken.status !== 'stored')
    return answer(reply, taken.status === 'busy' ? 429 : 503, { error: taken.reason }, taken.retryAfterMs);
  const { stored, duplicates, unread, denied } = taken;
  if (denied !== undefined) return answer(reply, 401, { error: denied });
  return answer(reply, 200, {
    stored,
    duplicates,
    unread: unread.length,
    ...(unread.length === 0
      ? {}
      : { problems: unread.slice(0, MAX_TOLD).map(({ record, reason }) => ({ record, reason })) }),
  });
}

function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof HttpRefusal) {
    // What is left of the body is not worth reading.
    if (error.status !== 429) reply.header('connection', 'close');
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    return answer(reply, error.status, { error: error.message }, error.retryAfterMs);
  }
  const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
  if (statusCode < 500) return answer(reply, statusCode, { error: message });
  return answer(reply, 500, { error: 'The server failed; nothing of the request was acknowledged' });
}

function answer(reply: FastifyReply, status: number, body: object, retryAfterMs?: number): FastifyReply {
  if (retryAfterMs !== undefined)
    reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  return reply
    .code(status)
    .header('x-content-type-options', 'nosniff')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
