// SPDX-License-Identifier: Apache-2.0
// What the kernel does to the whole program: a limit on the size of files (RLIMIT_FSIZE) makes real writes fail, with
// EFBIG instead of ENOSPC or EIO; SQLite reports an I/O error for each.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { all } from '../contracts/event-log.ts';
import { startProcess } from '../support/server-process.ts';

const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-limits-'));
afterAll(() => rmSync(data, { recursive: true }));

test('a server whose files may not grow refuses with 503, says so, and goes on when they may', async () => {
  // Blocks of 512 bytes in a POSIX shell: 1.5 MiB.
  const server = await startProcess({ data, before: 'ulimit -S -f 3072;' });
  const acknowledged: string[] = [];
  const statuses: number[] = [];
  for (let at = 0; statuses.filter((status) => status === 503).length < 5 && at < 600; at++) {
    const status = await post(server.url, `${at}`);
    statuses.push(status);
    if (status === 200) acknowledged.push(`${at}`);
  }
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
  const raised = spawnSync('prlimit', ['--pid', String(server.process.pid), '--fsize=unlimited']);
  if (raised.status === 0) {
    for (let tries = 0; tries < 20 && (await post(server.url, 'after')) !== 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await post(server.url, 'after')).toBe(200);
    // Detection begins anew from what it had stored.
    await expect
      .poll(async () => (await fetch(`${server.url}/healthz`)).status, { timeout: 30_000 })
      .toBe(200);
    acknowledged.push('after');
  }
  await server.kill();
  const again = await startProcess({ data });
  expect(await post(again.url, 'restarted')).toBe(200);
  expect(await again.stop()).toBe(0);
  const log = await openSqliteEventLog(path.join(data, 'events.db'));
  const ids = (await all(log)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...acknowledged, 'restarted'].filter((id) => !ids.includes(id))).toEqual([]);
  await log.close();
});

async function post(url: string, id: string): Promise<number> {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id,
      source: '/limits',
      type: 'log.record',
      data: { text: 'x'.repeat(20_000) },
    }),
  });
  if (answer.status !== 200) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  return answer.status;
}
