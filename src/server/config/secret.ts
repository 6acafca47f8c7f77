// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { readFileBounded } from '../../platform/index.ts';

/** @throws Error when it cannot be read. */
export function readBytes(path: string): Uint8Array {
  const { value, problems } = readFileBounded(path);
  if (value === undefined) throw new Error(problems[0]?.message ?? `Cannot read ${path}`);
  return value;
}

/** The first line of a file. @throws Error when it cannot be read or is empty. */
export function readSecret(path: string): string {
  const [line = ''] = new TextDecoder().decode(readBytes(path)).split(/\r?\n/);
  if (line.trim() === '') throw new Error(`The first line of ${path} is empty: expected a secret`);
  return line.trim();
}

/** A key in PEM whole, another one as the first line. @throws Error when it cannot be read or is empty. */
export function readKey(path: string): string {
  const text = new TextDecoder().decode(readBytes(path));
  return text.includes('-----BEGIN ') ? text : readSecret(path);
}

const HASH_KEY_BYTES = 32;

/** The key of hashes that stand for personal data; made the first time. Who deletes it can join nothing to what was before. */
export function hashKey(path: string): Uint8Array {
  if (!existsSync(path)) writeFileSync(path, randomBytes(HASH_KEY_BYTES), { mode: 0o600, flag: 'wx' });
  const key = readBytes(path);
  if (key.length !== HASH_KEY_BYTES)
    throw new Error(`Cannot use ${path}: expected ${HASH_KEY_BYTES} bytes, found ${key.length}`);
  return key;
}
