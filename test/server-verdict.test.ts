// SPDX-License-Identifier: Apache-2.0
// The verdict as the server gives it away: packed, at a glance, and as a certificate that `verify` believes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Started, startApi } from '../src/server/api/api.fixture.ts';
import { CONTRACT } from '../src/server/api/contract/index.ts';
import { ensuresec } from './cli/terminal.ts';

const MODEL = readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8');
const ends: (() => unknown)[] = [];
let server: Started;
beforeAll(async () => {
  server = await startApi((end) => ends.push(end), undefined, MODEL);
  await vi.waitFor(async () => expect((await ask('/v1/certificate')).status).toBe(200), { timeout: 60_000 });
}, 90_000);
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, { headers: { authorization: server.operator, ...headers } });
}

test('large answers come packed to who takes that, have a tag, and are not sent again to who has them', async () => {
  for (const at of ['/v1/verdict', '/v1/certificate']) {
    const plain = await ask(at, { 'accept-encoding': 'identity' });
    const packed = await ask(at, { 'accept-encoding': 'gzip' });
    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    expect(await packed.text()).toBe(await plain.text());
    const tag = packed.headers.get('etag') ?? '';
    const again = await ask(at, { 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
  const glance = CONTRACT.summary.answer.parse(await (await ask('/v1/verdict/summary')).json());
  expect(glance).toMatchObject({
    state: 'ready',
    summary: { attacks: { all: 43 }, worst: { severity: 'critical' } },
  });
});

test('the certificate is accepted by the program that checks certificates, and not when it was changed', async () => {
  const answer = await ask('/v1/certificate');
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[a-z0-9-]+\.cert\.json"$/,
  );
  const text = await answer.text();
  const file = join(server.folder, 'shop.cert.json');
  const verify = async (certificate: string) => {
    writeFileSync(file, certificate);
    return ensuresec(['verify', file, server.path]);
  };
  expect(await verify(text)).toMatchObject({ code: 0, stdout: expect.stringContaining('ACCEPTED') });
  expect(await verify(text.replace('"INSECURE"', '"SECURE"'))).toMatchObject({ code: 1 });
});
