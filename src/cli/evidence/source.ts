// SPDX-License-Identifier: Apache-2.0
// What can be checked: the log itself, a folder of tiles, a bundle.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkStore, createdKey, type Fault, verifyBundle, verifyTiles } from '../../evidence/index.ts';
import { readFileBounded } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { isLogFolder, withStore } from './log-folder.ts';

export interface Checked {
  readonly kind: 'log' | 'tiles' | 'bundle';
  readonly entries: number;
  /** Entries that a bundle shows. */
  readonly shown?: number;
  readonly key: string | undefined;
  readonly faults: readonly Fault[];
}

const MAX_BUNDLE_BYTES = 1024 * 1024 * 1024;

export async function checkSource(call: Call, path: string): Promise<Checked> {
  const expected = call.options.text('key');
  const place = resolve(call.io.cwd, path);
  if (isLogFolder(call, path)) return withKey(await checkLog(call, path), expected);
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
    const { entries, own, faults } = await checkStore(store, (done) => call.progress.step('Checking', done));
    return { kind: 'log', entries, key: createdKey(own), faults };
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
