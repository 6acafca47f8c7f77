// SPDX-License-Identifier: Apache-2.0
// Days that go to files while the process is killed, or the disk is full, at any step: nothing is lost, nothing is double.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchiveIo, DISK } from '../../src/platform/eventlog/cold/archive-io.ts';
import { openTieredEventLog, storedEvents, type TieredLog } from '../../src/platform/index.ts';
import { searchEvents } from '../../src/server/api/handlers/events.ts';
import { all } from '../contracts/event-log.ts';
import { compiled, compiledFile } from '../support/compiled.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-20T10:00:00Z');
const DAYS = 2;
const PER_DAY = 60;
const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-roll-'));
const before = path.join(root, 'before');
const wanted = Array.from({ length: DAYS * PER_DAY }, (_, at) => `e${at}`);
const kept = wanted.filter((_, at) => at % 2 === 1);
let clock = START;

const open = (data: string, io: ArchiveIo = DISK): Promise<TieredLog> =>
  openTieredEventLog(path.join(data, 'events.db'), {
    ...{ folder: path.join(data, 'archive'), now: () => clock, groupRecords: 25, io },
  });

beforeAll(async () => {
  cpSync(mkdtempSync(path.join(root, 'made-')), before, { recursive: true });
  const log = await open(before);
  for (const [at, id] of wanted.entries()) {
    clock = START + Math.floor(at / PER_DAY) * DAY + at;
    const body = JSON.stringify({ type: at % 2 === 0 ? 'web.access' : 'pay', id });
    await log.append({ records: [{ source: 's', id, key: 'k', body }] });
  }
  clock = START + DAYS * DAY;
  await log.close();
});
afterAll(() => rmSync(root, { recursive: true }));

/** Reads and searches; both must tell each record once. */
async function idsOf(log: TieredLog): Promise<readonly string[]> {
  const read = (await all(log)).map(({ id }) => id);
  const found = await searchEvents({ log, now: () => 0 }, { limit: 500, before: Number.MAX_SAFE_INTEGER });
  expect(found.events.map(({ id }) => id).toReversed()).toEqual(read);
  return read;
}

/** Moves all days, then forgets one type; the step of the number is its last. Half of what it writes then is written. */
const CHILD = `
const [platform, disk, data, last, closed] = process.argv.slice(1);
const { openTieredEventLog } = await import(platform);
const { DISK } = await import(disk);
let steps = 0;
const step = (half) => {
  if (++steps !== Number(last)) return;
  half?.();
  process.kill(process.pid, 'SIGKILL');
};
const io = {
  create: (path) => {
    const file = DISK.create(path);
    step();
    return {
      write: (bytes) => { step(() => file.write(bytes.subarray(0, bytes.length / 2))); file.write(bytes); },
      sync: () => { file.sync(); step(); },
      close: () => file.close(),
    };
  },
  rename: (from, to) => { step(); DISK.rename(from, to); step(); },
  remove: (path) => { step(); DISK.remove(path); },
};
const log = await openTieredEventLog(data + '/events.db', { folder: data + '/archive', groupRecords: 25, io, onStep: () => step() });
await log.roll(Number(closed));
await log.retain(0, [{ type: 'web.*', before: Number(closed) }]);
await log.close();
`;

test('SIGKILL at each step of moving and forgetting loses nothing and doubles nothing', async () => {
  const modules = ['src/platform/index.js', 'src/platform/eventlog/cold/archive-io.js'].map(
    (file) => pathToFileURL(compiledFile(file)).href,
  );
  const closed = String(START + DAYS * DAY);
  let killed = 0;
  for (let last = 1; ; last++) {
    const data = path.join(root, `kill-${last}`);
    cpSync(before, data, { recursive: true });
    const { signal, status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', CHILD, ...modules, data, String(last), closed],
      { encoding: 'utf8' },
    );
    if (signal !== 'SIGKILL') {
      expect(status, stderr).toBe(0);
      break;
    }
    killed++;
    const log = await open(data);
    const ids = await idsOf(log);
    // Of a day, what is to be forgotten is there or not; all else is there.
    expect(
      ids.filter((id) => kept.includes(id)),
      `killed at step ${last}`,
    ).toEqual(kept);
    expect(new Set(ids).size, `killed at step ${last}`).toBe(ids.length);
    await log.roll(Number(closed));
    await log.retain(0, [{ type: 'web.*', before: Number(closed) }]);
    expect(await idsOf(log), `killed at step ${last}, then gone on`).toEqual(kept);
    expect(await log.append({ records: [{ source: 's', id: 'e0', key: 'k', body: '{}' }] })).toMatchObject({
      duplicates: 1,
    });
    await log.close();
    expect(readdirSync(path.join(data, 'archive'))).toEqual(['2026-11-20.parquet', '2026-11-21.parquet']);
    rmSync(data, { recursive: true });
  }
  expect(killed).toBeGreaterThan(20);
}, 600_000);

