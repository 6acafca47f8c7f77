// SPDX-License-Identifier: Apache-2.0
// Files larger than memory, in chunks; gzip (RFC 1952) is told by its first bytes.
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface FileChunk {
  readonly bytes: Uint8Array;
  /** Bytes of the file read so far, and in all: for a progress bar. */
  readonly done: number;
  readonly total: number;
}

/** No log compresses this much; what does is made to fill a machine. */
const MAX_RATIO = 1100;
const RATIO_FROM = 16 * 1024 * 1024;

/** Raised for a compressed file that grows without end. */
export class ExpansionError extends Error {}

/**
 * Reads a regular file, unpacked when it is gzip, with back-pressure.
 *
 * @throws what the file system or the unpacker throws; ExpansionError.
 */
export async function* readChunks(path: string): AsyncGenerator<FileChunk> {
  const { size } = statSync(path);
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  let read = 0;
  raw.on('data', (chunk) => {
    read += chunk.length;
  });
  let stream: Readable = raw;
  if (isGzip(path)) {
    const unpacked = createGunzip();
    raw.on('error', (error) => unpacked.destroy(error));
    stream = raw.pipe(unpacked);
  }
  let given = 0;
  for await (const bytes of stream as AsyncIterable<Uint8Array>) {
    given += bytes.length;
    if (given > RATIO_FROM && given > read * MAX_RATIO)
      throw new ExpansionError(`${path} unpacks to more than ${MAX_RATIO} times its size`);
    yield { bytes, done: read, total: size };
  }
}

function isGzip(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(2);
    return readSync(file, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    closeSync(file);
  }
}
