// SPDX-License-Identifier: Apache-2.0
// Packs by id, from folders of packs. With each file comes what it was read to when the program was built, if it was: the model says
// whether that is still true of it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Parsed } from '../core/problem.ts';
import { type ReadFile, readFolder } from './files.ts';

export interface ReadPackFile extends ReadFile {
  readonly ahead?: string;
}

/** Of the compiled program: `dist/packs`, where the build writes it, and a file that is as old as the code that reads packs. */
const BUILT = import.meta.filename.endsWith('.js')
  ? {
      folder: join(import.meta.dirname, '..', '..', 'packs'),
      code: join(import.meta.dirname, '..', 'model', 'index.js'),
    }
  : undefined;

/**
 * Reads packs by id from a folder of packs: pass it to `resolvePack` of the model.
 *
 *     resolvePack('e-commerce', packReader('packs'));
 */
export function packReader(packs: string, built = BUILT): (id: string) => Parsed<readonly ReadPackFile[]> {
  return (id) => {
    const known = packIds(packs);
    if (known.includes(id)) {
      const { value, problems } = readFolder(join(packs, id), ['.yaml']);
      if (value === undefined) return { problems };
      return { value: value.map((file) => withAhead(file, relative(packs, file.path), built)), problems };
    }
    const message = `Cannot find the pack \`${id}\` in ${packs}: expected ${known.length === 0 ? 'a folder with a pack.yaml' : `one of ${known.join(', ')}`}`;
    return {
      problems: [
        { code: 'PACK_UNKNOWN', severity: 'error', message, at: { file: packs, line: 1, column: 1 } },
      ],
    };
  };
}

/** Reads packs by id from several folders of packs: the first that has it counts. */
export function shelfReader(shelves: readonly string[]): ReturnType<typeof packReader> {
  return (id) =>
    packReader(shelves.find((shelf) => packIds(shelf).includes(id)) ?? shelves.at(-1) ?? '.')(id);
}

/** Ids of the packs in a folder: the names of its folders that hold a `pack.yaml`, sorted. */
export function packIds(packs: string): readonly string[] {
  try {
    return readdirSync(packs, { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() &&
          statSync(join(packs, entry.name, 'pack.yaml'), { throwIfNoEntry: false })?.isFile(),
      )
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

function withAhead(file: ReadFile, name: string, built: typeof BUILT): ReadPackFile {
  if (built === undefined) return file;
  const path = join(built.folder, `${name}.json`);
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  // Code that was compiled later may ask more of a pack.
  if (made === undefined || made < statSync(built.code).mtimeMs) return file;
  try {
    return { ...file, ahead: readFileSync(path, 'utf8') };
  } catch {
    return file;
  }
}
