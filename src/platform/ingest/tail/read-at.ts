// SPDX-License-Identifier: Apache-2.0
import { readSync } from 'node:fs';

/** Up to `length` bytes from a place in a file on; fewer when it ends before. */
export function readAt(descriptor: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let got = 0;
  while (got < length) {
    const some = readSync(descriptor, bytes, got, length - got, position + got);
    if (some === 0) break;
    got += some;
  }
  return bytes.subarray(0, got);
}
