// SPDX-License-Identifier: Apache-2.0
// A backup taken apart into an empty folder, and all that it says of itself checked.
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { checkStore } from '../../evidence/index.ts';
import {
  type ArchiveEntry,
  ArchiveError,
  isSealed,
  openEvidenceStore,
  openSqliteFiles,
  readTar,
  unseal,
} from '../../platform/index.ts';
import { BackupError, goesOn, MANIFEST, type Manifest, parseManifest } from './manifest.ts';
import { syncFile } from './write.ts';

export interface ReadOptions {
  readonly file: string;
  /** An empty folder that the files are written to. */
  readonly into: string;
  readonly passphrase?: string;
  /** Aborted when it is to end. */
  readonly stopped?: AbortSignal;
  readonly onStep?: (what: string) => void;
}

const MAX_MANIFEST_BYTES = 32 * 1024 * 1024;

interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Files below `into` are synced, and are what the manifest says; databases are sound and logs of evidence hold.
 *
 * @throws BackupError with all that is wrong; what the file system says.
 */
export async function readBackup(options: ReadOptions): Promise<Manifest> {
  const isEncrypted = isSealed(startOf(options.file));
  try {
    return await readAll(options, isEncrypted);
  } catch (error) {
    if (error instanceof BackupError || isOfMachine(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    // Whatever opens by its passphrase was a backup once; so was what begins as gzip does.
    const isOne = error instanceof ArchiveError || isEncrypted || isGzip(startOf(options.file));
    const code = isOne ? 'damaged' : 'not-a-backup';
    throw new BackupError(code, `Cannot read ${options.file} as a backup: ${why}`, { cause: error });
  }
}

async function readAll(options: ReadOptions, isEncrypted: boolean): Promise<Manifest> {
  const { file } = options;
  const written = new Map<string, Written>();
  let manifest: Manifest | undefined;
  for await (const entry of entriesIn(options, isEncrypted)) {
    if (manifest !== undefined) throw new BackupError('damaged', `${file} goes on after its manifest`);
    if (entry.path === MANIFEST) manifest = await manifestIn(entry);
    else written.set(entry.path.replace(/^data\//, ''), await writeEntry(entry, options));
  }
  if (manifest === undefined) throw new BackupError('damaged', `${file} has no manifest: it was cut`);
  const faults = [...differences(manifest, written), ...(await unsound(manifest, options))];
  if (faults.length > 0)
    throw new BackupError('damaged', `${file} is damaged: ${faults.slice(0, 5).join('; ')}`);
  return manifest;
}

async function* entriesIn(
  { file, passphrase }: ReadOptions,
  isEncrypted: boolean,
): AsyncGenerator<ArchiveEntry> {
  if (isEncrypted && passphrase === undefined)
    throw new BackupError('passphrase', `${file} is encrypted: its passphrase is needed`);
  const source = createReadStream(file);
  const packed = isEncrypted ? await opened(source, file, passphrase ?? '') : source;
  const plain = createGunzip();
  packed.on('error', (error: Error) => plain.destroy(error));
  try {
    yield* readTar(packed.pipe(plain));
  } finally {
    source.destroy();
  }
}

/** RFC 1952 §2.3.1. */
function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** Errors of zlib have an errno too; those of the system name a call. */
function isOfMachine(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

async function opened(source: Readable, file: string, passphrase: string): Promise<Readable> {
  try {
    return await unseal(source, passphrase);
  } catch (cause) {
    source.destroy();
    throw new BackupError('passphrase', `Cannot open ${file}: this is not its passphrase`, { cause });
  }
}

function startOf(path: string): Uint8Array {
  const start = Buffer.alloc(64);
  const file = openSync(path, 'r');
  try {
    return start.subarray(0, readSync(file, start, 0, start.length, 0));
  } finally {
    closeSync(file);
  }
}

async function manifestIn({ size, bytes }: ArchiveEntry): Promise<Manifest> {
  if (size > MAX_MANIFEST_BYTES) throw new BackupError('damaged', 'The manifest is too long');
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const manifest = parseManifest(Buffer.concat(chunks));
  if (manifest === undefined)
    throw new BackupError('not-a-backup', 'Its manifest is none that this version understands');
  return manifest;
}

async function writeEntry(
  { path, size, bytes }: ArchiveEntry,
  { into, stopped, onStep }: ReadOptions,
): Promise<Written> {
  if (!path.startsWith('data/'))
    throw new BackupError('damaged', `${JSON.stringify(path)} is not of a data folder`);
  onStep?.(path.slice('data/'.length));
  const target = join(into, path.slice('data/'.length));
  const free = statfsSync(into);
  if (size > free.bavail * free.bsize)
    throw new BackupError('no-room', `There is no room for ${path}: it needs ${size} bytes in ${into}`);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const file = openSync(target, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      goesOn(stopped);
      hash.update(chunk);
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    }
  } finally {
    closeSync(file);
  }
  syncFile(target);
  return { bytes: size, sha256: hash.digest('hex') };
}

function differences({ files }: Manifest, written: ReadonlyMap<string, Written>): readonly string[] {
  const listed = new Set(files.map(({ path }) => path));
  return [
    ...files.flatMap(({ path, bytes, sha256 }) => {
      const found = written.get(path);
      if (found === undefined) return [`${path} is missing`];
      return found.bytes === bytes && found.sha256 === sha256
        ? []
        : [`${path} is not what the manifest says`];
    }),
    ...[...written.keys()]
      .filter((path) => !listed.has(path))
      .map((path) => `${path} is not in the manifest`),
  ];
}

async function unsound(
  { files }: Manifest,
  { into: folder, stopped, onStep }: ReadOptions,
): Promise<readonly string[]> {
  const sqlite = await openSqliteFiles();
  const faults: string[] = [];
  for (const { path, kind } of files) {
    if (kind !== 'database') continue;
    goesOn(stopped);
    onStep?.(`checking ${path}`);
    const found = sqlite.faults(join(folder, path));
    faults.push(...found.map((each) => `${path}: ${each}`));
    if (found.length === 0 && path.endsWith('/log.db')) faults.push(...(await evidenceFaults(folder, path)));
  }
  return faults;
}

async function evidenceFaults(folder: string, path: string): Promise<readonly string[]> {
  const store = await openEvidenceStore(join(folder, path));
  try {
    return (await checkStore(store)).faults.map(({ message }) => `${path}: ${message}`);
  } finally {
    await store.close();
  }
}
