// SPDX-License-Identifier: Apache-2.0
// Files larger than memory, in chunks; gzip (RFC 1952) is told by its first bytes.
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
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

/** Raised for gzip that is cut off or damaged, after all that could be unpacked was given. */
export class PackedError extends Error {}

/** Of a compressed file at once: what they unpack to is held until the reader has it. */
const PACKED_BYTES = 16 * 1024;
const UNPACKED_BYTES = 64 * 1024;

/**
 * Reads a regular file, unpacked when it is gzip, with back-pressure.
 *
 * @throws what the file system throws; ExpansionError; PackedError.
 */
export async function* readChunks(path: string): AsyncGenerator<FileChunk> {
  const { size } = statSync(path);
  const packed = isGzip(path);
  const raw = createReadStream(path, { highWaterMark: packed ? PACKED_BYTES : 256 * 1024 });
  let read = 0;
  raw.on('data', (chunk) => {
    read += chunk.length;
  });
  let given = 0;
  for await (const bytes of packed ? unpack(raw) : (raw as AsyncIterable<Uint8Array>)) {
    given += bytes.length;
    if (given > RATIO_FROM && given > read * MAX_RATIO)
      throw new ExpansionError(`${path} unpacks to more than ${MAX_RATIO} times its size`);
    yield { bytes, done: read, total: size };
  }
}

/** A stream that fails drops what nobody has read yet. So each piece is unpacked and handed on before the next one. */
async function* unpack(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: UNPACKED_BYTES });
  const unpacked: Uint8Array[] = [];
  let failure: Error | undefined;
  let wake = (): void => undefined;
  gunzip.on('data', (bytes: Uint8Array) => unpacked.push(bytes));
  gunzip.on('end', () => wake());
  const fail = (error: Error | null | undefined): void => {
    failure ??= error ?? undefined;
    wake();
  };
  gunzip.on('error', fail);
  const after = (step: () => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      step();
    });
  try {
    for await (const piece of pieces) {
      await after(() => gunzip.write(piece, fail));
      yield* unpacked.splice(0);
      // What follows the last member is no gzip, and nobody's data.
      if (failure !== undefined || gunzip.readableEnded) break;
    }
    if (failure === undefined && !gunzip.readableEnded) await after(() => gunzip.end());
    yield* unpacked.splice(0);
    if (failure !== undefined) throw packedError(failure);
  } finally {
    gunzip.destroy();
  }
}

function packedError(error: NodeJS.ErrnoException): Error {
  if (error.code === 'Z_BUF_ERROR')
    return new PackedError('the compressed file is cut off here, and what follows is missing');
  if (error.code === 'Z_DATA_ERROR')
    return new PackedError('the compressed file is damaged here, and what follows cannot be read');
  return error;
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
