// SPDX-License-Identifier: Apache-2.0
// Compiled modules for a page without a server: each becomes a data: URL of an import map, under a name of its own.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { builtInPacks } from '../../input.ts';

const IMPORT = /(\bfrom\s*|\bimport\s*)'(\.[^']+)'/g;

/** The import map of entries, such as `cascade/simulation/side.js`, and all that they import; undefined: not compiled. */
export function importMapOf(...entries: readonly string[]): string | undefined {
  const root = join(dirname(builtInPacks()), 'dist', 'src');
  if (entries.some((entry) => !existsSync(join(root, entry)))) return undefined;
  const imports: Record<string, string> = {};
  const open = [...entries];
  for (const name of open) {
    const key = nameOf(name);
    if (imports[key] !== undefined) continue;
    const text = readFileSync(join(root, name), 'utf8').replace(
      IMPORT,
      (_, start: string, target: string) => {
        const path = posix.join(posix.dirname(name), target);
        open.push(path);
        return `${start}'${nameOf(path)}'`;
      },
    );
    imports[key] = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  }
  return JSON.stringify({ imports });
}

function nameOf(path: string): string {
  return `ensuresec/${path}`;
}
