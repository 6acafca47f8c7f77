// SPDX-License-Identifier: Apache-2.0
// The file with what is shared, in the folder of `--data`.
import { join } from 'node:path';
import { EvidenceError, type SharedStore } from '../../core/ports/index.ts';
import { openSharedStore } from '../../platform/index.ts';
import { SHARED_FILE } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { dataFolder } from './operands.ts';

export function sharedFile(call: Call): string {
  return join(dataFolder(call), SHARED_FILE);
}

/** Opens it for some work, made when it is not there. @throws Failure 6 when it cannot be used. */
export async function withShared<T>(call: Call, work: (store: SharedStore) => T): Promise<T> {
  try {
    const store = await openSharedStore(sharedFile(call));
    try {
      return work(store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw new Failure(
      EXIT.runtime,
      error.message,
      'Move the file away, and publish again what is to be in it',
    );
  }
}
