// SPDX-License-Identifier: Apache-2.0
// Files and folders named for an import, and the files that they ask for.
import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { companionsOf, type ImportInput } from '../model/index.ts';
import { readFileBounded, readFolder } from '../platform/index.ts';
import type { Call } from './command.ts';
import { EXIT, Failure } from './exit.ts';
import { nearFileHint } from './near.ts';

const EXTENSIONS = ['.yaml', '.yml', '.json', '.xml'];

/**
 * The inputs under names that still lead to them from the folder of `out`, so that every source in the written model
 * can be opened from where the model lies.
 *
 * @throws Failure 4 for a folder with nothing in it, 6 for what cannot be read.
 */
export function readInputs(
  call: Call,
  named: readonly string[],
  out: string | undefined,
): readonly ImportInput[] {
  const base = out === undefined ? call.io.cwd : dirname(resolve(call.io.cwd, out));
  const paths = named.flatMap((name) => filesOf(call, name));
  const inputs = new Map<string, ImportInput>();
  const queue = [...paths];
  for (const path of queue) {
    if (inputs.has(path)) continue;
    const input = { file: seenFrom(base, path), bytes: read(call, path) };
    inputs.set(path, input);
    // What a file asks for is looked for beside it; what is not there is told by the importer.
    for (const companion of companionsOf(input)) {
      const full = resolve(base, companion);
      if (statSync(full, { throwIfNoEntry: false })?.isFile()) queue.push(full);
    }
  }
  return [...inputs.values()];
}

function filesOf(call: Call, name: string): readonly string[] {
  const path = resolve(call.io.cwd, name);
  if (!existsSync(path))
    throw new Failure(
      EXIT.runtime,
      `Cannot read ${name}: there is no such file or folder`,
      nearFileHint(call.io.cwd, name),
    );
  if (!statSync(path).isDirectory()) return [path];
  const { value, problems } = readFolder(path, EXTENSIONS);
  if (value === undefined)
    throw new Failure(EXIT.runtime, `Cannot read the folder ${name}`, undefined, problems);
  if (value.length === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to import: ${name} holds no file that ends in ${EXTENSIONS.join(', ')}`,
      'ensuresec init says what a folder holds',
    );
  return value.map((file) => file.path);
}

function read(call: Call, path: string): Uint8Array {
  const { value, problems } = readFileBounded(path);
  if (value === undefined)
    throw new Failure(
      problems.some(({ code }) => code === 'FILE_TOO_LARGE') ? EXIT.invalid : EXIT.runtime,
      problems[0]?.message ?? `Cannot read ${path}`,
    );
  call.progress.step(`Reading ${path}`);
  return value;
}

/** Paths of another drive stay whole. */
function seenFrom(base: string, path: string): string {
  const seen = relative(base, path);
  return (isAbsolute(seen) ? path : join(seen)).replaceAll('\\', '/');
}
