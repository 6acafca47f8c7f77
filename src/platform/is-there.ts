// SPDX-License-Identifier: Apache-2.0
import { statSync } from 'node:fs';

/**
 * Whether there is a file or folder. Not `existsSync`, which calls absent what may not be looked at: a store that this user
 * may not read would count as empty.
 *
 * @throws Error of the system when nobody can tell.
 */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // Below a file there is nothing.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}
