// SPDX-License-Identifier: Apache-2.0
// kill -9 of backup and restore at any moment: a backup is whole or not there, a data folder is the old or the new one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventLog } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { restoreBackup, verifyBackup } from '../../src/server/backup/restore.ts';
import { all } from '../contracts/event-log.ts';
import { compiledFile } from '../support/compiled.ts';
import { type ServerProcess, startProcess } from '../support/server-process.ts';

/** Kills at so many places of the time that a whole run takes. */
const KILLS = Number(process.env['ENSURESEC_KILLS'] ?? 3);
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-backup-kill-'));
const data = path.join(folder, 'data');
const out = path.join(folder, 'of-today.backup');
let server: ServerProcess;
let sent = 0;

beforeAll(async () => {
  server = await startProcess({ data });
  for (let batch = 0; batch < 10; batch++) await send(400);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Resolves when they are acknowledged. */
async function send(count: number): Promise<void> {
  const events = Array.from({ length: count }, () => ({
    specversion: '1.0',
    id: `e-${sent++}`,
    source: '/client',
    type: 'http.request',
    data: { 'cs-method': 'GET', 'cs-uri-stem': '/item', 'sc-status': 200 },
  }));
  const answer = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  expect(answer.status).toBe(200);
}

interface Run {
  readonly code: number | null;
  readonly ms: number;
}

/** Runs the program; kills it after a time when one is given. */
async function program(args: readonly string[], killAfter?: number): Promise<Run> {
  const main = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...args, '--quiet'], { stdio: 'ignore' });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return { code, ms: performance.now() - started };
}

async function idsIn(place: string): Promise<readonly string[]> {
  const log: EventLog = await openSqliteEventLog(path.join(place, 'events.db'));
  try {
    return (await all(log)).map(({ id }) => id);
  } finally {
    await log.close();
  }
}

test('a backup of a server that takes events in is whole or not there', async () => {
  const backup = ['backup', '--data', data, '--out', out, '--force', '--with-keys'];
  const { ms } = await program(backup);
  rmSync(out);
  let cut = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const sending = send(200);
    const { code } = await program(backup, ms * (0.3 + (0.7 * (kill + 1)) / (KILLS + 1)));
    await sending;
    if (code === null) cut++;
    if (existsSync(out)) await verifyBackup({ file: out, data: path.join(folder, 'looked-at') });
  }
  expect(cut, 'no run was killed').toBeGreaterThan(0);
  const before = sent;
  const sending = send(1000);
  expect((await program(backup)).code).toBe(0);
  await sending;
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  const copy = path.join(folder, 'copy');
  expect((await program(['restore', out, '--data', copy])).code).toBe(0);
  const ids = new Set(await idsIn(copy));
  const lacking = Array.from({ length: before }, (_, at) => `e-${at}`).filter((id) => !ids.has(id));
  expect(lacking, 'acknowledged before the backup, and not in it').toEqual([]);
  // It is a data folder that a server takes.
  const again = await startProcess({ data: copy });
  expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
  expect(await again.stop(), again.said()).toBe(0);
}, 600_000);

test('a restore over a folder leaves the old or the new one', async () => {
  expect((await program(['backup', '--data', data, '--out', out, '--force', '--with-keys'])).code).toBe(0);
  const place = path.join(folder, 'place');
  const restore = ['restore', out, '--data', place, '--replace'];
  const { code: first, ms } = await program(restore);
  expect(first).toBe(0);
  const whole = (await idsIn(place)).length;
  const asides = (): number => readdirSync(folder).filter((name) => name.startsWith('place.before-')).length;
  let cut = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const before = asides();
    const { code } = await program(restore, ms * (0.3 + (0.7 * (kill + 1)) / (KILLS + 1)));
    if (code === null) cut++;
    // Whoever comes next ends what was begun; here a restore that is refused.
    const isAway = !existsSync(place);
    if (isAway) expect(existsSync(`${place}.restored`), 'neither the old nor the new one').toBe(true);
    const next = restoreBackup({ file: out, data: place, replace: false, now: Date.now });
    await expect(next).rejects.toThrow('is not empty');
    expect((await idsIn(place)).length, isAway ? 'finished' : 'as it was').toBe(whole);
    expect(asides() - before).toBeLessThanOrEqual(1);
  }
  expect(cut, 'no run was killed').toBeGreaterThan(0);
  expect((await program(restore)).code).toBe(0);
  expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
}, 600_000);
