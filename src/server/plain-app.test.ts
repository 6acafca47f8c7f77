// SPDX-License-Identifier: Apache-2.0
// The servers for other programs, over sockets: who is let in before a body is read.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLrs } from './lrs/serve.ts';
import { startTaxii } from './taxii/serve.ts';

const INBOX = '/sharing/collections/received/objects/';
const MANY = 9 * 1024 * 1024;
const VERSION = 'x-experience-api-version: 2.0.0\r\n';
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-plain-'));
const servers = {} as Record<'taxii' | 'lrs', { url: string; clients: string; stop(): Promise<void> }>;
beforeAll(async () => {
  const own = { host: '127.0.0.1', port: 0, behindProxy: false, now: Date.now };
  servers.taxii = await startTaxii({ ...own, data: path.join(folder, 'taxii'), title: 'Crafts' });
  servers.lrs = await startLrs({ ...own, data: path.join(folder, 'lrs') });
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop();
  rmSync(folder, { recursive: true });
});

/** What a server answers to a head alone, though the head promises a body. */
async function statusOf(server: { readonly url: string }, ...head: readonly string[]): Promise<number> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(`${[...head, 'host: shop.example'].join('\r\n')}\r\n\r\n`);
  const [told] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(told.toString('latin1'))?.[1]);
}

const credentials = ({ clients }: { readonly clients: string }): string =>
  `authorization: Basic ${Buffer.from(/^\w+:\S+/m.exec(readFileSync(clients, 'utf8').replace(/^#.*\n/, ''))?.[0] ?? '').toString('base64')}`;

describe('strangers', () => {
  test.each([
    ['taxii', `POST ${INBOX}`, `content-length: ${MANY}`, 401],
    ['taxii', `POST ${INBOX}`, 'transfer-encoding: chunked', 401],
    ['taxii', 'POST /other', `content-length: ${MANY}`, 401],
    ['lrs', 'POST /xapi/statements', `${VERSION}content-length: ${MANY}`, 401],
    ['lrs', 'PUT /xapi/activities/state', `${VERSION}transfer-encoding: chunked`, 401],
    ['lrs', 'POST /xapi/statements', `content-length: ${MANY}`, 400],
    ['lrs', 'POST /xapi/about', `content-length: ${MANY}`, 405],
    ['lrs', 'DELETE /xapi/statements', `${VERSION}transfer-encoding: chunked`, 405],
    ['lrs', 'POST /other', `content-length: ${MANY}`, 404],
    ['lrs', 'POST /xapi/statements?method=PUT', `content-length: ${MANY}`, 413],
    ['lrs', 'POST /xapi/statements?method=PUT', 'transfer-encoding: chunked', 413],
  ] as const)('%s: %s, %s → %i, of the head alone', async (name, line, length, status) => {
    expect(await statusOf(servers[name], `${line} HTTP/1.1`, length)).toBe(status);
  });

  test.each([
    ['taxii', '//'],
    ['taxii', '/%zz'],
    ['taxii', '/sharing/collections/?match[id]=%00%ff'],
    ['lrs', '/xapi//'],
    ['lrs', '/xapi/%'],
  ] as const)('%s: no address breaks it: %s', async (name, at) => {
    const status = await statusOf(servers[name], `GET ${at} HTTP/1.1`);
    expect(Math.floor(status / 100)).toBe(4);
  });
});

describe('who is known', () => {
  test.each([
    ['taxii', `POST ${INBOX}`, 403],
    ['lrs', 'POST /xapi/statements', 400],
  ] as const)('%s: is read to the limit, and not further', async (name, line, status) => {
    const server = servers[name];
    const known = [`${line} HTTP/1.1`, credentials(server), 'content-type: application/taxii+json'];
    expect(await statusOf(server, ...known, `content-length: ${40 * 1024 * 1024}`)).toBe(413);
    expect(await statusOf(server, ...known, 'content-length: 0')).toBe(status);
  });

  test('may show credentials inside of a short form', async () => {
    const [, authorization = ''] = credentials(servers.lrs).split(': ');
    const answer = await fetch(`${servers.lrs.url}/statements?method=GET`, {
      method: 'POST',
      body: new URLSearchParams({ authorization, 'x-experience-api-version': '1.0.3' }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { statements: [], more: '' }]);
    const stranger = await fetch(`${servers.lrs.url}/statements?method=GET`, {
      method: 'POST',
      body: new URLSearchParams({ authorization: 'Basic eA==', 'x-experience-api-version': '1.0.3' }),
    });
    expect(stranger.status).toBe(401);
  });

  test('what the resources need no name for is open', async () => {
    const about = await fetch(`${servers.lrs.url}/about`);
    expect([about.status, about.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect((await fetch(servers.taxii.url)).status).toBe(401);
  });
});
