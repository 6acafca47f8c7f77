// SPDX-License-Identifier: Apache-2.0
// A disk that is full or fails refuses loudly, nothing is acknowledged that is not on it, and all goes on when it is mended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EventLog } from '../../src/core/ports/index.ts';
import { loadSqlite, type OpenDatabase } from '../../src/platform/eventlog/sqlite/driver.ts';
import { openEvidenceStore, openSqliteEventLog } from '../../src/platform/index.ts';
import { all, batch, record } from '../contracts/event-log.ts';
import { createDisk } from './faulty-sqlite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-disk-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;
const place = (): string => path.join(root, `${count++}.db`);

describe('a disk that is full', () => {
  test('refuses, keeps what it had, and takes more when there is room again', async () => {
    const disk = await createDisk();
    const log = await openSqliteEventLog(place(), { open: disk.open });
    await log.append(batch('before'));
    disk.full(40);
    await reopen(log);
    const stored = ['before'];
    let refused = 0;
    for (let at = 0; at < 60; at++) {
      const id = `many-${at}`;
      const { status } = await log.append({ records: [record(id, { body: 'x'.repeat(10_000) })] });
      if (status === 'stored') stored.push(id);
      else refused++;
    }
    expect(refused).toBeGreaterThan(10);
    expect((await all(log)).map(({ id }) => id)).toEqual(stored);
    expect((await log.status()).failures).toBe(refused);
    disk.full(undefined);
    await log.append(batch('x'));
    expect(await log.append(batch('after'))).toMatchObject({ status: 'stored', stored: 1 });
    expect((await all(log)).map(({ id }) => id)).toContain('after');
    await log.close();
  });
});

describe.each(['write', 'sync'] as const)('a disk whose %s fails', (when) => {
  test('refuses everyone who waited, reads the file again, and goes on', async () => {
    const disk = await createDisk();
    const log = await openSqliteEventLog(place(), { open: disk.open });
    await log.append(batch('before'));
    const opened = disk.opened();
    disk.failCommits(2, when);
    const first = await Promise.all([log.append(batch('a')), log.append(batch('b'))]);
    expect(first.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(first[0]).toMatchObject({
      reason: expect.stringContaining('disk I/O error'),
      retryAfterMs: expect.any(Number),
    });
    expect((await log.append(batch('c'))).status).toBe('failed');
    expect(await log.append(batch('a'))).toMatchObject({ status: 'stored' });
    expect(disk.opened(), 'the connection was not trusted any more').toBeGreaterThan(opened);
    // Whatever the failed commit left, the sender that comes again ends with one record.
    await log.append(batch('b', 'c'));
    expect((await all(log)).map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'before', 'c']);
    await log.close();
  });
});

test('a second process cannot have the store at the same time', async () => {
  const file = place();
  const log = await openSqliteEventLog(file);
  await expect(openSqliteEventLog(file)).rejects.toThrow(
    'another process has it open. Does a server run on this folder',
  );
  await log.close();
  await (await openSqliteEventLog(file)).close();
});

test('evidence that could not be opened keeps nobody from opening it', async () => {
  const file = place();
  const real = await loadSqlite();
  const busy: OpenDatabase = (name, options) => {
    if (name === file) throw new Error('database is locked');
    return real(name, options);
  };
  await expect(openEvidenceStore(file, { open: busy })).rejects.toThrow('database is locked');
  await (await openEvidenceStore(file)).close();
});

test('a place that cannot be written is an error that names it', async () => {
  await expect(openSqliteEventLog(path.join(root, 'missing', 'events.db'))).rejects.toMatchObject({
    code: 'io',
  });
});

/** Makes the log open its file again, with what the disk is like now. */
async function reopen(log: EventLog): Promise<void> {
  await log.commit('reopen', { offset: Number.NaN }).catch(() => undefined);
}
