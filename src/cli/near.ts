// SPDX-License-Identifier: Apache-2.0
// What a person may have meant by a name that is not there.
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../model/index.ts';

/** Names that a person still reads through. */
const MAX_HINTS = 5;

/** Shorter words are near to too many others. */
const MIN_WORD = 4;

/** "Did you mean `check`?"; `otherwise`, when nothing is near. */
export function nearHint(typed: string, names: Iterable<string>, otherwise?: string): string | undefined {
  const near = nearest(typed, names);
  return near === undefined ? otherwise : `Did you mean \`${near}\`?`;
}

/** A file or folder beside the one that is not there. */
export function nearFileHint(cwd: string, file: string): string | undefined {
  const path = resolve(cwd, file);
  try {
    const near = nearest(basename(path), readdirSync(dirname(path)));
    if (near === undefined || near === basename(path)) return undefined;
    return `Did you mean \`${join(dirname(file), near).replaceAll('\\', '/')}\`?`;
  } catch {
    return undefined;
  }
}

/** Names that have a word near to the one that was typed: `intenet` finds `internet-stranger`. */
export function namesWithNearWord(typed: string, names: readonly string[]): readonly string[] {
  if (typed.length < MIN_WORD) return [];
  const words = (name: string): readonly string[] =>
    name.split('-').filter((word) => word.length >= MIN_WORD);
  const near = nearest(typed, new Set(names.flatMap(words)));
  const found = near === undefined ? [] : names.filter((name) => words(name).includes(near));
  return [...new Set(found)].slice(0, MAX_HINTS);
}
