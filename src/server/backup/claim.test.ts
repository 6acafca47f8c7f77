// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteFiles } from '../../platform/index.ts';
import { claim, clearCopies } from './claim.ts';

let data = '';
let copies = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'ensuresec-claim-'));
  copies = join(data, 'backup-copy');
});
afterEach(() => rmSync(data, { recursive: true }));

test('copies that a killed backup left are removed, and it is told', async () => {
  mkdirSync(join(copies, 'deep'), { recursive: true });
  for (const name of ['copy', 'copy-journal', 'run-lock', 'deep/copy']) writeFileSync(join(copies, name), '');
  expect(await clearCopies(data)).toContain(`left in ${copies} are removed`);
  expect(existsSync(copies)).toBe(false);
  expect(await clearCopies(data)).toBeUndefined();
});

test('copies of a backup that runs stay', async () => {
  const letGo = claim(await openSqliteFiles(), copies);
  writeFileSync(join(copies, 'copy'), 'of now');
  expect(await clearCopies(data)).toBeUndefined();
  expect(readdirSync(copies)).toContain('copy');
  letGo();
  expect(existsSync(copies)).toBe(false);
});

test('what a link of the name leads to is left alone', async () => {
  mkdirSync(join(data, 'mine'));
  writeFileSync(join(data, 'mine', 'file'), 'mine');
  symlinkSync(join(data, 'mine'), copies);
  expect(await clearCopies(data)).toBeUndefined();
  expect(readdirSync(join(data, 'mine'))).toEqual(['file']);
});
