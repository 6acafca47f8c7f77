// SPDX-License-Identifier: Apache-2.0
// What is left where a backup or a restore goes wrong: the folder as it was, and no copy of what is in it.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openItemStore, openSqliteFiles } from '../../platform/index.ts';
import { finishRestore, restoreBackup, verifyBackup } from './restore.ts';
import { type BackupOptions, writeBackup } from './write.ts';

let folder = '';
const inside = (...parts: string[]) => join(folder, ...parts);
const there = () => fs.readdirSync(folder).toSorted();
const backup = (more: Partial<BackupOptions> = {}) =>
  writeBackup({
    data: inside('data'),
    out: inside('out'),
    replace: true,
    keys: false,
    version: '0.0.0',
    now: () => 0,
    ...more,
  });
const restore = (more: object = {}) =>
  restoreBackup({ file: inside('out'), data: inside('place'), replace: true, now: () => 0, ...more });

beforeEach(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), 'ensuresec-restore-'));
  fs.mkdirSync(inside('data'));
  fs.writeFileSync(inside('data', 'new.txt'), 'new');
  const store = await openItemStore(inside('data', 'access.db'));
  store.close();
  await backup();
  fs.mkdirSync(inside('place'));
  fs.writeFileSync(inside('place', 'old.txt'), 'old');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('when the new folder cannot take the name, the old one has it again', async () => {
  // The clock is asked for the name of what is put aside, just before that.
  const now = () => {
    fs.rmSync(inside('place.restored'), { recursive: true });
    return 0;
  };
  await expect(restore({ now })).rejects.toThrow('ENOENT');
  expect(there()).toEqual(['data', 'out', 'place']);
  expect(fs.readdirSync(inside('place'))).toEqual(['old.txt']);
});

describe('what an earlier restore left', () => {
  test.each([
    ['a file', () => fs.writeFileSync(inside('place.restored'), 'x')],
    ['a folder', () => fs.mkdirSync(inside('place.restored', 'deep'), { recursive: true })],
  ])('%s of the name is cleared', async (_, leave) => {
    leave();
    await restore();
    expect(there()).toEqual(['data', 'out', 'place', expect.stringMatching(/^place\.before-/)]);
    expect(fs.readdirSync(inside('place'))).toContain('new.txt');
  });

  test('a file is not taken for a data folder', async () => {
    fs.writeFileSync(inside('none.restored'), 'x');
    expect(await finishRestore(inside('none'))).toBe(false);
    await restore({ data: inside('none') });
    expect(fs.readdirSync(inside('none'))).toContain('new.txt');
  });

  test('is not ended while a restore runs', async () => {
    fs.renameSync(inside('place'), inside('place.restored'));
    const unlock = (await openSqliteFiles()).lock(inside('place.restoring'));
    await expect(finishRestore(inside('place'))).rejects.toThrow('in use by another process');
    unlock();
    expect(await finishRestore(inside('place'))).toBe(true);
    expect(fs.readdirSync(inside('place'))).toEqual(['old.txt']);
  });
});

/** Permissions of a folder; undefined without it. */
const modeOf = (path: string) => {
  const mode = fs.statSync(path, { throwIfNoEntry: false })?.mode;
  return mode === undefined ? undefined : mode & 0o777;
};

describe('copies in the clear', () => {
  test('of a backup are in the data folder for its user only, and what was left of one is cleared', async () => {
    const copies = inside('data', 'backup-copy');
    fs.mkdirSync(copies, { mode: 0o755 });
    fs.writeFileSync(join(copies, 'copy'), 'left');
    const seen: unknown[] = [];
    const onStep = () => {
      seen.push([modeOf(copies), fs.existsSync(join(copies, 'copy'))]);
      // A copy beside what is written would find its name taken.
      fs.writeFileSync(inside('out.partial', 'copy'), 'taken');
    };
    const { manifest } = await backup({ passphrase: 'correct horse battery', onStep });
    expect(seen).toEqual([
      [0o700, false],
      [0o700, false],
    ]);
    expect(manifest.files.map(({ path }) => path)).toEqual(['access.db', 'new.txt']);
    expect(there()).toEqual(['data', 'out', 'place']);
    expect(fs.existsSync(copies)).toBe(false);
  });

  test('of a check are beside the data for its user only, and what was left of one is cleared', async () => {
    const into = inside('place.verifying');
    fs.mkdirSync(into, { mode: 0o755 });
    fs.writeFileSync(join(into, 'left'), 'left');
    const seen: unknown[] = [];
    const onStep = () => seen.push([modeOf(into), fs.existsSync(join(into, 'left'))]);
    await verifyBackup({ file: inside('out'), data: inside('place'), onStep });
    expect(seen[0]).toEqual([0o700, false]);
    expect(there()).toEqual(['data', 'out', 'place']);
  });

  test.each(['backup', 'check', 'restore'])('of a %s that is stopped half-way are gone', async (which) => {
    const stop = new AbortController();
    let steps = 0;
    const more = {
      stopped: stop.signal,
      onStep: () => {
        if (++steps === 2) stop.abort();
      },
    };
    const work = {
      backup: () => backup({ ...more, out: inside('other') }),
      check: () => verifyBackup({ file: inside('out'), data: inside('place'), ...more }),
      restore: () => restore(more),
    }[which];
    await expect(work?.()).rejects.toMatchObject({ code: 'stopped' });
    expect(there()).toEqual(['data', 'out', 'place']);
    expect(fs.readdirSync(inside('data'))).not.toContain('backup-copy');
  });
});
