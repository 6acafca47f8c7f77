// SPDX-License-Identifier: Apache-2.0
// What a data folder consists of, and what of it goes into a backup. Walked, not listed by name: a store that comes later is
// in it too.
import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { isSqliteFile, readFileBounded } from '../../platform/index.ts';
import { parseSources } from '../config/sources.ts';

export type Kind = 'database' | 'file' | 'key';

export interface Part {
  /** Relative to the data folder, with `/`. */
  readonly path: string;
  readonly kind: Kind;
}

/** Files that a running process makes for itself, and what it writes beside a file before it is whole. */
const PASSING =
  /(?:-wal|-shm|-journal|-lock|\.tmp|\.partial)$|^(?:operator\.header|server\.json|last-backup\.json)$/;
/** Files that were damaged and put aside. */
const ASIDE = /^quarantine\//;
/** Secrets by their name; those that `sources.yaml` names are added. */
const KEY_NAMES = /(?:^|\/)(?:hash\.key|lrs-clients\.txt)$|\.(?:pem|key|p12|pfx|token|secret|password)$/i;
/** Read before what is found in it: so nothing that was found is without its event, and what is lacking is found again. */
const FIRST = ['events.db'];
const MAX_FILES = 100_000;

/** Files of the folder in the order in which they are copied. @throws what the file system says. */
export function contentsOf(data: string): readonly Part[] {
  const named = namedSecrets(data);
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
  if (KEY_NAMES.test(path) || named.has(path)) return 'key';
  return isSqliteFile(join(data, path)) ? 'database' : 'file';
}

/** Links are not followed: what they lead to is not of this folder. */
function filesBelow(data: string, folder: string): readonly string[] {
  return readdirSync(join(data, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(data, path);
    return entry.isFile() ? [path] : [];
  });
}

/** Tokens, keys and passwords that the sources name, as far as they are in the folder. */
export function namedSecrets(data: string): ReadonlySet<string> {
  const file = join(data, 'sources.yaml');
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return new Set();
  const { value } = readFileBounded(file);
  const sources = value === undefined ? [] : (parseSources(value, file).value ?? []);
  const files = sources.flatMap((source) =>
    Object.entries(source).flatMap(([key, named]) =>
      /^(?:token|key|password)-file$/.test(key) ? [named as string | readonly string[]].flat() : [],
    ),
  );
  const inside = files
    .map((each) => (isAbsolute(each) ? relative(data, each) : each).replace(/^\.\//, ''))
    .filter((each) => !each.startsWith('..'));
  return new Set(inside);
}
