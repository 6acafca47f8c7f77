// SPDX-License-Identifier: Apache-2.0
// The compiled program, for tests of what only runs compiled: threads, and processes that are killed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** A module of dist/. @throws Error when the program was not compiled. */
export async function compiled<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(compiledFile(file)).href)) as T;
}

export function compiledFile(file: string): string {
  const full = path.join(DIST, file);
  if (!existsSync(full)) throw new Error(`There is no ${full}: run npm run build first`);
  return full;
}
