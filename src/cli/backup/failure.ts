// SPDX-License-Identifier: Apache-2.0
import { BackupError } from '../../server/index.ts';
import { EXIT, Failure } from '../exit.ts';

const CODES = {
  nothing: EXIT.nothing,
  refused: EXIT.usage,
  damaged: EXIT.findings,
  passphrase: EXIT.invalid,
  'not-a-backup': EXIT.invalid,
} as const;

/** How a command ends that could not make or use a backup; `hints` by the code of the error. */
export function backupFailure(error: unknown, hints: Partial<Record<BackupError['code'], string>>): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof BackupError) return new Failure(CODES[error.code], error.message, hints[error.code]);
  return new Failure(EXIT.runtime, error instanceof Error ? error.message : String(error));
}
