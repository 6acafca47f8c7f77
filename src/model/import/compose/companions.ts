// SPDX-License-Identifier: Apache-2.0
// Files beside a Compose file that `docker compose` would read with it.
import { dirname, join, normalize } from 'node:path/posix';
import { readLenient } from '../container/lenient.ts';
import { get, type Tree, treeOf } from '../container/tree.ts';
import type { ImportInput } from '../importer.ts';
import { isEnvFile } from './env-file.ts';

/** More files than this belong to no project that we know. */
const MAX_COMPANIONS = 100;

/**
 * `.env`, and what `env_file`, `include` and `extends` name (Compose Specification, "Interpolation", "include",
 * "extends"), within the folder of the file. Names with variables, and names outside, are left out: they become gaps.
 */
export function companions(input: ImportInput): readonly string[] {
  if (isEnvFile(input.file)) return [];
  const folder = dirname(input.file.replaceAll('\\', '/'));
  const [document] = readLenient(input).value ?? [];
  const named = document === undefined ? [] : namesIn(treeOf(document));
  const paths = ['.env', ...named].filter(isInside).map((name) => normalize(join(folder, name)));
  return [...new Set(paths)].filter((path) => path !== normalize(input.file)).slice(0, MAX_COMPANIONS);
}

function namesIn(project: Tree): readonly string[] {
  const services = [...(get(project, 'services')?.entries?.values() ?? [])];
  return [
    ...listed(get(project, 'include')).flatMap((item) => [
      ...texts(item),
      ...pathsOf(item, 'path', 'env_file'),
    ]),
    ...services.flatMap((service) => [
      ...listed(get(service, 'env_file')).flatMap((item) => [...texts(item), ...pathsOf(item, 'path')]),
      ...pathsOf(get(service, 'extends'), 'file'),
    ]),
  ];
}

const listed = (tree: Tree | undefined): readonly Tree[] => tree?.items ?? (tree === undefined ? [] : [tree]);

const texts = (tree: Tree): readonly string[] => (typeof tree.value === 'string' ? [tree.value] : []);

function pathsOf(tree: Tree | undefined, ...keys: string[]): readonly string[] {
  return keys.flatMap((key) => listed(get(tree, key)).flatMap(texts));
}

/** A file that somebody sent must not choose which files of this machine are opened. */
function isInside(name: string): boolean {
  return (
    name.length <= 500 &&
    !/[$\\:\0]|^[/~]/.test(name) &&
    !normalize(name).split('/').includes('..') &&
    /\.ya?ml$|env/i.test(name)
  );
}
