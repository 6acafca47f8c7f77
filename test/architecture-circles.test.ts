// SPDX-License-Identifier: Apache-2.0
// No file needs itself by way of others, not for a type either: whoever reads one can begin with what it imports.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

function filesIn(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;'"]*\bfrom '(\.[^']+)'/gm)].map(([, to]) =>
    path.resolve(path.dirname(file), to as string),
  );
}

/** What is left when files that import none of the others are taken away, again and again, and so are those that none imports. */
function onCircles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let left = new Set(imports.keys());
  for (let before = Number.POSITIVE_INFINITY; left.size < before; ) {
    before = left.size;
    const leads = [...left].filter((file) => imports.get(file)?.some((to) => left.has(to)));
    const named = new Set(leads.flatMap((file) => imports.get(file) ?? []));
    left = new Set(leads.filter((file) => named.has(file)));
  }
  return [...left].map((file) => path.relative(ROOT, file)).toSorted();
}

test('no files import each other in a circle', () => {
  const files = ['src', 'console/src', 'bench', 'test'].flatMap(filesIn);
  expect(onCircles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
});

test('a circle is found, and neither what leads to it nor what it leads to', () => {
  const imports = new Map([
    ['/a', ['/b']],
    ['/b', ['/c']],
    ['/c', ['/d', '/b']],
    ['/d', []],
  ]);
  expect(onCircles(imports).map((file) => path.basename(file))).toEqual(['b', 'c']);
});
