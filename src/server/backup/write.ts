// SPDX-License-Identifier: Apache-2.0
/**
 * A backup: one file with all of a data folder, written while others write to it.
 *
 * Each database is copied as it is at one moment, the events first; each copy is hashed while it goes into the archive;
 * the manifest comes last. The archive is written beside the target and gets its name when it is whole and synced. Copies are
 * as they are, also when the archive is encrypted: they are in the data folder, where the same can be read anyway, one at a time.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  type ArchiveEntry,
  openSqliteFiles,
  type SqliteFiles,
  seal,
  syncFolder,
  writeTar,
  writeWhole,
} from '../../platform/index.ts';
import { ARCHIVE } from '../config/keep.ts';
import { claim } from './claim.ts';
import { COPIES, contentsOf, EVENTS, type Part } from './contents.ts';
import { BackupError, goesOn, MANIFEST, type Manifest } from './manifest.ts';
import { requireRoom } from './room.ts';

export interface BackupOptions {
  readonly data: string;
  readonly out: string;
  /** Replace a file that has the name. */
  readonly replace: boolean;
  /** Keys go into it as they are. With a passphrase they always do. */
  readonly keys: boolean;
  readonly passphrase?: string;
  readonly version: string;
  /** It lies in the data folder until somebody fetches it; only then there is a backup (`noteFetched`). */
  readonly fetched?: boolean;
  readonly now: () => number;
  /** Aborted when it is to end: what was written is taken away. */
  readonly stopped?: AbortSignal;
  readonly onStep?: (what: string, done: number) => void;
}

export interface Backup {
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly sha256: string;
}

/** Says when there was a backup, in the data folder. */
export const LAST_BACKUP = 'last-backup.json';
/** Twice as fast as the default of zlib, and a tenth larger. */
const GZIP_LEVEL = 3;

/** @throws BackupError, or what the file system says; the target is as it was. */
export async function writeBackup(options: BackupOptions): Promise<Backup> {
  const { data, out, replace } = options;
  if (!existsSync(data)) throw new BackupError('nothing', `There is no data folder ${data}`);
  const refuse = (): never => {
    throw new BackupError('refused', `Cannot write ${out}: it exists already`);
  };
  if (existsSync(out) && !replace) refuse();
  const sqlite = await openSqliteFiles();
  const work = `${out}.partial`;
  const copies = join(data, COPIES);
  const letGo: (() => void)[] = [];
  try {
    for (const folder of [work, copies]) letGo.push(claim(sqlite, folder));
    const file = join(work, 'backup');
    const made = await writeInto(file, join(copies, 'copy'), sqlite, options);
    goesOn(options.stopped);
    if (replace) renameSync(file, out);
    else linkNew(file, out, refuse);
    syncFolder(dirname(out));
    if (options.fetched !== true) writeWhole(join(data, LAST_BACKUP), lastBackup(out, made), true);
    return made;
  } finally {
    for (const each of letGo) each();
  }
}

function linkNew(file: string, out: string, refuse: () => never): void {
  try {
    linkSync(file, out);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuse();
    throw error;
  }
}

async function writeInto(
  file: string,
  copy: string,
  sqlite: SqliteFiles,
  options: BackupOptions,
): Promise<Backup> {
  const { passphrase, data, keys, stopped } = options;
  const at = new Date(options.now()).toISOString();
  const withKeys = keys || passphrase !== undefined;
  const parts = contentsOf(data, withKeys);
  if (parts.length === 0) throw new BackupError('nothing', `There is nothing in the data folder ${data}`);
  const isTaken = ({ kind }: Part): boolean => kind !== 'key' || withKeys;
  requireRoom(data, parts.filter(isTaken), { folder: dirname(file), gzipLevel: GZIP_LEVEL });
  const manifest: Manifest = {
    schema: 'ensuresec/backup/1',
    at,
    version: options.version,
    files: [],
    withoutKeys: parts.filter((part) => !isTaken(part)).map(({ path }) => path),
  };
  const source = Readable.from(writeTar(entriesOf(parts.filter(isTaken), manifest, copy, sqlite, options)), {
    objectMode: false,
  });
  const packed = source.pipe(createGzip({ level: GZIP_LEVEL }));
  // A pipe does not hand on why its source failed.
  source.on('error', (error) => packed.destroy(error));
  const hash = createHash('sha256');
  const target = createWriteStream(file, { mode: 0o600, flags: 'wx' });
  try {
    await pipeline(
      passphrase === undefined ? packed : await seal(packed, passphrase),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          goesOn(stopped);
          hash.update(chunk);
          yield chunk;
        }
      },
      target,
    );
  } finally {
    source.destroy();
  }
  syncFile(file);
  return { manifest, bytes: statSync(file).size, sha256: hash.digest('hex') };
}

async function* entriesOf(
  parts: readonly Part[],
  manifest: Manifest,
  copy: string,
  sqlite: SqliteFiles,
  { data, stopped, onStep = () => undefined }: BackupOptions,
): AsyncGenerator<ArchiveEntry> {
  const sizes = parts.map(({ path }) => sizeOf(join(data, path)));
  const all = sizes.reduce((sum, size) => sum + size, 1);
  let done = 0;
  const queue = [...parts];
  for (let at = 0; at < queue.length; at++) {
    const { path, kind } = queue[at] as Part;
    goesOn(stopped);
    onStep(path, Math.min(1, done / all));
    done += sizes[at] ?? 0;
    if (kind === 'database') copyDatabase(sqlite, join(data, path), copy);
    const source = kind === 'database' ? copy : join(data, path);
    const size = statSync(source, { throwIfNoEntry: false })?.size;
    // A file may go between the look at the folder and this one, such as a token that is replaced.
    if (size === undefined) continue;
    const hash = createHash('sha256');
    yield { path: `data/${path}`, size, bytes: hashed(source, size, hash) };
    manifest.files.push({ path, kind, bytes: size, sha256: hash.digest('hex') });
    rmSync(copy, { force: true });
    // What went from the database to a file before it was copied is in that file only, which may be younger than the list.
    if (path === EVENTS) queue.push(...daysBeside(data, queue));
  }
  const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  yield { path: MANIFEST, size: text.length, bytes: Readable.from([text]) };
}

function daysBeside(data: string, known: readonly Part[]): readonly Part[] {
  const names = new Set(known.map(({ path }) => path));
  return contentsOf(data, true).filter(({ path }) => path.startsWith(`${ARCHIVE}/`) && !names.has(path));
}

function copyDatabase(sqlite: SqliteFiles, from: string, to: string): void {
  try {
    sqlite.copy(from, to);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BackupError('damaged', `Cannot copy ${basename(from)}: ${why}`, { cause });
  }
}

/** As long as it was when it was looked at: a log that grows is a beginning of itself. */
async function* hashed(
  path: string,
  size: number,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  for await (const chunk of createReadStream(path, { end: size - 1 })) {
    hash.update(chunk as Uint8Array);
    yield chunk as Uint8Array;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Somebody has all of a backup that was made to be fetched. */
export function noteFetched(
  data: string,
  made: { readonly at: string; readonly bytes: number; readonly sha256: string },
): void {
  const last = { schema: 'ensuresec/last-backup/1', ...made, keys: true, fetched: true };
  writeWhole(join(data, LAST_BACKUP), `${JSON.stringify(last)}\n`, true);
}

function lastBackup(out: string, { manifest: { at, withoutKeys }, bytes, sha256 }: Backup): string {
  return `${JSON.stringify({ schema: 'ensuresec/last-backup/1', at, file: out, bytes, sha256, keys: withoutKeys.length === 0 })}\n`;
}
