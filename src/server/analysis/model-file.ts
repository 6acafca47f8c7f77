// SPDX-License-Identifier: Apache-2.0
// The model of the operator: a file that people edit, here and elsewhere.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFileBounded, writeWhole } from '../../platform/index.ts';

export interface ModelFile {
  /** As it is shown. */
  readonly name: string;
  /** @throws Error when it cannot be read. */
  read(): { readonly bytes: Uint8Array; readonly sha256: string };
  /** Replaces it whole, synced. @throws what the operating system says. */
  write(text: string): void;
  /** Changes whenever the file may have changed. */
  stamp(): string;
}

export function openModelFile(name: string, path: string): ModelFile {
  return {
    name,
    read: () => {
      const { value, problems } = readFileBounded(path);
      if (value === undefined) throw new Error(problems[0]?.message ?? `Cannot read ${name}`);
      return { bytes: value, sha256: createHash('sha256').update(value).digest('hex') };
    },
    write: (text) => writeWhole(path, text, true),
    stamp: () => {
      try {
        const { mtimeMs, size, ino } = statSync(path);
        return `${mtimeMs} ${size} ${ino}`;
      } catch {
        return 'gone';
      }
    },
  };
}
