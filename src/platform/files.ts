// SPDX-License-Identifier: Apache-2.0
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Parsed, Problem } from '../core/problem.ts';

/** A file that was read, with the name to show for it. */
export interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** 32 MiB: what the readers of documents take. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;
/** More files than any pack or project folder that we read as one input. */
const MAX_FILES = 10_000;
const MAX_FOLDER_DEPTH = 12;

/** Reads a regular file of at most `maxBytes`; folders, devices and larger files are problems, not exceptions. */
export function readFileBounded(path: string, maxBytes: number = MAX_FILE_BYTES): Parsed<Uint8Array> {
  try {
    return readOpen(path, maxBytes);
  } catch (error) {
    return { problems: [unreadable(path, reason(error))] };
  }
}

function readOpen(path: string, maxBytes: number): Parsed<Uint8Array> {
  // Asked before opening: opening a named pipe would wait for its writer.
  if (!statSync(path).isFile()) return { problems: [unreadable(path, 'it is not a regular file')] };
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > maxBytes) return { problems: [tooLarge(path, size, maxBytes)] };
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const count = readSync(file, bytes, length, size - length, length);
      if (count === 0) break;
      length += count;
    }
    return { value: bytes.subarray(0, length), problems: [] };
  } finally {
    closeSync(file);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission is denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'there is no such folder',
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}

function unreadable(path: string, why: string): Problem {
  return {
    code: 'FILE_UNREADABLE',
    severity: 'error',
    message: `Cannot read \`${path}\`: ${why}`,
    at: { file: path, line: 1, column: 1 },
  };
}

function tooLarge(path: string, size: number, maxBytes: number): Problem {
  return {
    code: 'FILE_TOO_LARGE',
    severity: 'error',
    message: `\`${path}\` has ${size} bytes: expected at most ${maxBytes}`,
    at: { file: path, line: 1, column: 1 },
  };
}

/** Reads all files of a folder whose name ends in one of `extensions` (`.yaml`), sorted by path; links are not followed. */
export function readFolder(folder: string, extensions: readonly string[]): Parsed<readonly ReadFile[]> {
  const problems: Problem[] = [];
  const files: ReadFile[] = [];
  for (const path of listFiles(folder, extensions, problems, MAX_FILES)) {
    const read = readFileBounded(path);
    problems.push(...read.problems);
    if (read.value !== undefined) files.push({ path, bytes: read.value });
  }
  return problems.length > 0 ? { problems } : { value: files, problems };
}

/** A file of a folder, and what changes when it is written: size, time, and the file behind the name. */
interface FileStamp {
  readonly path: string;
  readonly stamp: string;
}

/** As `readFolder`, without reading: who looks again reads only files whose stamp is another. */
export function listFolder(
  folder: string,
  extensions: readonly string[],
  maxFiles: number,
): Parsed<readonly FileStamp[]> {
  const problems: Problem[] = [];
  const files = listFiles(folder, extensions, problems, maxFiles).flatMap((path): FileStamp[] => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ path, stamp: `${found.size} ${found.mtimeMs} ${found.ino}` }];
  });
  return problems.length > 0 ? { problems } : { value: files, problems };
}

/** A file of at most `maxBytes`; one whose name ends in `.gz` is unpacked, and has no more than that unpacked either. */
export function readUnpacked(path: string, maxBytes: number): Parsed<Uint8Array> {
  const read = readFileBounded(path, maxBytes);
  if (read.value === undefined || !path.endsWith('.gz')) return read;
  try {
    return { value: gunzipSync(read.value, { maxOutputLength: maxBytes }), problems: [] };
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const why = isTooLong ? `unpacked it has more than ${maxBytes} bytes` : 'it is not whole gzip';
    return { problems: [unreadable(path, why)] };
  }
}

function listFiles(
  folder: string,
  extensions: readonly string[],
  problems: Problem[],
  maxFiles: number,
  depth = 0,
): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    const paths = entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_FOLDER_DEPTH && !entry.name.startsWith('.'))
        return listFiles(path, extensions, problems, maxFiles, depth + 1);
      return entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)) ? [path] : [];
    });
    if (paths.length > maxFiles) problems.push(unreadable(folder, `it holds more than ${maxFiles} files`));
    return paths.slice(0, maxFiles);
  } catch (error) {
    problems.push(unreadable(folder, reason(error)));
    return [];
  }
}
