// SPDX-License-Identifier: Apache-2.0
// Power cuts, simulated: all that was synced when an append was acknowledged survives; of what was written after it any
// part may survive, be torn at 512 bytes, or be gone. Stands on what SQLite promises of its write-ahead log and shows
// that our settings get it. Not shown: disks that lie about syncs, and directories that lose entries.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { all, record } from '../contracts/event-log.ts';

const APPENDS = 60;
const IMAGES = Number(process.env['ENSURESEC_IMAGES'] ?? 60);
const SECTOR = 512;

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-power-'));
afterAll(() => rmSync(root, { recursive: true }));

test(`${IMAGES} power cuts lose nothing that was acknowledged, and the store opens`, async () => {
  const file = path.join(root, 'events.db');
  const log = await openSqliteEventLog(file);
  // Below the first checkpoint only the write-ahead log grows, so its length at an acknowledgement is what was synced.
  const main = readFileSync(file);
  const acknowledged: { readonly synced: number; readonly ids: number }[] = [];
  for (let at = 0; at < APPENDS; at++) {
    await log.append({ records: [record(`${at}`, { body: 'x'.repeat((at * 997) % 3000) })] });
    acknowledged.push({ synced: readFileSync(`${file}-wal`).length, ids: at + 1 });
  }
  expect(readFileSync(file).equals(main), 'no checkpoint in between').toBe(true);
  const wal = readFileSync(`${file}-wal`);
  let seed = 11;
  const below = (limit: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % limit;
  };
  for (let image = 0; image < IMAGES; image++) {
    const { synced, ids } = acknowledged[below(acknowledged.length)] as (typeof acknowledged)[number];
    const folder = path.join(root, `${image}`);
    mkdirSync(folder);
    copyFileSync(file, path.join(folder, 'events.db'));
    writeFileSync(path.join(folder, 'events.db-wal'), torn(wal, synced, below));
    const after = await openSqliteEventLog(path.join(folder, 'events.db'));
    const found = (await all(after)).map(({ id }) => id);
    expect(found.slice(0, ids), `image ${image}`).toEqual(Array.from({ length: ids }, (_, at) => String(at)));
    expect(await after.append({ records: [record('after')] })).toMatchObject({ status: 'stored' });
    expect((await after.status()).notices).toEqual([]);
    await after.close();
    rmSync(folder, { recursive: true });
  }
  await log.close();
});

/** The synced part, and behind it sectors that made it, stayed zero, or hold half of what was written. */
function torn(wal: Uint8Array, synced: number, below: (limit: number) => number): Uint8Array {
  const image = Uint8Array.from(wal.subarray(0, synced + below(wal.length - synced + 1)));
  for (let at = synced; at < image.length; at += SECTOR) {
    const end = Math.min(at + SECTOR, image.length);
    const fate = below(3);
    if (fate === 0) image.fill(0, at, end);
    if (fate === 1) image.fill(0, at + below(SECTOR), end);
  }
  return image;
}
