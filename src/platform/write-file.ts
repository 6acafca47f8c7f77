// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Names of what a process has open, in Linux and macOS. */
const OPEN_FILE = /^\/dev\/(?:stdout|stderr|fd\/)|^\/proc\/[^/]+\/(?:task\/[^/]+\/)?fd\//u;

/**
 * Writes `text` to `target` whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder.
 * Without `replace` an existing file stays, also when another process creates it meanwhile. With it, the new file has the
 * owner and mode of the old one, also behind a symbolic link, which stays. A device, a pipe or an open file of a process
 * (/dev/stdout) is written into: a rename would put a file in its place.
 *
 * @throws what the operating system says: EEXIST when the file exists and may not be replaced.
 */
export function writeWhole(target: string, text: string | Uint8Array, replace: boolean): void {
  const before = replace ? statSync(target, { throwIfNoEntry: false }) : undefined;
  if (before !== undefined && isChannel(target, before)) writeInto(target, text);
  else writeBeside(before?.isFile() === true ? realpathSync(target) : target, text, replace, before);
}

function writeBeside(
  target: string,
  text: string | Uint8Array,
  replace: boolean,
  before: Stats | undefined,
): void {
  const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeAndSync(temporary, text, before?.isFile() === true ? before : undefined);
    if (replace) renameSync(temporary, target);
    else linkSync(temporary, target);
    syncFolder(dirname(target));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function isChannel(target: string, stats: Stats): boolean {
  return stats.isCharacterDevice() || stats.isBlockDevice() || stats.isFIFO() || OPEN_FILE.test(target);
}

/** At its end: what a shell appends to (`>> file`) keeps what it had. Nothing is created, should the channel be gone. */
function writeInto(channel: string, text: string | Uint8Array): void {
  const handle = openSync(channel, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeAll(handle, text);
  } finally {
    closeSync(handle);
  }
}

function writeAndSync(file: string, text: string | Uint8Array, before: Stats | undefined): void {
  const handle = openSync(file, 'wx', before === undefined ? 0o644 : 0o600);
  try {
    if (before !== undefined) fchmodSync(handle, keepOwner(handle, before));
    writeAll(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The mode of the old file; without the rights of its group, when the new one cannot be given to that group. */
function keepOwner(handle: number, before: Stats): number {
  const mode = before.mode & 0o777;
  const now = fstatSync(handle);
  if (now.uid === before.uid && now.gid === before.gid) return mode;
  for (const owner of [before.uid, now.uid]) {
    try {
      fchownSync(handle, owner, before.gid);
      return mode;
    } catch {
      // Only root gives files away, and others give them to groups they are in.
    }
  }
  return mode & 0o707;
}

function writeAll(handle: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
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
