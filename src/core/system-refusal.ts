// SPDX-License-Identifier: Apache-2.0
// What an operating system refuses, in words. Its errors have a code, and the call and the path that it is about.

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EEXIST: 'there is something else of that name',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENXIO: 'nobody reads from it',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it may not be as large as that',
  EIO: 'the disk reports an error',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'it is a program that runs',
};

export interface SystemRefusal {
  readonly code: string;
  /** In words, or the code where there are none. */
  readonly why: string;
  readonly path: string | undefined;
}

/** Undefined: no operating system says that. */
export function systemRefusal(error: unknown): SystemRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path } = error as { code?: unknown; syscall?: unknown; path?: unknown };
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  return { code, why: WORDS[code] ?? code, path: typeof path === 'string' ? path : undefined };
}

/** Of what was thrown, one line for people: what the operating system says with the path that it says it of. */
export function whyThrown(error: unknown): string {
  const refusal = systemRefusal(error);
  if (refusal === undefined || refusal.why === refusal.code)
    return error instanceof Error ? error.message : String(error);
  return refusal.path === undefined ? refusal.why : `Cannot use ${refusal.path}: ${refusal.why}`;
}
