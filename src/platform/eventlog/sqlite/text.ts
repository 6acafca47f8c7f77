// SPDX-License-Identifier: Apache-2.0
// Text of others in SQLite: what contains U+0000 would come back cut there, so it is stored as bytes.
import type { Value } from './driver.ts';

export function toSql(text: string): Value {
  return text.includes('\0') ? new TextEncoder().encode(text) : text;
}

export function fromSql(value: unknown): string {
  return value instanceof Uint8Array
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(value)
    : String(value);
}
