// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT, Failure } from './exit.ts';
import type { Io } from './io.ts';

/**
 * Writes `text` to `file` whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder.
 * Without `replace` an existing file stays, also when another process creates it meanwhile.
 *
 * @throws Failure 2 when the file exists and may not be replaced, 6 when the file system refuses.
 */
export function writeFileSafely(io: Io, file: string, text: string | Uint8Array, replace: boolean): void {
  const target = resolve(io.cwd, file);
  const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeAndSync(temporary, text);
    if (replace) renameSync(temporary, target);
    else linkSync(temporary, target);
    syncFolder(dirname(target));
  } catch (error) {
    throw writeFailure(file, error as NodeJS.ErrnoException);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeAndSync(file: string, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const handle = openSync(file, 'wx', 0o644);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The rename itself is durable only when the folder is. Windows cannot open folders; there the rename is enough. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeFailure(file: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === 'EEXIST')
    return new Failure(EXIT.usage, `Cannot write ${file}: it exists already`, 'Add --force to replace it');
  return new Failure(
    EXIT.runtime,
    `Cannot write ${file}: ${error.code ?? error.message}`,
    'Check that the folder exists and may be written to',
  );
}
