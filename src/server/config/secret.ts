// SPDX-License-Identifier: Apache-2.0
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
