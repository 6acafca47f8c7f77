// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes `text` to `target` whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder.
 * Without `replace` an existing file stays, also when another process creates it meanwhile.
 *
 * @throws what the operating system says: EEXIST when the file exists and may not be replaced.
 */
export function writeWhole(target: string, text: string | Uint8Array, replace: boolean): void {
  const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeAndSync(temporary, text);
    if (replace) renameSync(temporary, target);
    else linkSync(temporary, target);
    syncFolder(dirname(target));
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
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
