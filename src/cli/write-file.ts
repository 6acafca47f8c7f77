// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { systemRefusal } from '../core/system-refusal.ts';
import { writeWhole } from '../platform/index.ts';
import { EXIT, Failure } from './exit.ts';
import type { Io } from './io.ts';

const HINTS: Readonly<Record<string, string>> = {
  EISDIR: 'Name a file in it',
  ENOSPC: 'Make room, or write to another disk',
  EDQUOT: 'Make room, or write to another disk',
};

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

/** Says why a file cannot be written, and what helps. */
export function writeFailure(file: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === 'EEXIST')
    return new Failure(EXIT.usage, `Cannot write ${file}: it exists already`, 'Add --force to replace it');
  const { code, why } = systemRefusal(error) ?? { code: '', why: error.message };
  return new Failure(
    EXIT.runtime,
    `Cannot write ${file}: ${why}`,
    HINTS[code] ?? 'Check that the folder exists and may be written to',
  );
}
