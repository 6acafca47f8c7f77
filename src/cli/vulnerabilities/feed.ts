// SPDX-License-Identifier: Apache-2.0
// A folder of feeds as they are published, looked at as often as one likes: only files that changed are read again.
import { resolve } from 'node:path';
import type { Problem } from '../../core/problem.ts';
import type { Advisory } from '../../monitor/index.ts';
import { listFolder, readUnpacked } from '../../platform/index.ts';
import { type FeedFile, readFeedFile } from './feed-file.ts';

const ENDINGS = ['.json', '.csv', '.json.gz', '.csv.gz'];
/** An ecosystem of OSV with all its malicious packages has more than 200,000 files. */
const MAX_FILES = 1_000_000;
/** Below the longest text that V8 holds (2^29 - 24 characters). */
const MAX_BYTES = 500_000_000;

export interface Feed {
  readonly advisories: readonly Advisory[];
  readonly kev: ReadonlySet<string>;
  readonly epss: ReadonlyMap<string, number>;
}

export interface Reread {
  /** Ids of advisories that came, changed or went. */
  readonly ids: ReadonlySet<string>;
  /** Whether a catalogue or forecasts came, changed or went. */
  readonly isRated: boolean;
  readonly files: number;
  readonly problems: readonly Problem[];
}

export interface FeedFolder {
  /** Reads what changed since the last time. A file that cannot be read counts as gone, and says so. */
  reread(): Reread;
  /** What counts now; where two files have one advisory, the later path. */
  current(): Feed;
  advisory(id: string): Advisory | undefined;
}

interface Known {
  readonly stamp: string;
  readonly file: FeedFile;
}

export function openFeed(cwd: string, folder: string): FeedFolder {
  const root = resolve(cwd, folder);
  const files = new Map<string, Known>();
  /** By id, and the path of the file that has it. */
  const holders = new Map<string, Map<string, Advisory>>();
  const put = (path: string, known: Known | undefined): FeedFile[] => {
    const before = files.get(path);
    for (const { id } of before?.file.advisories ?? []) {
      holders.get(id)?.delete(path);
      if (holders.get(id)?.size === 0) holders.delete(id);
    }
    if (known === undefined) files.delete(path);
    else files.set(path, known);
    for (const advisory of known?.file.advisories ?? []) {
      const held = holders.get(advisory.id) ?? new Map<string, Advisory>();
      holders.set(advisory.id, held.set(path, advisory));
    }
    return [before?.file, known?.file].filter((file) => file !== undefined);
  };
  return {
    reread() {
      const listed = listFolder(root, ENDINGS, MAX_FILES);
      if (listed.value === undefined)
        return { ids: new Set(), isRated: false, files: 0, problems: listed.problems };
      const problems: Problem[] = [];
      const changed = listed.value.filter(({ path, stamp }) => files.get(path)?.stamp !== stamp);
      const there = new Set(listed.value.map(({ path }) => path));
      const gone = [...files.keys()].filter((path) => !there.has(path));
      const touched = [
        ...gone.flatMap((path) => put(path, undefined)),
        ...changed.flatMap(({ path, stamp }) => {
          const { value, problems: found } = readUnpacked(path, MAX_BYTES);
          problems.push(...found);
          const file = value === undefined ? undefined : readFeedFile(path, value);
          problems.push(...(file?.problems ?? []));
          return put(path, file === undefined ? undefined : { stamp, file });
        }),
      ];
      return {
        ids: new Set(touched.flatMap(({ advisories }) => advisories.map(({ id }) => id))),
        isRated: touched.some(({ kev, epss }) => kev.length > 0 || epss.size > 0),
        files: changed.length + gone.length,
        problems,
      };
    },
    current: () => ({
      advisories: [...holders.keys()].map((id) => newest(holders, id) as Advisory),
      kev: new Set([...files.values()].flatMap(({ file }) => file.kev)),
      epss: new Map([...files.values()].flatMap(({ file }) => [...file.epss])),
    }),
    advisory: (id) => newest(holders, id),
  };
}

function newest(
  holders: ReadonlyMap<string, ReadonlyMap<string, Advisory>>,
  id: string,
): Advisory | undefined {
  const held = holders.get(id);
  const path = held === undefined ? undefined : [...held.keys()].sort().at(-1);
  return path === undefined ? undefined : held?.get(path);
}
