// SPDX-License-Identifier: Apache-2.0

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text of UTF-8 bytes without the byte order mark, or the place of the first byte that is not UTF-8 (RFC 3629 §4). */
export function decodeUtf8(
  bytes: Uint8Array,
): { readonly text: string } | { readonly invalidAt: number; readonly before: string } {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    const invalidAt = firstInvalid(bytes);
    return { invalidAt, before: decoder.decode(bytes.subarray(0, invalidAt)) };
  }
}

function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return bytes.length;
}

/** Length of the well-formed sequence at `at`, 0 when there is none (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] as number;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) {
    if (((bytes[next] as number) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
