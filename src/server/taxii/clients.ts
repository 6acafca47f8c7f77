// SPDX-License-Identifier: Apache-2.0
// Who may use the TAXII server: a key, a secret, how far things may go to them, and whether they may hand in.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { type TaxiiClient, TLP } from '../../respond/index.ts';
import { digestOf, shownKey } from '../basic.ts';
import { readBytes } from '../config/secret.ts';

export type TaxiiClients = (authorization: string | undefined) => TaxiiClient | undefined;

const LEVELS: readonly string[] = TLP;
const LINE = /^([\w.@-]{1,64}):(\S{16,256})\s+(\S+)(?:\s+(write))?$/;

/** Writes a first client, who may see what is for everybody, when there is no file. Returns whether it did. */
export function ensureTaxiiClients(path: string): boolean {
  if (existsSync(path)) return false;
  const secret = randomBytes(24).toString('base64url');
  writeFileSync(
    path,
    `# key:secret, the marking up to which it may read (${TLP.join(', ')}), and \`write\` if it may hand in\npartner:${secret} clear\n`,
    { mode: 0o600, flag: 'wx' },
  );
  return true;
}

/** @throws Error when it cannot be read, or a line is no client. */
export function readTaxiiClients(path: string): TaxiiClients {
  const known = new Map<string, TaxiiClient>();
  const secrets = new Map<string, Buffer>();
  const lines = new TextDecoder().decode(readBytes(path)).split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name = '', secret = '', level = '', write] = LINE.exec(line.trim()) ?? [];
    const ceiling = LEVELS.indexOf(level);
    if (ceiling === -1)
      throw new Error(
        `${path}:${at + 1}: expected key:secret MARKING [write], the secret with 16 characters or more, the marking one of ${TLP.join(', ')}`,
      );
    known.set(name, { name, ceiling, mayWrite: write !== undefined });
    secrets.set(name, digestOf(secret));
  }
  if (known.size === 0) throw new Error(`${path}: expected a line key:secret MARKING, found none`);
  return (authorization) => known.get(shownKey(secrets, authorization) ?? '');
}
