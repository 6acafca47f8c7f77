// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isThere } from './is-there.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what is there is there, and nothing is below a file', () => {
  const file = path.join(folder, 'file');
  expect(isThere(file)).toBe(false);
  writeFileSync(file, '');
  expect([isThere(folder), isThere(file), isThere(path.join(file, 'below'))]).toEqual([true, true, false]);
});

test('what may not be looked at is an error, not absent', () => {
  // Links in a circle refuse everybody, root too; a folder without permission refuses all others alike.
  const link = path.join(folder, 'link');
  symlinkSync(link, link);
  expect(() => isThere(path.join(link, 'log.db'))).toThrow('ELOOP');
});
