// SPDX-License-Identifier: Apache-2.0
// Events that are not in the log of events yet, on disk: what was seen once may not be there to be seen again.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../core/digest.ts';
import { writeWhole } from '../../platform/index.ts';

export interface Unsent {
  /** On disk when it returns. @param lines Events as NDJSON. @throws Error when they cannot be kept. */
  add(lines: string, at: number): void;
  /** Sends the oldest first; what was sent is given up. @throws Error when one cannot be sent: it and the rest stay. */
  send(take: (lines: string) => Promise<void>): Promise<void>;
}

const SUFFIX = '.ndjson';

/** @throws Error when the folder cannot be made. */
export function openUnsent(folder: string): Unsent {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    add: (lines, at) => {
      const digest = sha256(lines).slice('sha256:'.length, 'sha256:'.length + 16);
      writeWhole(join(folder, `${String(at).padStart(15, '0')}-${digest}${SUFFIX}`), lines, true);
    },
    send: async (take) => {
      const names = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
      for (const name of names.toSorted()) {
        await take(readFileSync(join(folder, name), 'utf8'));
        rmSync(join(folder, name), { force: true });
      }
    },
  };
}
