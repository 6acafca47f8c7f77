// SPDX-License-Identifier: Apache-2.0
// Who may use the Learning Record Store: keys and secrets for HTTP Basic (RFC 7617), one pair a line.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { digestOf, shownKey } from '../basic.ts';
import { readBytes } from '../config/secret.ts';

export interface LrsClients {
  /** The key of who shows these credentials. */
  keyOf(authorization: string | undefined): string | undefined;
}

const LINE = /^([\w.@-]{1,64}):(\S{16,256})$/;

/** Writes a first pair when there is no file. Returns whether it did. */
export function ensureClients(path: string): boolean {
  if (existsSync(path)) return false;
  const secret = randomBytes(24).toString('base64url');
  writeFileSync(
    path,
    `# key:secret of who may read and write learning records, one a line\nensuresec:${secret}\n`,
    {
      mode: 0o600,
      flag: 'wx',
    },
  );
  return true;
}

/** @throws Error when it cannot be read, or a line is no pair. */
export function readClients(path: string): LrsClients {
  const lines = new TextDecoder().decode(readBytes(path)).split(/\r?\n/);
  const known = new Map<string, Buffer>();
  lines.forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [, key, secret] = LINE.exec(line.trim()) ?? [];
    if (key === undefined || secret === undefined)
      throw new Error(
        `${path}:${at + 1}: expected key:secret, the secret with 16 characters or more and no space`,
      );
    known.set(key, digestOf(secret));
  });
  if (known.size === 0) throw new Error(`${path}: expected a line key:secret, found none`);
  return { keyOf: (authorization) => shownKey(known, authorization) };
}
