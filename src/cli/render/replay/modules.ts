// SPDX-License-Identifier: Apache-2.0
// Compiled modules for a page without a server: each becomes a data: URL of an import map, under a name of its own.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInPacks } from '../../input.ts';

const IMPORT = /(\bfrom\s*|\bimport\s*)'(\.[^']+)'/g;

/** Packages that pages carry: each is one module without imports of its own. */
const PACKAGES = ['ts-fsrs'];

/** The import map of entries, such as `cascade/simulation/side.js`, and all that they import; undefined: not compiled. */
export function importMapOf(...entries: readonly string[]): string | undefined {
  const modules = compiled('ensuresec/', entries);
  if (modules === undefined) return undefined;
  const imports = Object.fromEntries([...modules].map(([name, text]) => [name, dataUrl(text)]));
  return JSON.stringify({ imports });
}

/** The same as files of a server: their text by path, which begins with `base`. */
export function moduleFilesOf(
  base: string,
  ...entries: readonly string[]
): ReadonlyMap<string, string> | undefined {
  const modules = compiled(base, entries);
  if (modules === undefined) return undefined;
  const placed = (name: string): string => (PACKAGES.includes(name) ? `${base}${name}.js` : name);
  const packaged = (text: string): string =>
    PACKAGES.reduce((sum, name) => sum.replaceAll(`from '${name}'`, `from '${placed(name)}'`), text);
  return new Map([...modules].map(([name, text]) => [placed(name), packaged(text)]));
}

/** Texts of entries and all that they import, by names that begin with `base`; packages by their own. */
function compiled(base: string, entries: readonly string[]): ReadonlyMap<string, string> | undefined {
  const root = join(dirname(builtInPacks()), 'dist', 'src');
  if (!entries.every((entry) => existsSync(join(root, entry)))) return undefined;
  const modules = new Map<string, string>();
  const open = [...entries];
  for (const name of open) {
    const key = `${base}${name}`;
    if (modules.has(key)) continue;
    const text = readFileSync(join(root, name), 'utf8').replace(
      IMPORT,
      (_, start: string, target: string) => {
        const path = posix.join(posix.dirname(name), target);
        open.push(path);
        return `${start}'${base}${path}'`;
      },
    );
    for (const name of PACKAGES.filter((each) => text.includes(`from '${each}'`)))
      if (!modules.has(name))
        modules.set(name, readFileSync(fileURLToPath(import.meta.resolve(name)), 'utf8'));
    modules.set(key, text);
  }
  return modules;
}

function dataUrl(text: string): string {
  return `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
}
