// SPDX-License-Identifier: Apache-2.0
// The beginnings of the files of a folder, to say what is in it without reading it all.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface FileHead {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly head: Uint8Array;
}

const HEAD_BYTES = 64 * 1024;
const MAX_FILES = 5_000;
const MAX_DEPTH = 6;
/** Other people's files, or copies. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  'vendor',
  'dist',
  'build',
  'target',
  '.venv',
  '__pycache__',
]);

/** Regular files below a folder, those near to it first; links are not followed, what cannot be read is left out. */
export function readHeads(folder: string): readonly FileHead[] {
  return listPaths(folder).flatMap((path) => {
    const head = readHead(join(folder, path));
    return head === undefined ? [] : [{ path, head }];
  });
}

function listPaths(folder: string): readonly string[] {
  const found: string[] = [];
  let level: readonly string[] = [''];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const inner of level)
      for (const entry of entriesOf(join(folder, inner))) {
        const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
        if (entry.isFile()) found.push(path);
        else if (entry.isDirectory() && !SKIPPED.has(entry.name)) next.push(path);
        if (found.length >= MAX_FILES) return found;
      }
    level = next;
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}

function readHead(path: string): Uint8Array | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const head = new Uint8Array(HEAD_BYTES);
      return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
