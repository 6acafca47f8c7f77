// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isDamage } from './check.ts';
import { type Database, loadSqlite } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE_BYTES = 4096;

/** A table of some hundred pages, the middle of which is overwritten. */
async function damaged(name: string): Promise<Database> {
  const open = await loadSqlite();
  const file = join(folder, name);
  const sound = open(file);
  sound.exec('CREATE TABLE t (n)');
  sound.exec(
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) INSERT INTO t SELECT n || 'x' FROM c",
  );
  sound.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 10 * PAGE_BYTES, 20 * PAGE_BYTES));
  return open(file);
}

test.each(['all', 'get', 'run'] as const)('damage that `%s` meets is told from a mistake', async (how) => {
  const database = await damaged(how);
  const thrownBy = (sql: string): unknown => {
    try {
      database.prepare(sql)[how]();
    } catch (error) {
      return error;
    }
    throw new Error('It worked');
  };
  expect(isDamage(thrownBy('SELECT sum(length(n)) FROM t'))).toBe(true);
  expect(isDamage(thrownBy('SELECT nothing FROM t'))).toBe(false);
  database.close();
});

test('who only says the words of damage is not believed', () => {
  expect(isDamage(new Error('file is not a database'))).toBe(false);
  expect(isDamage({ cause: { code: 'ERR_SQLITE_ERROR', message: 'file is not a database' } })).toBe(true);
});
