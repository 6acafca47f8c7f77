// SPDX-License-Identifier: Apache-2.0

import { BackupError } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { runtimeFailure } from '../machine-error.ts';

const CODES = {
  nothing: EXIT.nothing,
  refused: EXIT.usage,
  damaged: EXIT.findings,
  passphrase: EXIT.invalid,
  'not-a-backup': EXIT.invalid,
  'unknown-keys': EXIT.invalid,
  'no-room': EXIT.runtime,
  stopped: EXIT.interrupted,
} as const;

/** How a command ends that could not make or use a backup; `hints` by the code of the error. */
export function backupFailure(error: unknown, hints: Partial<Record<BackupError['code'], string>>): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof BackupError) return new Failure(CODES[error.code], error.message, hints[error.code]);
  return runtimeFailure(error);
}

/** Aborted when the person or the system wants the process to end: copies of data are taken away first. */
export function stoppedBy(call: Call): AbortSignal {
  const stop = new AbortController();
  void call.io.untilStopped().then(() => stop.abort());
  return stop.signal;
}
