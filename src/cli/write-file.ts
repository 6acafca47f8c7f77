// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { writeWhole } from '../platform/index.ts';
import { EXIT, Failure } from './exit.ts';
import type { Io } from './io.ts';
import { inWords } from './machine-error.ts';

/**
 * Writes `text` to `file` whole or not at all. Without `replace` an existing file stays.
 *
 * @throws Failure 2 when the file exists and may not be replaced, 6 when the file system refuses.
 */
export function writeFileSafely(io: Io, file: string, text: string | Uint8Array, replace: boolean): void {
  try {
    writeWhole(resolve(io.cwd, file), text, replace);
  } catch (error) {
    throw writeFailure(file, error as NodeJS.ErrnoException);
  }
}

function writeFailure(file: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === 'EEXIST')
    return new Failure(EXIT.usage, `Cannot write ${file}: it exists already`, 'Add --force to replace it');
  return new Failure(
    EXIT.runtime,
    `Cannot write ${file}: ${inWords(error)}`,
    'Check that the folder exists and may be written to',
  );
}
