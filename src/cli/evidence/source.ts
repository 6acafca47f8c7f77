// SPDX-License-Identifier: Apache-2.0
// What can be checked: the log itself, a folder of tiles, a bundle.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  checkGitNotes,
  checkStore,
  createdKey,
  type Fault,
  gitNotesRef,
  parseCheckpointNote,
  rootsThen,
  verifyBundle,
  verifyTiles,
} from '../../evidence/index.ts';
import { readFileBounded, readGitNotes } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { withGit } from './git-repository.ts';
import { isLogFolder, withStore } from './log-folder.ts';

export interface Checked {
  readonly kind: 'log' | 'tiles' | 'bundle';
  readonly entries: number;
  /** Entries that a bundle shows. */
  readonly shown?: number;
  /** Notes of git that were compared. */
  readonly notes?: number;
  readonly key: string | undefined;
  readonly faults: readonly Fault[];
}

const MAX_BUNDLE_BYTES = 1024 * 1024 * 1024;

export async function checkSource(call: Call, path: string): Promise<Checked> {
  const expected = call.options.text('key');
  const place = resolve(call.io.cwd, path);
  if (isLogFolder(call, path)) return withKey(await checkLog(call, path), expected);
  if (call.options.text('git') !== undefined)
    throw new Failure(EXIT.usage, `Cannot compare ${path} with --git: expected the folder of a log`);
  if (existsSync(join(place, 'checkpoint'))) {
    const { size, own, faults } = await readTilesFolder(call, path);
    return withKey({ kind: 'tiles', entries: size, key: createdKey(own), faults }, expected);
  }
  if (statSync(place, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Failure(
      EXIT.nothing,
      `There is nothing to verify in ${path}`,
      'Name a folder of a log, a folder that `evidence export --tiles` wrote, or a bundle',
    );
  const { value, problems } = readFileBounded(place, MAX_BUNDLE_BYTES);
  if (value === undefined) throw new Failure(EXIT.runtime, problems[0]?.message ?? `Cannot read ${path}`);
  const { size, shown, key, faults } = await verifyBundle(value, expected);
  return { kind: 'bundle', entries: size, shown: shown.length, key, faults };
}

function checkLog(call: Call, path: string): Promise<Checked> {
  return withStore(call, path, false, async (store) => {
    const checked = await checkStore(store, (done) => call.progress.step('Checking', done));
    const { entries, own, faults } = checked;
    const answer = { kind: 'log', entries, key: createdKey(own), faults } as const;
    const repository = call.options.text('git');
    // Roots of a log that is broken in itself say nothing.
    if (repository === undefined || faults.length > 0 || checked.checkpoint === undefined) return answer;
    const { origin } = parseCheckpointNote(checked.checkpoint);
    const notes = await withGit(call, repository, (git) => readGitNotes(git, gitNotesRef(origin)));
    if (notes.length === 0)
      throw new Failure(
        EXIT.nothing,
        `There is no note of this log in ${repository}`,
        `ensuresec evidence witness --git makes one; git fetch REMOTE ${gitNotesRef(origin)}:${gitNotesRef(origin)} brings those of a clone`,
      );
    const rootsAt = (sizes: readonly number[]) => rootsThen(store, sizes);
    const outside = await checkGitNotes(notes, { origin, own, size: entries, rootsAt });
    return { ...answer, notes: notes.length, faults: outside };
  });
}

function withKey(checked: Checked, expected: string | undefined): Checked {
  if (expected === undefined || expected === checked.key) return checked;
  const stranger: Fault = { where: 'keys', message: 'The log does not begin with the key that you gave' };
  return { ...checked, faults: [...checked.faults, stranger] };
}

export function readTilesFolder(call: Call, folder: string): ReturnType<typeof verifyTiles> {
  const root = resolve(call.io.cwd, folder);
  return verifyTiles((path) => {
    const file = join(root, path);
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file) : undefined;
  });
}
