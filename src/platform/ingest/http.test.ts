// SPDX-License-Identifier: Apache-2.0
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Received, Taken } from '../../core/ports/index.ts';
import { MAX_SENT_BYTES, MAX_UNPACKED_BYTES } from './body.ts';
import { type HttpListener, type HttpOptions, listenHttp } from './http.ts';

const STORED: Taken = { status: 'stored', stored: 1, duplicates: 0, unread: [] };

let server: HttpListener | undefined;
let received: Received[] = [];
afterEach(async () => {
  await server?.close();
  received = [];
});

async function listen(given: Partial<HttpOptions> = {}, taken: Taken = STORED): Promise<string> {
  server = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    sources: [
      { name: 'http' },
      { name: 'orders', token: 'secret' },
      { name: 'form', contentTypes: ['application/x-www-form-urlencoded'] },
    ],
    intake: async (each) => {
      received.push(each);
      return taken;
    },
    now: () => 42,
    unhealthy: () => undefined,
    metrics: async () => 'a 1\n',
    ...given,
  });
  return server.url;
}

interface Sent {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

async function post(
  url: string,
  { path = '/v1/events', headers = {}, body = '{}' }: Sent,
): Promise<Response> {
  return await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body as string,
  });
}

describe('HTTP in', () => {
  test.each<readonly [string, Sent, number]>([
    ['JSON', {}, 200],
    ['NDJSON', { headers: { 'content-type': 'application/x-ndjson' }, body: '{}\n{}' }, 200],
    [
      'a batch of CloudEvents',
      { headers: { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' } },
      200,
    ],
    ['a body that is compressed', { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{}') }, 200],
    ['text', { headers: { 'content-type': 'text/plain' } }, 415],
    ['XML', { headers: { 'content-type': 'application/xml' } }, 415],
    ['JSON in another charset', { headers: { 'content-type': 'application/json; charset=utf-16' } }, 415],
    ['another compression', { headers: { 'content-encoding': 'br' } }, 415],
    ['what is no gzip', { headers: { 'content-encoding': 'gzip' } }, 400],
    [
      'a gzip that is cut',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"a":1}').subarray(0, 12) },
      400,
    ],
    ['a body that is too long', { body: new Uint8Array(MAX_SENT_BYTES + 1) }, 413],
    [
      'a gzip that grows too long',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(new Uint8Array(MAX_UNPACKED_BYTES + 1)) },
      413,
    ],
    ['a source that there is not', { path: '/v1/events/other' }, 404],
    ['a source without its token', { path: '/v1/events/orders' }, 401],
    [
      'a source with another token',
      { path: '/v1/events/orders', headers: { authorization: 'Bearer wrong' } },
      401,
    ],
    [
      'a source with its token',
      { path: '/v1/events/orders', headers: { authorization: 'Bearer secret' } },
      200,
    ],
    ['JSON for a source that takes forms', { path: '/v1/events/form' }, 415],
    [
      'a form for that source',
      {
        path: '/v1/events/form',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'id=tr_1',
      },
      200,
    ],
    ['another address', { path: '/v1/other' }, 404],
  ])('answers %s with the right status, and hands on only what it takes', async (_name, sent, status) => {
    const answer = await post(await listen(), sent);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toHaveProperty(status === 200 ? 'stored' : 'error');
    expect(received).toHaveLength(status === 200 ? 1 : 0);
  });

  test('hands on bytes unpacked, with what it knows, and no secret', async () => {
    const url = await listen();
    await post(url, {
      path: '/v1/events/orders',
      headers: { authorization: 'Bearer secret', 'ce-id': '7', 'content-encoding': 'gzip', cookie: 'a=b' },
      body: gzipSync('{"é":1}'),
    });
    const [one] = received;
    expect(new TextDecoder().decode(one?.bytes)).toBe('{"é":1}');
    expect(one).toMatchObject({
      source: 'orders',
      transport: 'http',
      contentType: 'application/json',
      receivedAt: 42,
      authenticated: true,
      origin: '127.0.0.1',
    });
    expect(one?.headers['ce-id']).toBe('7');
    for (const name of ['authorization', 'cookie', 'content-encoding'])
      expect(one?.headers).not.toHaveProperty(name);
  });

  test.each<readonly [Taken['status'], number]>([
    ['busy', 429],
    ['failed', 503],
  ])('says when to come again after %s', async (status, code) => {
    const url = await listen({}, { status: status as 'busy', reason: 'Why', retryAfterMs: 1500 });
    const answer = await post(url, {});
    expect(answer.status).toBe(code);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toEqual({ error: 'Why' });
  });

  test('tells which records it could not read, and keeps the answer short', async () => {
    const unread = Array.from({ length: 30 }, (_, at) => ({
      record: at + 1,
      reason: 'No',
      bytes: new Uint8Array(),
    }));
    const answer = await post(await listen({}, { status: 'stored', stored: 2, duplicates: 1, unread }), {});
    const body = (await answer.json()) as { problems: unknown[] };
    expect(body).toMatchObject({ stored: 2, duplicates: 1, unread: 30 });
    expect(body.problems).toHaveLength(10);
    expect(body.problems[0]).toEqual({ record: 1, reason: 'No' });
  });

  test('is not reached under the name of somebody else', async () => {
    const url = await listen({ hosts: ['localhost', '127.0.0.1'] });
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${url}/healthz`, { headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await ask('127.0.0.1:7400')).toBe(200);
    expect(await ask('attacker.example')).toBe(421);
  });

  test('says that it is well, and why it is not', async () => {
    let why: string | undefined;
    const url = await listen({ unhealthy: () => why });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    why = 'storage: disk full';
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    const answer = await fetch(`${url}/healthz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'failing', reason: why });
    expect(await (await fetch(`${url}/metrics`)).text()).toBe('a 1\n');
  });
});
