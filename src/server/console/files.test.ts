// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpListener, listenHttp } from '../../platform/index.ts';
import { bindConsole } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'ensuresec-files-'));
let server: HttpListener;
beforeAll(async () => {
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><title>first page</title>');
  writeFileSync(join(folder, 'dist', 'assets', 'main-1a2b.js'), 'export const one = 1;');
  writeFileSync(join(folder, 'dist', 'assets', 'secret.pem'), 'not served');
  writeFileSync(join(folder, 'outside.js'), 'not served');
  server = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    sources: [{ name: 'http' }],
    intake: async () => ({ status: 'stored', stored: 0, duplicates: 0, unread: [] }),
    now: Date.now,
    unhealthy: () => undefined,
    metrics: async () => '',
    extend: (app) => bindConsole(app, join(folder, 'dist')),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml' };

test.each<readonly [string, Record<string, string>, number, RegExp]>([
  ['/', HTML, 200, /first page/],
  ['/index.html', {}, 200, /first page/],
  ['/', {}, 200, /first page/],
  ['/', { accept: 'text/*' }, 200, /first page/],
  ['/', { accept: 'application/json' }, 404, /nothing at this address/],
  ['/incidents', {}, 404, /nothing at this address/],
  ['/incidents/incident-1?tab=why', HTML, 200, /first page/],
  ['/assets/main-1a2b.js', {}, 200, /one = 1/],
  ['/incidents', { accept: 'application/json' }, 404, /nothing at this address/],
  ['/assets/gone.js', HTML, 404, /nothing at this address/],
  ['/v1/no-such-route', HTML, 404, /nothing at this address/],
  ['/v1', HTML, 404, /nothing at this address/],
  ['/assets/secret.pem', {}, 404, /nothing at this address/],
  ['/%2e%2e/outside.js', {}, 404, /nothing at this address/],
  ['/assets/..%2f..%2foutside.js', {}, 404, /nothing at this address/],
  ['/__proto__', {}, 404, /nothing at this address/],
])('GET %s', async (path, headers, status, text) => {
  const answer = await fetch(`${server.url}${path}`, { headers });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toMatch(text);
});

test('a page runs no script that is not of this server, and is asked for again; what has a digest in its name is kept', async () => {
  const page = await fetch(server.url, { headers: HTML });
  const policy = page.headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe|\*|data:/);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-encoding')).toBe('gzip');
  const script = await fetch(`${server.url}/assets/main-1a2b.js`);
  expect(script.headers.get('cache-control')).toMatch(/immutable/);
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
});

test('without a built console there is none', async () => {
  const { fastify } = await import('fastify');
  const app = fastify();
  bindConsole(app as never, undefined);
  expect((await app.inject({ url: '/', headers: HTML })).statusCode).toBe(404);
  await app.close();
});
