// SPDX-License-Identifier: Apache-2.0
import type { Database } from '../../eventlog/sqlite/driver.ts';

/** Runs in one transaction: when it throws, nothing of it was written. */
export function within<T>(database: Database, run: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
