// SPDX-License-Identifier: Apache-2.0
// Binds the contract to handlers: who may, what was asked and whether it is as described, then the answer.
import { createReadStream } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { HttpRefusal, mediaType } from '../../platform/index.ts';
import type { Audit } from '../access/audit.ts';
import {
  type Answer,
  type Body,
  CONTRACT,
  type Params,
  type Query,
  type Route,
  type RouteName,
} from './contract/index.ts';
import { cookieJar } from './cookie.ts';
import { admit, type Caller, type Gate } from './gate.ts';
import { recorded } from './record.ts';

export interface Session {
  /** Gives the browser the secret of a session, or takes it away. */
  set(secret: string | undefined): void;
  /** The secret of a sign-in that the OpenID provider is to end. */
  flow(): string | undefined;
  setFlow(secret: string | undefined): void;
}

export interface Asked<N extends RouteName> {
  readonly params: Params<N>;
  readonly query: Query<N>;
  readonly body: Body<N>;
  readonly caller: Caller;
  readonly session: Session;
}

export type Handlers = { readonly [N in RouteName]: (asked: Asked<N>) => Promise<Answer<N> | Packed | Kept> };

/** An answer as bytes that are made once: JSON in gzip (RFC 1952), known again by its tag (RFC 9110 §8.8.3). */
export class Packed {
  readonly gzip: Uint8Array;
  readonly tag: string;
  /** What a browser calls it when somebody keeps it. */
  readonly fileName: string | undefined;

  constructor(gzip: Uint8Array, tag: string, fileName?: string) {
    this.gzip = gzip;
    this.tag = tag;
    this.fileName = fileName;
  }
}

/** An answer that is a file: what may be too large to hold. */
export class Kept {
  readonly path: string;
  readonly bytes: number;
  /** What a browser calls it. */
  readonly fileName: string;
  /** Called when whoever asked has all of it. */
  readonly onSent: () => void;

  constructor(path: string, bytes: number, fileName: string, onSent: () => void) {
    this.path = path;
    this.bytes = bytes;
    this.fileName = fileName;
    this.onSent = onSent;
  }
}

/** A refusal with more to say than a sentence. */
export class Refused extends HttpRefusal {
  readonly more: object;

  constructor(status: number, message: string, more: object) {
    super(status, message);
    this.more = more;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

export function bindApi(app: FastifyInstance, handlers: Handlers, gate: Gate, audit: Audit): void {
  for (const [name, route] of Object.entries(CONTRACT) as [RouteName, Route][]) {
    // Each handler gets what its own schemas gave; the compiler cannot follow that through a list.
    const handle = handlers[name] as (asked: object) => Promise<unknown>;
    app.route({
      method: route.method,
      ...(route.maxBytes === undefined ? {} : { bodyLimit: route.maxBytes }),
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      onRequest: async (request) => {
        request.caller = admit(gate, request, name);
        checkType(request, route);
      },
      handler: async (request, reply) => {
        const caller = callerOf(request);
        const session = sessionFor(request, reply, gate.secure);
        try {
          const asked = askedIn(request, route);
          const deed = { asking: name, access: route.access, caller, asked };
          const answer = await recorded(audit, deed, () => handle({ ...asked, caller, session }));
          if (answer instanceof Packed) return sendPacked(request, reply, answer);
          if (answer instanceof Kept) return sendKept(reply, answer, route);
          if (route.begins === undefined) return send(reply, 200, answer);
          const { id } = answer as { readonly id: string };
          return send(reply.header('location', route.begins.replace('{id}', id)), 202, answer);
        } catch (error) {
          if (error instanceof Refused)
            return send(reply, error.status, { error: error.message, ...error.more });
          throw error;
        }
      },
    });
  }
}

/** What is sent is JSON, where nothing needs to be sent too (ASVS 5.0 V4.1). @throws HttpRefusal 415. */
function checkType({ headers }: FastifyRequest, { body }: Route): void {
  const type = headers['content-type'];
  if (body !== undefined || type !== undefined) mediaType(type, ['application/json']);
}

function sessionFor(request: FastifyRequest, reply: FastifyReply, secure: boolean): Session {
  const jar = cookieJar(request, secure);
  return {
    set: (secret) => jar.set(reply, 'session', secret),
    flow: () => jar.get('flow'),
    setFlow: (secret) => jar.set(reply, 'flow', secret),
  };
}

/** @throws Error for a request that no gate let in. */
function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('A request came past the gate');
  return caller;
}

/** JSON that no page runs and no cache keeps. */
export function send(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return headed(reply, 'no-store').code(status).send(JSON.stringify(body));
}

/** The browser of who asked may keep it, and asks each time whether it is still so (RFC 9110 §13.1.2). */
function sendPacked({ headers }: FastifyRequest, reply: FastifyReply, answer: Packed): FastifyReply {
  const { gzip, tag, fileName } = answer;
  headed(reply, 'private, no-cache').header('etag', `"${tag}"`).header('vary', 'accept-encoding');
  if (headers['if-none-match'] === `"${tag}"`) return reply.code(304).send();
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`);
  if (!/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) return reply.send(gunzipSync(gzip));
  return reply.header('content-encoding', 'gzip').send(gzip);
}

function sendKept(reply: FastifyReply, { path, bytes, fileName, onSent }: Kept, route: Route): FastifyReply {
  const file = createReadStream(path);
  // What was read to its end and is sent, and not what a connection cut off.
  reply.raw.once('finish', () => {
    if (file.bytesRead === bytes) onSent();
  });
  return headed(reply, 'no-store')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('content-length', bytes)
    .type(route.bytes ?? 'application/octet-stream')
    .send(file);
}

function headed(reply: FastifyReply, keeping: string): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', keeping)
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    .type('application/json; charset=utf-8');
}

interface Wrong {
  readonly at: string;
  readonly message: string;
}

/** @throws Refused 400 with all that is wrong. */
function askedIn(request: FastifyRequest, route: Route): object {
  const wrong: Wrong[] = [];
  const part = (name: string, schema: z.ZodType | undefined, value: () => unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value());
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      wrong.push({ at: pointer([name, ...path]), message });
    return undefined;
  };
  const asked = {
    params: part('params', route.params, () => request.params),
    query: part('query', route.query, () => request.query),
    body: part('body', route.body, () => jsonOf(request.body)),
  };
  if (wrong.length > 0)
    throw new Refused(400, 'The request is not as described in /openapi.json', { problems: wrong });
  return asked;
}

/** RFC 6901 §3. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** @throws HttpRefusal 400. */
function jsonOf(body: unknown): unknown {
  try {
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw new HttpRefusal(
      400,
      `The body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}
