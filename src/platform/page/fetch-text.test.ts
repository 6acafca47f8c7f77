// SPDX-License-Identifier: Apache-2.0
// A page of the operator that leads elsewhere: no redirection gets to what is inside.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResolveName } from '../call-http.ts';
import { HOSTS } from '../inner-addresses.fixture.ts';
import { fetchText } from './fetch-text.ts';

let location = '';
let reached = 0;
const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

let [port, canary] = [0, 0];
beforeAll(async () => {
  port = await listen(
    createServer(({ url }, response) => {
      if (url === '/') response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
      else if (url === '/round') response.writeHead(307, { location: '/round' }).end();
      else response.writeHead(200, { 'x-two': ['a', 'b'] }).end(`at ${url}`);
    }),
  );
  const inner = createServer((_request, response) => void response.end('reached'));
  inner.on('connection', () => reached++);
  canary = await listen(inner);
});
afterAll(async () => {
  for (const server of servers) await new Promise((done) => server.close(done));
});

/** The shop is here, and so is what others named so. */
const HERE = /(?:^(?:shop|turned)\.example|localhost\.?)$/;
const resolveName: ResolveName = (name, _options, done) =>
  HERE.test(name)
    ? done(null, [{ address: '127.0.0.1', family: 4 }])
    : done(Object.assign(new Error(`no such name ${name}`), { code: 'ENOTFOUND' }), []);
const bounds = { timeoutMs: 5000, maxBytes: 100 };
const named = (): string => `http://shop.example:${port}/`;
const look = () => fetchText(named(), { ...bounds, named: named(), resolveName });

describe('a redirection', () => {
  test('of the page itself is followed, and the address that answered is told', async () => {
    location = '/next?x=1';
    expect(await look()).toMatchObject({
      url: `http://shop.example:${port}/next?x=1`,
      status: 200,
      text: 'at /next?x=1',
      headers: { 'x-two': 'a, b' },
      cut: false,
    });
  });

  test('to an address inside is not followed, however that is written', async () => {
    const answered: string[] = [];
    for (const host of [...HOSTS, 'turned.example']) {
      location = `http://${host}:${canary}/`;
      await look().then(
        () => answered.push(host),
        () => undefined,
      );
    }
    expect(answered).toEqual([]);
    expect(reached).toBe(0);
  });

  test.each(['file:///etc/passwd', 'ftp://shop.example/', 'data:text/plain,x', 'http://'])(
    'to %s is refused',
    async (to) => {
      location = to;
      await expect(look()).rejects.toThrow(/Cannot fetch/);
    },
  );

  test('in a circle ends', async () => {
    location = '/round';
    await expect(look()).rejects.toThrow(/more than 10 redirections/);
  });
});

test('a page that says itself that it is inside leads on in there', async () => {
  const from = `http://127.0.0.1:${port}/`;
  location = `http://127.0.0.1:${canary}/`;
  expect(await fetchText(from, { ...bounds, named: from })).toMatchObject({ text: 'reached' });
});

test('what is longer than wanted is cut and said to be', async () => {
  location = `/${'x'.repeat(200)}`;
  const { text, cut } = await look();
  expect([text.length, cut]).toEqual([100, true]);
});

test('who does not answer is named', async () => {
  const gone = createServer();
  await new Promise<void>((done) => void gone.listen(0, '127.0.0.1', done));
  const address = `http://localhost:${(gone.address() as AddressInfo).port}/`;
  await new Promise((done) => gone.close(done));
  await expect(fetchText(address, { ...bounds, named: address })).rejects.toThrow(/ECONNREFUSED/);
});
