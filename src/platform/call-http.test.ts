// SPDX-License-Identifier: Apache-2.0
// No way of writing an inner address, no redirection and no change of a name reaches a server inside.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callHttp, isPublicAddress, type ResolveName } from './call-http.ts';
import { HOSTS, INNER, SIX } from './inner-addresses.fixture.ts';

class NotSent extends Error {}
const notSent = (reason: string): Error => new NotSent(reason);

let reached = 0;
let port = 0;
const canaries: Server[] = [];
beforeAll(async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const canary = createServer((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/again` }).end('reached');
    });
    // A connection is one too many, whatever is asked on it.
    canary.on('connection', () => reached++);
    const listens = await new Promise<boolean>((done) => {
      canary.once('error', () => done(false));
      canary.listen(port, host, () => done(true));
    });
    // A machine without IPv6 has nothing to reach there.
    if (!listens) continue;
    canaries.push(canary);
    port ||= (canary.address() as AddressInfo).port;
  }
});
afterAll(async () => {
  for (const canary of canaries) await new Promise((done) => canary.close(done));
});

const call = (url: URL, isPrivate = false, resolve?: ResolveName, ms = 5000) =>
  callHttp({ url, method: 'GET', headers: {}, signal: AbortSignal.timeout(ms), isPrivate }, notSent, resolve);

test('no way of writing an inner address reaches it', async () => {
  expect(
    new Set(HOSTS.filter((host) => URL.canParse(`http://${host}:${port}/`))).size,
  ).toBeGreaterThanOrEqual(200);
  const sent: string[] = [];
  await Promise.all(
    HOSTS.map(async (host) => {
      const address = `http://${host}:${port}/`;
      // What is no URL cannot be called.
      if (!URL.canParse(address)) return;
      const said = await call(new URL(address)).then(
        () => 'an answer',
        (error: unknown) => (error instanceof NotSent ? undefined : String(error)),
      );
      if (said !== undefined) sent.push(`${host}: ${said}`);
    }),
  );
  expect(sent).toEqual([]);
  expect(reached).toBe(0);
});

describe('names', () => {
  const PUBLIC = { address: '1.0.0.1', family: 4 };
  const INSIDE = { address: '127.0.0.1', family: 4 };
  const url = (): URL => new URL(`http://turned.example:${port}/`);

  test.each([
    ['an inner address', [INSIDE]],
    ['inner addresses of both families', [INSIDE, { address: '::1', family: 6 }]],
    ['an inner address written as IPv6', [{ address: '::ffff:127.0.0.1', family: 6 }]],
  ])('a name with %s is not called', async (_, found) => {
    const resolve: ResolveName = (_name, _options, done) => done(null, found);
    await expect(call(url(), false, resolve)).rejects.toThrow(/address inside/);
    expect(reached).toBe(0);
  });

  test.each([...INNER, ...SIX])('a name with the address %s is not called', async (address) => {
    const resolve: ResolveName = (_name, _options, done) =>
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    await expect(call(url(), false, resolve)).rejects.toThrow(NotSent);
    expect(reached).toBe(0);
  });

  test('a name that is turned after it was looked at: what was looked at is what is connected to', async () => {
    let asked = 0;
    const resolve: ResolveName = (_name, _options, done) =>
      done(null, asked++ === 0 ? [PUBLIC, INSIDE] : [INSIDE]);
    await expect(call(url(), false, resolve, 300)).rejects.toThrow();
    expect(asked).toBe(1);
    expect(reached).toBe(0);
  });
});

test('what the operator opens is reached, and a redirection is an answer that nobody follows', async () => {
  const before = reached;
  const answer = await call(new URL(`http://127.0.0.1:${port}/`), true);
  expect(answer).toMatchObject({ status: 302, text: 'reached', cut: false });
  expect(reached).toBe(before + 1);
  reached = before;
});

test('a header that no request can have is found before anything goes out', async () => {
  const before = reached;
  const request = { method: 'GET', signal: AbortSignal.timeout(5000), isPrivate: true };
  const url = new URL(`http://127.0.0.1:${port}/`);
  for (const headers of [{ 'a b': 'x' }, { a: 'x\r\nb: y' }, { a: 'ž' }])
    await expect(callHttp({ ...request, url, headers }, notSent)).rejects.toBeInstanceOf(NotSent);
  expect(reached).toBe(before);
});

test.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111', '2a00:1450:4001:830::200e'])(
  '%s is on the internet',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test('who answers byte by byte is left after a stated time', async () => {
  const slow = createServer((_request, response) => {
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  });
  await new Promise<void>((done) => {
    slow.listen(0, '127.0.0.1', done);
  });
  const url = new URL(`http://127.0.0.1:${(slow.address() as AddressInfo).port}/`);
  const request = { url, method: 'GET', headers: {}, signal: new AbortController().signal, isPrivate: true };
  const error = await callHttp({ ...request, maxMs: 300 }, notSent).catch((caught: unknown) => caught);
  // It was answered in part, so nobody may say that it never went out.
  expect(error).not.toBeInstanceOf(NotSent);
  expect(String(error)).toMatch(/not answered whole after 0.3 s|aborted/);
  await new Promise((done) => slow.close(done));
});
