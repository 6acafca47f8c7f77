// SPDX-License-Identifier: Apache-2.0
// Folders that a backup works in: one process has each at a time, and what one left that was killed is thrown away.
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteFiles, type SqliteFiles } from '../../platform/index.ts';
import { COPIES } from './contents.ts';
import { BackupError } from './manifest.ts';

/** Makes and empties the folder; returns how to take it away. @throws BackupError when one that runs has it. */
export function claim(sqlite: SqliteFiles, work: string): () => void {
  mkdirSync(work, { recursive: true, mode: 0o700 });
  chmodSync(work, 0o700);
  let unlock: () => void;
  try {
    unlock = sqlite.lock(join(work, 'run'));
  } catch (cause) {
    throw new BackupError('refused', `Another backup is being written to ${work}`, { cause });
  }
  try {
    for (const name of readdirSync(work))
      if (!name.startsWith('run-lock')) rmSync(join(work, name), { recursive: true });
  } catch (error) {
    unlock();
    throw error;
  }
  return () => {
    unlock();
    rmSync(work, { recursive: true, force: true });
  };
}

/**
 * Takes away the copies that a backup left in the data folder when it was killed: they are in the clear, and as large as a
 * database. Those of one that runs stay.
 *
 * @returns in a sentence, what the operator should know; undefined when there is nothing to tell.
 */
export async function clearCopies(data: string): Promise<string | undefined> {
  const copies = join(data, COPIES);
  // What a link leads to is not of this folder.
  if (lstatSync(copies, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  try {
    claim(await openSqliteFiles(), copies)();
    return `A backup had been cut off: the copies that it left in ${copies} are removed`;
  } catch (error) {
    if (error instanceof BackupError) return undefined;
    const why = error instanceof Error ? error.message : String(error);
    return `Cannot remove ${copies}, where a backup that was cut off left copies of databases: ${why}`;
  }
}
