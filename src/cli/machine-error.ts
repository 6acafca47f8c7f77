// SPDX-License-Identifier: Apache-2.0
// What the machine refuses (a folder that may not be written, a port that is taken) is no fault of the program: it is said
// in words, with the place, and with what to do about it.
import { systemRefusal } from '../core/system-refusal.ts';
import { EXIT, Failure } from './exit.ts';

export interface MachineError {
  readonly message: string;
  readonly hint?: string;
}

const ACTS: Readonly<Record<string, string>> = {
  mkdir: 'make the folder',
  open: 'open',
  read: 'read',
  scandir: 'read the folder',
  stat: 'look at',
  lstat: 'look at',
  write: 'write',
  rename: 'rename',
  unlink: 'remove',
  rm: 'remove',
  rmdir: 'remove',
  chmod: 'change who may read',
  copyfile: 'copy',
  listen: 'listen on',
  bind: 'listen on',
};

/** What the machine refused, or undefined when the error is of another kind. */
export function machineError(error: unknown): MachineError | undefined {
  const refusal = systemRefusal(error);
  if (refusal === undefined || refusal.why === refusal.code) return undefined;
  const { code, why, path } = refusal;
  const { syscall, address, port } = error as { syscall: string; address?: string; port?: number };
  const listening = syscall === 'listen' || syscall === 'bind';
  const what = listening ? `${address ?? ''}${port === undefined ? '' : `:${port}`}` : path;
  const hint = listening ? listeningHint(code) : fileHint(code);
  return {
    message: `Cannot ${ACTS[syscall] ?? syscall}${what === undefined ? '' : ` ${what}`}: ${why}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** For a person: what the machine refused in words, any other error as it says itself. */
export function reasonOf(error: unknown): MachineError {
  return machineError(error) ?? { message: error instanceof Error ? error.message : String(error) };
}

/** How a command ends that the machine, or a part of the program that says why, did not let go on. */
export function runtimeFailure(error: unknown): Failure {
  const { message, hint } = reasonOf(error);
  return new Failure(EXIT.runtime, message, hint);
}

function listeningHint(code: string): string | undefined {
  if (code === 'EADDRINUSE') return 'Name another port with --port, or end the other program';
  if (code === 'EADDRNOTAVAIL') return 'Name an address of this machine with --host';
  return 'Name another port with --port: those below 1024 are often kept for the system';
}

function fileHint(code: string): string | undefined {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Make room, or name another folder';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return 'Name another folder, or run as a user who may read and write it';
  if (['ENOENT', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)) return 'Check the path';
  return undefined;
}
