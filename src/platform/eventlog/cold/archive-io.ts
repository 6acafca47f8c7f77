// SPDX-License-Identifier: Apache-2.0
// What is asked of the disk while a day is written, as steps of which any may be the last.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../../write-file.ts';

export interface ArchiveIo {
  /** A new file, or an empty one in place of what has the name. */
  create(path: string): { write(bytes: Uint8Array): void; sync(): void; close(): void };
  /** Gives a file its name, and makes that last. */
  rename(from: string, to: string): void;
  remove(path: string): void;
}

export const DISK: ArchiveIo = {
  create: (path) => {
    const handle = openSync(path, 'w', 0o600);
    return {
      write: (bytes) => {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      },
      sync: () => fsyncSync(handle),
      close: () => closeSync(handle),
    };
  },
  rename: (from, to) => {
    renameSync(from, to);
    syncFolder(dirname(to));
  },
  remove: (path) => {
    rmSync(path, { force: true });
    syncFolder(dirname(path));
  },
};
