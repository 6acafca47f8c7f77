// SPDX-License-Identifier: Apache-2.0

/** Encodings of log files (WHATWG Encoding Standard labels). */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Byte order mark (Unicode 15.0 §23.8); without one, a zero byte beside the first character tells UTF-16. */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== undefined && first !== 0) return 'utf-16le';
  if (first === 0 && second !== undefined && second !== 0) return 'utf-16be';
  return 'utf-8';
}