test.each(['create', 'write', 'sync', 'rename'] as const)(
  'a disk that is full at %s leaves each day where it is',
  async (fails) => {
    const data = path.join(root, `full-${fails}`);
    cpSync(before, data, { recursive: true });
    let isFull = true;
    const check = (step: string): void => {
      if (isFull && step === fails)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    const full: ArchiveIo = {
      ...DISK,
      create: (file) => {
        check('create');
        const { write, sync, close } = DISK.create(file);
        return {
          write: (bytes) => {
            check('write');
            write(bytes);
          },
          sync: () => {
            check('sync');
            sync();
          },
          close,
        };
      },
      rename: (from, to) => {
        check('rename');
        DISK.rename(from, to);
      },
    };
    const log = await open(data, full);
    await expect(log.roll(clock)).rejects.toThrow('Cannot write the file of 2026-11-20: ENOSPC');
    expect(readdirSync(path.join(data, 'archive'))).toEqual([]);
    expect(await idsOf(log)).toEqual(wanted);
    isFull = false;
    expect(await log.roll(clock)).toEqual(['2026-11-20', '2026-11-21']);
    expect(await idsOf(log)).toEqual(wanted);
    isFull = true;
    // A day that cannot be written again without a type keeps its older file, and says so.
    expect(await log.retain(0, [{ type: 'web.*', before: clock }])).toBe(0);
    expect((await log.status()).notices.join()).toContain('stay: ');
    expect(await idsOf(log)).toEqual(wanted);
    isFull = false;
    expect(await log.retain(0, [{ type: 'web.*', before: clock }])).toBe(kept.length);
    expect(await idsOf(log)).toEqual(kept);
    await log.close();
  },
);

test('files are taken in again when the database was lost', async () => {
  const data = path.join(root, 'lost');
  cpSync(before, data, { recursive: true });
  const log = await open(data);
  await log.roll(clock);
  await log.close();
  for (const name of readdirSync(data).filter((each) => each.startsWith('events.db')))
    rmSync(path.join(data, name));
  const again = await open(data);
  expect(await idsOf(again)).toEqual(wanted);
  await again.append({ records: [{ source: 's', id: 'new', key: 'k', body: '{}' }] });
  expect((await all(again)).at(-1)).toMatchObject({ id: 'new', offset: wanted.length + 1 });
  await again.close();
});

test('beside an older database a file that holds more is set aside and told, and not written over', async () => {
  const data = path.join(root, 'older');
  mkdirSync(data);
  const made = clock;
  clock = START;
  const log = await open(data);
  await log.append({ records: [{ source: 's', id: 'first', key: 'k', body: '{}' }] });
  await log.close();
  const files = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('events.db'));
  const older = path.join(root, 'older-database');
  for (const name of files(data)) cpSync(path.join(data, name), path.join(older, name));
  const more = await open(data);
  await more.append({ records: [{ source: 's', id: 'second', key: 'k', body: '{}' }] });
  clock = made;
  await more.roll(clock);
  await more.close();
  for (const name of files(data)) rmSync(path.join(data, name));
  for (const name of files(older)) cpSync(path.join(older, name), path.join(data, name));
  const again = await open(data);
  expect((await again.status()).notices.join()).toContain('2026-11-20.parquet.aside');
  await again.roll(clock);
  expect(await idsOf(again)).toEqual(['first']);
  await again.close();
  const names = readdirSync(path.join(data, 'archive'));
  expect(names).toEqual(['2026-11-20.parquet', '2026-11-20.parquet.aside']);
  const aside = readFileSync(path.join(data, 'archive', '2026-11-20.parquet.aside'), 'latin1');
  expect(aside.includes('second')).toBe(true);
});

test('a thread of files that failed can be ended, so that the next piece of work is done', async () => {
  const { startColdThread } = await compiled<typeof import('../../src/platform/eventlog/cold/thread.ts')>(
    'src/platform/eventlog/cold/thread.js',
  );
  const cold = startColdThread(null as never);
  // Until its end is known here.
  for (let told = ''; !/has ended|failed/.test(told); )
    told = await cold.ask({ ask: 'notices' }).then(String, ({ message }) => message);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await cold.end();
}, 20_000);

test('who reads beside the log gets closed days too, each record once', async () => {
  const data = path.join(root, 'beside');
  cpSync(before, data, { recursive: true });
  const log = await open(data);
  await log.roll(START + DAY);
  const read: string[] = [];
  // Under way the other day goes to a file.
  for await (const batch of storedEvents(path.join(data, 'events.db'), path.join(data, 'archive'))) {
    read.push(...batch.map(({ body }) => JSON.parse(body).id));
    await log.roll(clock);
  }
  expect(read).toEqual(wanted);
  await log.close();
});

test('what a consumer has not read stays in the database', async () => {
  const data = path.join(root, 'unread');
  cpSync(before, data, { recursive: true });
  const log = await open(data);
  await log.commit('detect', { offset: PER_DAY + 3 });
  expect(await log.roll(clock)).toEqual(['2026-11-20']);
  await log.commit('detect', { offset: DAYS * PER_DAY + 1 });
  expect(await log.roll(clock)).toEqual(['2026-11-21']);
  expect(await idsOf(log)).toEqual(wanted);
  await log.close();
});
