// SPDX-License-Identifier: Apache-2.0
/**
 * A backup becomes a data folder. It is unpacked and checked in full beside the folder, then takes its name.
 *
 * Names, all beside the folder `data`: `data.restoring` is being written and may be thrown away; `data.restored` is whole
 * and checked; `data.before-…` is what was there. A folder that is replaced is away for the moment between two renames:
 * who finds no `data` but a `data.restored` ends what was begun (`finishRestore`).
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSqliteFiles, type SqliteFiles, syncFolder } from '../../platform/index.ts';
import { BackupError, type Manifest } from './manifest.ts';
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
  finishRestore(data);
  const isFilled = existsSync(data) && readdirSync(data).length > 0;
  if (isFilled && !replace) throw new BackupError('refused', `${data} is not empty`);
  const sqlite = await openSqliteFiles();
  mkdirSync(dirname(data), { recursive: true });
  const unlock = lockOf(sqlite, `${data}.restoring`);
  const letGo = isFilled ? lockAll(sqlite, data) : () => undefined;
  try {
    const into = `${data}.restoring`;
    const ready = readyOf(data);
    for (const left of [into, ready]) rmSync(left, { recursive: true, force: true });
    mkdirSync(into, { mode: 0o700 });
    const manifest = await readBackup({ ...read, into });
    for (const folder of foldersBelow(into)) syncFolder(folder);
    renameSync(into, ready);
    syncFolder(dirname(data));
    const aside = isFilled
      ? `${data}.before-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}`
      : undefined;
    if (aside !== undefined) renameSync(data, aside);
    // Onto an empty folder a rename is one step (POSIX.1-2017 rename).
    renameSync(ready, data);
    syncFolder(dirname(data));
    return { manifest, aside };
  } finally {
    letGo();
    rmSync(`${data}.restoring`, { recursive: true, force: true });
    unlock();
    rmSync(`${data}.restoring-lock`, { force: true });
  }
}

/** Reads all of a backup and checks it, in a folder for the while. @throws BackupError. */
export async function verifyBackup(read: Omit<ReadOptions, 'into'>): Promise<Manifest> {
  const into = mkdtempSync(join(tmpdir(), 'ensuresec-verify-'));
  try {
    return await readBackup({ ...read, into });
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** Ends a restore that was cut off between its two renames; returns whether there was one. */
export function finishRestore(data: string): boolean {
  const ready = readyOf(data);
  if (existsSync(data) || !existsSync(ready)) return false;
  renameSync(ready, data);
  syncFolder(dirname(data));
  return true;
}

function readyOf(data: string): string {
  return `${data}.restored`;
}

function lockOf(sqlite: SqliteFiles, path: string): () => void {
  try {
    return sqlite.lock(path);
  } catch (cause) {
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
