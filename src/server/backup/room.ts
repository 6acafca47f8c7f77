// SPDX-License-Identifier: Apache-2.0
// Whether there is room for a backup, asked before its first byte: one that fills the disk of a server makes it refuse events.
import { closeSync, openSync, readSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Part } from './contents.ts';
import { BackupError } from './manifest.ts';

/** In bytes. */
export interface Need {
  /** Of the largest database, in the data folder while it goes into the archive. */
  readonly copy: number;
  readonly archive: number;
}

export interface Disk {
  readonly folder: string;
  /** The same for folders that share their free space. */
  readonly id: number;
  /** In bytes; undefined where the file system does not say. */
  readonly free: number | undefined;
}

/** How well the files can be packed is told by so many pieces of them, of so many bytes: 4 MiB, some ten milliseconds. */
const PIECES = 64;
const PIECE_BYTES = 64 * 1024;
/** Pieces are not the whole: so many standard errors are added to what they say. */
const STANDARD_ERRORS = 2;
/** Encryption adds a four-thousandth, and the server goes on writing meanwhile. */
const MARGIN = 1.02;
/** Header and padding of a file in the archive, and its line in the manifest. */
const BYTES_A_FILE = 2048;

/** @throws BackupError `no-room`, which says how much is needed; what the file system says. */
export function requireRoom(
  data: string,
  parts: readonly Part[],
  out: { readonly folder: string; readonly gzipLevel: number },
): void {
  const lack = lackOfRoom(needOf(data, parts, out.gzipLevel), diskOf(data), diskOf(out.folder));
  if (lack !== undefined)
    throw new BackupError('no-room', `There is no room for a backup of ${data}: ${lack}`);
}

export function needOf(data: string, parts: readonly Part[], gzipLevel: number): Need {
  const taken = parts.map(({ path, kind }) => {
    const file = join(data, path);
    // What is in the write-ahead log alone is in the copy too.
    return { kind, files: (kind === 'database' ? [file, `${file}-wal`] : [file]).map(sized) };
  });
  const copies = taken.filter(({ kind }) => kind === 'database').map(({ files }) => bytesOf(files));
  const all = taken.flatMap(({ files }) => files);
  return {
    copy: copies.reduce((most, each) => Math.max(most, each), 0),
    archive: Math.ceil(MARGIN * bytesOf(all) * packedShare(all, gzipLevel)) + parts.length * BYTES_A_FILE,
  };
}

interface Sized {
  readonly file: string;
  readonly size: number;
}

function sized(file: string): Sized {
  return { file, size: statSync(file, { throwIfNoEntry: false })?.size ?? 0 };
}

function bytesOf(files: readonly Sized[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** How much of a byte is left when it is packed, at most: by pieces that lie evenly over all files. */
function packedShare(files: readonly Sized[], gzipLevel: number): number {
  const pieces = piecesOf(files).map((piece) => ({
    read: piece.length,
    packed: deflateRawSync(piece, { level: gzipLevel }).length,
  }));
  const read = pieces.reduce((sum, each) => sum + each.read, 0);
  if (read === 0) return 1;
  const share = pieces.reduce((sum, each) => sum + each.packed, 0) / read;
  // The standard error of a ratio estimator (Cochran, Sampling Techniques, §2.11).
  const squares = pieces.reduce((sum, each) => sum + (each.packed - share * each.read) ** 2, 0);
  // What cannot be packed is stored as it is (RFC 1951 §3.2.4).
  return Math.min(1, share + (STANDARD_ERRORS * Math.sqrt(squares)) / read);
}

function piecesOf(files: readonly Sized[]): readonly Uint8Array[] {
  const step = Math.max(PIECE_BYTES, bytesOf(files) / PIECES);
  const pieces: Uint8Array[] = [];
  let [next, start] = [0, 0];
  for (const { file, size } of files) {
    for (; next < start + size; next += step) pieces.push(pieceOf(file, Math.floor(next - start)));
    start += size;
  }
  return pieces;
}

/** Empty when the file went meanwhile. */
function pieceOf(path: string, at: number): Uint8Array {
  const piece = Buffer.alloc(PIECE_BYTES);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return piece.subarray(0, 0);
    throw error;
  }
  try {
    return piece.subarray(0, readSync(file, piece, 0, piece.length, at));
  } finally {
    closeSync(file);
  }
}

function diskOf(folder: string): Disk {
  const { blocks, bavail, bsize } = statfsSync(folder);
  // File systems over a network may have no count of blocks.
  return { folder, id: statSync(folder).dev, free: blocks === 0 ? undefined : bavail * bsize };
}

/** What is lacking where, in words; undefined when there is room. */
export function lackOfRoom({ copy, archive }: Need, data: Disk, out: Disk): string | undefined {
  const [forCopy, forArchive] = [
    `${atLeast(copy)} for a copy of its largest database`,
    `${atLeast(archive)} for the backup`,
  ];
  if (data.id === out.id) return lackOn(out, copy + archive, ` (${forCopy}, ${forArchive})`);
  const lacks = [
    lackOn(data, copy, ' for a copy of its largest database'),
    lackOn(out, archive, ' for the backup'),
  ].filter((each) => each !== undefined);
  return lacks.length === 0 ? undefined : lacks.join('; ');
}

function lackOn({ folder, free }: Disk, bytes: number, what: string): string | undefined {
  if (free === undefined || bytes <= free) return undefined;
  return `about ${atLeast(bytes)} are needed in ${folder}${what}, and ${atMost(free)} are free there`;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Rounded up, so that whoever makes so much room has enough. */
function atLeast(bytes: number): string {
  return inUnit(bytes, Math.ceil);
}

function atMost(bytes: number): string {
  return inUnit(bytes, Math.floor);
}

function inUnit(bytes: number, round: (tenths: number) => number): string {
  const [unit, name] = bytes >= GIB ? [GIB, 'GiB'] : [MIB, 'MiB'];
  return `${(round((bytes / unit) * 10) / 10).toFixed(1)} ${name}`;
}
