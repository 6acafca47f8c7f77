// SPDX-License-Identifier: Apache-2.0
/**
 * A backup becomes a data folder. It is unpacked and checked in full beside the folder, then takes its name.
 *
 * Names, all beside the folder `data`: `data.restoring` is being written and may be thrown away; `data.restored` is whole
 * and checked; `data.before-…` is what was there; `data.verifying` is a backup that is only checked. A folder that is
 * replaced is away for the moment between two renames: who finds no `data` but a `data.restored` ends what was begun
 * (`finishRestore`). Whoever renames holds the lock of `data.restoring`.
 */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isStoreHeld, openSqliteFiles, type SqliteFiles, syncFolder } from '../../platform/index.ts';
import { BackupError, goesOn, type Manifest } from './manifest.ts';
import { type ReadOptions, readBackup } from './read.ts';

export interface RestoreOptions extends Omit<ReadOptions, 'into'> {
  readonly data: string;
  /** Put what is in the folder aside. */
  readonly replace: boolean;
  readonly now: () => number;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where that is what was in the folder before. */
  readonly aside: string | undefined;
}

/** @throws BackupError, or what the file system says; the folder is as it was. */
export async function restoreBackup({ data, replace, now, ...read }: RestoreOptions): Promise<Restored> {
  mkdirSync(dirname(data), { recursive: true });
  return alone(`${data}.restoring`, async (into, sqlite) => {
    finish(data);
    const isFilled = existsSync(data) && readdirSync(data).length > 0;
    if (isFilled && !replace) throw new BackupError('refused', `${data} is not empty`);
    const letGo = isFilled ? lockAll(sqlite, data) : () => undefined;
    try {
      const ready = readyOf(data);
      rmSync(ready, { recursive: true, force: true });
      const manifest = await readBackup({ ...read, into });
      for (const folder of foldersBelow(into)) syncFolder(folder);
      goesOn(read.stopped);
      renameSync(into, ready);
      syncFolder(dirname(data));
      const aside = isFilled
        ? `${data}.before-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}`
        : undefined;
      swap(data, aside);
      syncFolder(dirname(data));
      return { manifest, aside };
    } finally {
      letGo();
    }
  });
}

/** The new folder takes the name; when it cannot, the old one has it again. */
function swap(data: string, aside: string | undefined): void {
  const ready = readyOf(data);
  try {
    if (aside !== undefined) renameSync(data, aside);
    // Onto an empty folder a rename is one step (POSIX.1-2017 rename).
    renameSync(ready, data);
  } catch (error) {
    if (aside !== undefined && !existsSync(data)) renameSync(aside, data);
    // Only now: without a folder of the name, the next one would end what was begun.
    rmSync(ready, { recursive: true, force: true });
    throw error;
  }
}

/** Reads all of a backup and checks it, in a folder beside that of the data for the while. @throws BackupError. */
export async function verifyBackup({
  data,
  ...read
}: Omit<ReadOptions, 'into'> & { readonly data: string }): Promise<Manifest> {
  if (!existsSync(dirname(data)))
    throw new BackupError('refused', `There is no folder ${dirname(data)} to unpack the backup in`);
  return alone(`${data}.verifying`, (into) => readBackup({ ...read, into }));
}

/** Ends a restore that was cut off between its two renames; returns whether there was one. @throws BackupError while one runs. */
export async function finishRestore(data: string): Promise<boolean> {
  if (existsSync(data) || !existsSync(readyOf(data))) return false;
  return alone(`${data}.restoring`, async () => finish(data));
}

/** By who holds the lock. What is no folder was left by nobody here. */
function finish(data: string): boolean {
  const ready = readyOf(data);
  if (existsSync(data) || statSync(ready, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  renameSync(ready, data);
  syncFolder(dirname(data));
  return true;
}

/**
 * Works in an empty folder that only this process has and that only its user may read, and takes it away: what it holds is as
 * secret as the data. What a process left that was killed is cleared first.
 */
async function alone<T>(into: string, work: (into: string, sqlite: SqliteFiles) => Promise<T>): Promise<T> {
  const sqlite = await openSqliteFiles();
  const unlock = lockOf(sqlite, into);
  const clear = (): void => rmSync(into, { recursive: true, force: true });
  try {
    clear();
    mkdirSync(into, { mode: 0o700 });
    chmodSync(into, 0o700);
    return await work(into, sqlite);
  } finally {
    clear();
    unlock();
    rmSync(`${into}-lock`, { force: true });
  }
}

function readyOf(data: string): string {
  return `${data}.restored`;
}

function lockOf(sqlite: SqliteFiles, path: string): () => void {
  accessSync(dirname(path), constants.W_OK);
  try {
    return sqlite.lock(path);
  } catch (cause) {
    if (!isStoreHeld(cause)) throw cause;
    throw new BackupError('refused', `${path} is in use by another process: stop it first`, { cause });
  }
}

/** Nobody has one of the stores open, and nobody opens one until this ends. */
function lockAll(sqlite: SqliteFiles, data: string): () => void {
  const held: (() => void)[] = [];
  const end = (): void => {
    for (const unlock of held) unlock();
  };
  try {
    for (const folder of foldersBelow(data))
      for (const name of readdirSync(folder))
        if (name.endsWith('.db')) held.push(lockOf(sqlite, join(folder, name)));
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

function foldersBelow(folder: string): readonly string[] {
  const below = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  return [...below.flatMap(foldersBelow), folder];
}
