// SPDX-License-Identifier: Apache-2.0
// No way of writing an inner address, no redirection and no change of a name reaches a server inside.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callHttp, isPublicAddress, type ResolveName } from './call-http.ts';

class NotSent extends Error {}
const notSent = (reason: string): Error => new NotSent(reason);

let reached = 0;
let port = 0;
const canaries: Server[] = [];
beforeAll(async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const canary = createServer((_request, response) => {
      reached++;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/again` }).end('reached');
    });
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

/** One of each block that is not on the internet, and of what clouds have there. */
const INNER = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];
const SIX = [
  '::',
  '::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '64:ff9b:1::1',
  '5f00::1',
];

/** Ways to write an address of IPv4 in a URL; browsers and libraries have believed each of them. */
function waysOf(address: string): readonly string[] {
  const bytes = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0');
  const [high, low] = [hex(a * 256 + b, 4), hex(c * 256 + d, 4)];
  return [
    address,
    `${address}.`,
    `${whole}`,
    `0x${hex(whole, 8)}`,
    `0${whole.toString(8)}`,
    bytes.map((each) => `0${each.toString(8)}`).join('.'),
    bytes.map((each) => `0x${hex(each)}`).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    address.replaceAll('.', '%2e'),
    address.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    address.replaceAll('.', '。'),
    `user:secret@${address}`,
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[::${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
  ];
}

const HOSTS = [
  ...INNER.flatMap(waysOf),
  ...SIX.map((address) => `[${address}]`),
  'localhost',
  'LOCALHOST',
  'localhost.',
];

test('no way of writing an inner address reaches it', async () => {
  expect(HOSTS.length).toBeGreaterThanOrEqual(200);
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
  const PUBLIC = { address: '192.0.2.1', family: 4 };
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

test.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111', '2a00:1450:4001:830::200e'])(
  '%s is on the internet',
  (address) => expect(isPublicAddress(address)).toBe(true),
);
