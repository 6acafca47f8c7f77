// SPDX-License-Identifier: Apache-2.0
// What the machine refuses (a folder that may not be written, a port that is taken) is no fault of the program: it is said
// in words, with the place, and with what to do about it.
import { EXIT, Failure } from './exit.ts';

export interface MachineError {
  readonly message: string;
  readonly hint?: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is something else of that name',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
};

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
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path, address, port } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  if (code === undefined || syscall === undefined) return undefined;
  const reason = REASONS[code];
  if (reason === undefined) return undefined;
  const listening = syscall === 'listen' || syscall === 'bind';
  const what = listening ? `${address ?? ''}${port === undefined ? '' : `:${port}`}` : path;
  const hint = listening ? listeningHint(code) : fileHint(code);
  return {
    message: `Cannot ${ACTS[syscall] ?? syscall}${what === undefined ? '' : ` ${what}`}: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** For a person: what the machine refused in words, any other error as it says itself. */
export function reasonOf(error: unknown): MachineError {
  return machineError(error) ?? { message: error instanceof Error ? error.message : String(error) };
}

/** Why the machine refused, without what it was asked. */
export function inWords({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? code ?? message;
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
