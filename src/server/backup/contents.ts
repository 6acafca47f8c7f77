// SPDX-License-Identifier: Apache-2.0
// What a data folder consists of, and what of it goes into a backup. Walked, not listed by name: a store that comes later is
// in it too.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { hasErrors } from '../../core/problem.ts';
import { isSqliteFile, readFileBounded } from '../../platform/index.ts';
import { RunError } from '../../respond/index.ts';
import { parseAccess } from '../config/access-file.ts';
import { parseSources } from '../config/sources.ts';
import { operatorIn } from '../respond/run-ports.ts';
import { BackupError } from './manifest.ts';

export type Kind = 'database' | 'file' | 'key';

export interface Part {
  /** Relative to the data folder, with `/`. */
  readonly path: string;
  readonly kind: Kind;
}

/** Files that a running process makes for itself, and what it writes beside a file before it is whole. */
const PASSING =
  /(?:-wal|-shm|-journal|-lock|\.tmp|\.partial)$|^(?:operator\.header|server\.json|last-backup\.json)$/;
/** Where a backup keeps its copy of a database, in the data folder: it is as secret as what is there. */
export const COPIES = 'backup-copy';
/** Results of jobs, in the data folder: among them backups, which are fetched from there. */
export const JOBS = 'jobs';
/** Files that were damaged and put aside, copies for a backup, and what can be asked for again. */
const ASIDE = new RegExp(`^(?:quarantine|${COPIES}|${JOBS})/`);
/** Secrets by their name; those that `sources.yaml`, `access.yaml` and `operator.yaml` name are added. */
const KEY_NAMES =
  /(?:^|\/)(?:hash\.key|(?:lrs|taxii)-clients\.txt)$|\.(?:pem|key|p12|pfx|token|secret|password)$/i;
/** Read before what is found in it: so nothing that was found is without its event, and what is lacking is found again. */
export const EVENTS = 'events.db';
const FIRST = [EVENTS];
const MAX_FILES = 100_000;
const MAX_PEM_BYTES = 1024 * 1024;

/**
 * Files of the folder in the order in which they are copied.
 *
 * @param withKeys Keys go into the backup too, so that nothing depends on which files are some.
 * @throws BackupError when keys are to be left out and nobody can say which files are some; what the file system says.
 */
export function contentsOf(data: string, withKeys: boolean): readonly Part[] {
  const named = withKeys ? namedAsFar(data) : namedSecrets(data);
  const paths = filesBelow(data, '').filter((path) => !PASSING.test(path) && !ASIDE.test(path));
  if (paths.length > MAX_FILES) throw new Error(`${data} holds more than ${MAX_FILES} files`);
  return paths
    .map((path) => ({ path, kind: kindOf(data, path, named) }))
    .toSorted((left, right) => rank(left) - rank(right) || (left.path < right.path ? -1 : 1));
}

function rank({ path }: Part): number {
  const at = FIRST.indexOf(path);
  return at < 0 ? FIRST.length : at;
}

function kindOf(data: string, path: string, named: ReadonlySet<string>): Kind {
  if (named.has(path) || (KEY_NAMES.test(path) && !isForEverybody(join(data, path)))) return 'key';
  return isSqliteFile(join(data, path)) ? 'database' : 'file';
}

/** Public keys and certificates in PEM (RFC 7468): without them a restored folder would not know whom to trust. */
function isForEverybody(path: string): boolean {
  const { value } = readFileBounded(path);
  const text = value === undefined || value.length > MAX_PEM_BYTES ? '' : new TextDecoder().decode(value);
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label]) => label);
  return labels.length > 0 && labels.every((label) => label === 'PUBLIC KEY' || label === 'CERTIFICATE');
}

/** Links are not followed: what they lead to is not of this folder. */
function filesBelow(data: string, folder: string): readonly string[] {
  return readdirSync(join(data, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(data, path);
    return entry.isFile() ? [path] : [];
  });
}

/** As far as the files that name them can be read. */
function namedAsFar(data: string): ReadonlySet<string> {
  try {
    return namedSecrets(data);
  } catch (error) {
    if (error instanceof BackupError) return new Set();
    throw error;
  }
}

/** Tokens, keys and passwords that the sources and the operator name, as far as they are in the folder. @throws BackupError. */
function namedSecrets(data: string): ReadonlySet<string> {
  const inside = [...namedBySources(data), ...namedByAccess(data), ...namedByOperator(data)]
    .map((each) => relative(data, resolve(data, each)).replaceAll('\\', '/'))
    .filter((each) => !each.startsWith('..'));
  return new Set(inside);
}

function namedBySources(data: string): readonly string[] {
  const file = join(data, 'sources.yaml');
  if (!existsSync(file)) return [];
  const { value, problems } = readFileBounded(file);
  const read = value === undefined ? { problems } : parseSources(value, file);
  const sources = ('value' in read ? read.value : undefined) ?? [];
  // Of sources with a fault that is not one of their shape, the names are there all the same.
  if (sources.length === 0 && hasErrors(read.problems))
    throw unknownKeys(read.problems.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('; '));
  return sources.flatMap((source) =>
    Object.entries(source).flatMap(([key, named]) =>
      /^(?:token|key|password)-file$/.test(key) ? [named as string | readonly string[]].flat() : [],
    ),
  );
}

function namedByAccess(data: string): readonly string[] {
  const file = join(data, 'access.yaml');
  if (!existsSync(file)) return [];
  const { value, problems } = readFileBounded(file);
  const read = value === undefined ? { problems } : parseAccess(value, file);
  const settings = 'value' in read ? read.value : undefined;
  if (settings === undefined)
    throw unknownKeys(read.problems.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('; '));
  return [settings.oidc?.['client-secret-file'] ?? []].flat();
}

function namedByOperator(data: string): readonly string[] {
  try {
    return Object.values(operatorIn(data).secrets).flatMap((place) => ('file' in place ? [place.file] : []));
  } catch (error) {
    if (error instanceof RunError) throw unknownKeys(error.message);
    throw error;
  }
}

function unknownKeys(why: string): BackupError {
  return new BackupError('unknown-keys', `Cannot tell which files are keys, to leave them out: ${why}`);
}
