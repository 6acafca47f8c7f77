// SPDX-License-Identifier: Apache-2.0
// Compressed messages: never more comes out than the limit, whatever went in.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Of a message, inflated. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

const INFLATE: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array>
> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** The bytes without their content coding (RFC 9110 §8.4.1), or why there are none. */
export function inflate(
  bytes: Uint8Array,
  encoding: string | undefined,
  limit = MAX_MESSAGE_BYTES,
): { readonly bytes: Uint8Array } | { readonly why: 'too-long' | 'unknown' | 'broken' } {
  const coding = encoding?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === '') return bytes.length > limit ? { why: 'too-long' } : { bytes };
  const decode = Object.hasOwn(INFLATE, coding) ? INFLATE[coding] : undefined;
  // One coding only: each more would multiply what a few bytes can become.
  if (decode === undefined) return { why: 'unknown' };
  try {
    return { bytes: decode(bytes, { maxOutputLength: limit }) };
  } catch (error) {
    return { why: isTooLarge(error) ? 'too-long' : 'broken' };
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}
