// SPDX-License-Identifier: Apache-2.0
// Published data that nobody here wrote; it stays outside the repository.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env['ENSURESEC_CORPORA'] ?? join(import.meta.dirname, '../../../shared/corpora');

/** The path of a folder or file of the corpora; undefined, and said so once, when they are absent. In CI they must be there. */
export function corpus(path: string): string | undefined {
  if (existsSync(join(root, path))) return join(root, path);
  if (process.env['CI']) throw new Error(`Corpus ${path} is not at ${root}: set ENSURESEC_CORPORA`);
  process.stderr.write(`skipped: no corpora (${path})\n`);
  return undefined;
}
