// SPDX-License-Identifier: Apache-2.0
// Which file a position belongs to is told by its content: numbers of inodes are used again, and a copy has another one.
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readChunks } from '../../stream.ts';
import { readAt } from './read-at.ts';
import type { LogFile } from './siblings.ts';

/** What a file held when it was read up to `offset`: its first bytes, and the last before the offset. */
export interface Fingerprint {
  /** Bytes of the content, unpacked. */
  readonly offset: number;
  readonly head: string;
  readonly end: string;
}

const HEAD_BYTES = 256;
const END_BYTES = 64;

export function fingerprint(descriptor: number, offset: number): Fingerprint {
  const from = Math.max(0, offset - END_BYTES);
  return {
    offset,
    head: digest(readAt(descriptor, 0, Math.min(HEAD_BYTES, offset))),
    end: digest(readAt(descriptor, from, offset - from)),
  };
}

export interface Fingerprinter {
  /** The next bytes of the content. */
  update(bytes: Uint8Array): void;
  readonly now: Fingerprint;
}

/** The same for content that comes in order. */
export function createFingerprinter(): Fingerprinter {
  let head = Buffer.alloc(0);
  let end = Buffer.alloc(0);
  let offset = 0;
  return {
    update: (bytes) => {
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES - head.length)]);
      end = Buffer.concat([end, bytes.subarray(-END_BYTES)]).subarray(-END_BYTES);
      offset += bytes.length;
    },
    get now() {
      return { offset, head: digest(head), end: digest(end) };
    },
  };
}

/**
 * Whether the file begins with what the fingerprint saw. `whole`: it does, as far as it goes, but it is shorter: a copy
 * that was made before the last of it was read.
 */
export async function compare(file: LogFile, known: Fingerprint): Promise<'same' | 'whole' | 'other'> {
  if (file.isGzip) return compareGzip(file.path, known);
  const descriptor = openSync(file.path, 'r');
  try {
    return comparePlain(descriptor, file.stats.size, known);
  } finally {
    closeSync(descriptor);
  }
}

export function comparePlain(
  descriptor: number,
  size: number,
  known: Fingerprint,
): 'same' | 'whole' | 'other' {
  const head = digest(readAt(descriptor, 0, Math.min(HEAD_BYTES, known.offset)));
  if (head !== known.head) return 'other';
  if (size < known.offset) return size >= HEAD_BYTES ? 'whole' : 'other';
  return fingerprint(descriptor, known.offset).end === known.end ? 'same' : 'other';
}

async function compareGzip(path: string, known: Fingerprint): Promise<'same' | 'whole' | 'other'> {
  const seen = createFingerprinter();
  for await (const { bytes } of readChunks(path)) {
    seen.update(bytes.subarray(0, known.offset - seen.now.offset));
    if (seen.now.offset === known.offset) break;
  }
  const { offset, head, end } = seen.now;
  if (head !== known.head) return 'other';
  if (offset < known.offset) return offset >= HEAD_BYTES ? 'whole' : 'other';
  return end === known.end ? 'same' : 'other';
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
