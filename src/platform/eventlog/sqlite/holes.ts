// SPDX-License-Identifier: Apache-2.0
// Whether records were taken out from between others: then offsets do not count records.
import type { Database } from './driver.ts';
import { readMeta, writeMeta } from './schema.ts';

const HOLES = 'holes';

export function hasHoles(database: Database): boolean {
  return readMeta(database, HOLES) === '1';
}

export function holesAreMade(database: Database): void {
  writeMeta(database, HOLES, '1');
}
