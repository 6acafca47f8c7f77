// SPDX-License-Identifier: Apache-2.0
// What the servers for other programs share: a request goes whole to a function, and nobody's body is read before it is
// known who sends it.
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { isLoopback } from './config/sources.ts';

/** A request as it stands before its body is read. */
export interface PlainHead {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PlainRequest extends PlainHead {
  readonly body: Uint8Array;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface PlainService {
  /** Of one request. */
  readonly maxBodyBytes: number;
  /** The answer to who may not go on, by what stands before the body; undefined for all others. */
  readonly refuse: (head: PlainHead) => PlainAnswer | undefined;
  readonly answer: (request: PlainRequest) => PlainAnswer;
  /** The answer to what went wrong before or in `answer`. */
  readonly fault: (status: number, message: string) => PlainAnswer;
}

export interface PlainListening {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS. */
  readonly behindProxy: boolean;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** @throws Error when secrets would travel in the open. */
export function requireSafe({ host, behindProxy }: PlainListening): void {
  if (isLoopback(host) || behindProxy) return;
  throw new Error(
    `Cannot listen on ${host}: secrets would travel in the open. Put a proxy that speaks TLS in front, and say --behind-proxy`,
  );
}

/**
 * Serves until it is stopped; the store is closed then, or when the port cannot be had.
 *
 * @throws Error when it cannot listen.
 */
export async function servePlain(
  service: PlainService,
  { host, port }: PlainListening,
  store: { close(): void },
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const app = createPlainApp(service);
  try {
    const url = await app.listen({ host, port });
    return {
      url,
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

function createPlainApp({ maxBodyBytes, refuse, answer, fault }: PlainService): FastifyInstance {
  const app = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    const refusal = refuse(headOf(request));
    return refusal && sendPlain(reply, refusal);
  });
  app.all('/*', (request, reply) => sendPlain(reply, answer(plainRequest(request))));
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
    const told = statusCode < 500 ? message : 'The server failed; nothing of the request was stored';
    return sendPlain(reply, fault(statusCode, told));
  });
  return app;
}

function plainRequest(request: FastifyRequest): PlainRequest {
  return {
    ...headOf(request),
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  };
}

/** The address is cut, not parsed: what a URL cannot be made of is only a place where nothing is. */
function headOf({ method, url, headers: given }: FastifyRequest): PlainHead {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { method, path, query: new URLSearchParams(query), headers };
}

/** As bytes, texts keep the type they were given: Fastify would add a `charset`, which JSON has not (RFC 8259 §11). */
function sendPlain(reply: FastifyReply, { status, headers, body }: PlainAnswer): FastifyReply {
  return reply
    .code(status)
    .headers({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      // What others stored may be a page.
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      ...headers,
    })
    .send(typeof body === 'string' ? Buffer.from(body) : body && Buffer.from(body));
}
