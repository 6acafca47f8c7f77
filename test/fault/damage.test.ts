// SPDX-License-Identifier: Apache-2.0
// A store that was damaged opens, says so, and serves what can still be read, unchanged. ENSURESEC_FLIPS chooses how many.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { all, record } from '../contracts/event-log.ts';

const FLIPS = Number(process.env['ENSURESEC_FLIPS'] ?? 60);
const RECORDS = 400;

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-damage-'));
const sound = path.join(root, 'sound');
afterAll(() => rmSync(root, { recursive: true }));

/** A store as a killed process leaves it: not closed, part of it in the write-ahead log. */
beforeAll(async () => {
  const file = path.join(root, 'live.db');
  const log = await openSqliteEventLog(file);
  for (let at = 0; at < RECORDS; at += 20)
    await log.append({
      records: Array.from({ length: 20 }, (_, more) =>
        record(`${at + more}`, { body: `{"number":${at + more},"text":"${'é'.repeat(60)}"}` }),
      ),
    });
  await log.commit('detect', { offset: 300 });
  cpSync(file, path.join(sound, 'events.db'));
  cpSync(`${file}-wal`, path.join(sound, 'events.db-wal'));
  await log.close();
});

interface Opened {
  readonly records: readonly LogRecord[];
  readonly notices: readonly string[];
  readonly appended: string;
  readonly folder: string;
}

let count = 0;

async function openDamaged(damage: (folder: string) => void): Promise<Opened> {
  const folder = path.join(root, `${count++}`);
  cpSync(sound, folder, { recursive: true });
  damage(folder);
  const log = await openSqliteEventLog(path.join(folder, 'events.db'));
  const records = await all(log);
  const appended = await log.append({ records: [record('after')] });
  const { notices } = await log.status();
  await log.close();
  return { records, notices, appended: appended.status, folder };
}

const random = (seed: number) => () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};

/** The database with everything in it and an empty write-ahead log, as after a checkpoint. */
async function checkpointed(folder: string): Promise<string> {
  const file = path.join(folder, 'events.db');
  await (await openSqliteEventLog(file)).close();
  return file;
}

describe('a damaged store', () => {
  test('is none when it was only not closed', async () => {
    const { records, notices } = await openDamaged(() => undefined);
    expect(records).toHaveLength(RECORDS);
    expect(notices).toEqual([]);
  });

  test(`serves no changed record and says what is missing, after each of ${FLIPS} flipped bytes`, async () => {
    const base = path.join(root, 'checkpointed');
    cpSync(sound, base, { recursive: true });
    const bytes = readFileSync(await checkpointed(base));
    const next = random(7);
    let noticed = 0;
    for (let flip = 0; flip < FLIPS; flip++) {
      const at = Math.floor(next() * bytes.length);
      const { records, notices, appended } = await openDamaged((folder) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(next() * 8));
        writeFileSync(path.join(folder, 'events.db'), changed);
        rmSync(path.join(folder, 'events.db-wal'));
        // Without the flag that it was closed it is looked at as after a crash.
        dirty(path.join(folder, 'events.db'));
      });
      for (const { id, body, key } of records) {
        expect(key).toBe(id);
        expect(body).toBe(`{"number":${id},"text":"${'é'.repeat(60)}"}`);
      }
      expect(appended).toBe('stored');
      if (records.length < RECORDS) expect(notices, `byte ${at}`).not.toEqual([]);
      noticed += notices.length > 0 ? 1 : 0;
    }
    expect(noticed).toBeGreaterThan(0);
  });

  test.each([
    ['cut in the middle', (file: string) => truncateSync(file, 40_960 + 100)],
    ['cut to a few bytes', (file: string) => truncateSync(file, 50)],
    [
      'overwritten with something else',
      (file: string) => writeFileSync(file, 'not a database at all\n'.repeat(100)),
    ],
    [
      'with zeros for a page',
      (file: string) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(0, 8192, 12_288));
      },
    ],
  ])('that is %s opens, puts the old one aside and says so', async (_name, damage) => {
    const base = path.join(root, `base-${count}`);
    cpSync(sound, base, { recursive: true });
    const file = await checkpointed(base);
    damage(file);
    const { records, notices, appended, folder } = await openDamaged((target) => {
      rmSync(path.join(target, 'events.db-wal'));
      copyFileSync(file, path.join(target, 'events.db'));
    });
    expect(appended).toBe('stored');
    expect(notices[0]).toMatch(/was damaged .* put aside in .*quarantine/);
    expect(readdirSync(path.join(folder, 'quarantine'))).toHaveLength(1);
    for (const { id, body } of records) expect(body).toContain(`"number":${id},`);
    const again = await openSqliteEventLog(path.join(folder, 'events.db'));
    expect((await again.status()).notices, 'the new one is sound').toEqual([]);
    await again.close();
  });

  test('keeps offsets and consumers when only a page of records is gone', async () => {
    const base = path.join(root, 'page');
    cpSync(sound, base, { recursive: true });
    const file = await checkpointed(base);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('{"number":100,');
    bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 4096);
    const { records, notices, folder } = await openDamaged((target) => {
      rmSync(path.join(target, 'events.db-wal'));
      writeFileSync(path.join(target, 'events.db'), bytes);
      dirty(path.join(target, 'events.db'));
    });
    expect(notices.join()).toMatch(/\d+ are lost/);
    expect(records.length).toBeGreaterThan(RECORDS - 60);
    expect(records.length).toBeLessThan(RECORDS);
    for (const { id, offset } of records) expect(offset).toBe(Number(id) + 1);
    const again = await openSqliteEventLog(path.join(folder, 'events.db'));
    expect((await again.committed('detect')).offset).toBe(300);
    await again.close();
  });
});

/** Changes the mark of a store that was closed, in place. */
function dirty(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf('clean1');
  if (at === -1) return;
  bytes[at + 5] = '0'.charCodeAt(0);
  writeFileSync(file, bytes);
}

test('a quarantine exists only where something was damaged', () => {
  expect(existsSync(path.join(sound, 'quarantine'))).toBe(false);
});
