// SPDX-License-Identifier: Apache-2.0
// Published data that nobody here wrote; it stays outside the repository.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';

const root = process.env['ENSURESEC_CORPORA'] ?? join(import.meta.dirname, '../../../shared/corpora');

let said = false;

interface Wanted {
  /** What its licence lets nobody pass on, and each has to fetch, is not asked for in CI. */
  readonly isOptional?: boolean;
}

/** The path of a folder or file of the corpora; undefined, and said so once, when they are absent. In CI they must be there. */
export function corpus(path: string, { isOptional = false }: Wanted = {}): string | undefined {
  if (existsSync(join(root, path))) return join(root, path);
  if (process.env['CI'] && !isOptional)
    throw new Error(`Corpus ${path} is not at ${root}: set ENSURESEC_CORPORA`);
  if (!said)
    process.stderr.write(`skipped: no corpora (${path} and others); set ENSURESEC_CORPORA to their folder\n`);
  said = true;
  return undefined;
}

/** A suite whose body reads published data as soon as it is collected; where they are absent it counts as skipped. */
export function describeCorpus(
  path: string,
  title: string,
  body: (place: string) => void,
  wanted: Wanted = {},
): void {
  const place = corpus(path, wanted);
  if (place === undefined) describe.skip(title, () => it.skip('needs published data', () => undefined));
  else describe(title, () => body(place));
}
