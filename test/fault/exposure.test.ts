// SPDX-License-Identifier: Apache-2.0
// The whole program: it is not open to strangers, says when a source falls silent, and reads again what it could not read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventLog } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { ensuresec } from '../cli/terminal.ts';
import { all } from '../contracts/event-log.ts';
import { startProcess } from '../support/server-process.ts';

const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-exposure-'));
afterAll(() => rmSync(data, { recursive: true }));

const TOKEN = 'a-token-of-some-length';
const inData = (name: string, text: string): string => {
  writeFileSync(path.join(data, name), text);
  return path.join(data, name);
};
const sources = (...lines: readonly string[]): string =>
  inData('sources.yaml', `sources:\n${lines.map((line) => `  - ${line}\n`).join('')}`);

test.each<readonly [string, readonly string[], readonly string[], RegExp]>([
  ['another address in the clear', ['--host', '0.0.0.0'], [], /0\.0\.0\.0 in the clear/],
  [
    'a source without a token behind a proxy',
    ['--behind-proxy'],
    ['{ name: orders, kind: http }'],
    /`orders` to others without a token/,
  ],
  ['half of what TLS needs', ['--cert', path.join(data, 'sources.yaml')], [], /both --cert and --key/],
  ['a token that can be guessed', ['--reader-token', inData('short', 'abc')], [], /at least 16 characters/],
])('%s is refused before anything listens', async (_, args, lines, why) => {
  sources(...lines, ...(lines.length === 0 ? ['{ name: orders, kind: http }'] : []));
  const run = await ensuresec(['up', '--data', data, '--port', '0', ...args]);
  expect(run.code).toBeGreaterThan(1);
  expect(run.stderr).toMatch(why);
});

test('behind a proxy both senders and readers show their tokens; a silent source is an alert; replay mends', async () => {
  const tokens = inData('orders.token', TOKEN);
  const reader = inData('reader.token', `${TOKEN}-reader\n`);
  const source = (format: string): string =>
    `{ name: orders, kind: http, token-file: ${tokens}, format: ${format}, cadence: 1s }`;
  sources(source('ndjson'));
  const server = await startProcess({ data, args: ['--behind-proxy', '--reader-token', reader] });
  const statusOf = async (url: string, token?: string, body?: string): Promise<number> =>
    (
      await fetch(`${server.url}${url}`, {
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/x-ndjson' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { method: 'POST', body }),
      })
    ).status;
  const line = '<34>1 2026-11-26T10:00:00Z host su - - - failed for root';
  expect(await statusOf('/v1/events/orders', undefined, line)).toBe(401);
  expect(await statusOf('/v1/events', undefined, line)).toBe(404);
  expect(await statusOf('/v1/incidents')).toBe(401);
  expect(await statusOf('/v1/incidents', TOKEN)).toBe(401);
  expect(await statusOf('/v1/events/orders', TOKEN, line)).toBe(200);
  await expect.poll(() => statusOf('/v1/incidents', `${TOKEN}-reader`), { timeout: 20_000 }).toBe(200);
  await expect.poll(() => server.said(), { timeout: 20_000 }).toMatch(/orders: silent for longer/);
  expect(await server.stop(), server.said()).toBe(0);
  const silent = (await bodiesIn('alerts.db')).filter(({ rule }) => rule === 'ensuresec/source-silent');
  expect(silent.length).toBeGreaterThan(0);
  expect(silent[0]).toMatchObject({ schema: 'ensuresec/alert/1', level: 'high', source: 'orders' });
  expect(await bodiesIn('events.db')).toEqual([]);

  // The line was no JSON; now the operator says what it is.
  sources(source('syslog'));
  const again = await startProcess({ data, args: ['--behind-proxy', '--replay'] });
  expect(again.said()).toMatch(/Read again: 1 records are events now, 0 still cannot be read/);
  expect((await fetch(`${again.url}/v1/incidents`)).status).toBe(401);
  expect(await again.stop()).toBe(0);
  expect(JSON.stringify(await bodiesIn('events.db'))).toContain('failed for root');
  const log = await openSqliteEventLog(path.join(data, 'events.db'));
  expect((await log.status()).dead).toBe(0);
  await log.close();
}, 120_000);

async function bodiesIn(name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const log: EventLog = await openSqliteEventLog(path.join(data, name));
  const records = await all(log);
  await log.close();
  return records.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}
