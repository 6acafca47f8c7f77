// SPDX-License-Identifier: Apache-2.0
// The content of a file from an offset on, in pieces of whole lines.
import { readChunks } from '../../stream.ts';
import { createFingerprinter, type Fingerprint } from './fingerprint.ts';
import { readAt } from './read-at.ts';

/** Bytes of a piece; a line that is longer than the second comes in pieces of that size. */
const PIECE_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;

const NEWLINE = 0x0a;

/** The next piece. Empty: there is no whole line. @param ended Nothing will be added: the last line needs no end. */
export function readPiece(descriptor: number, offset: number, ended: boolean): Uint8Array {
  const some = cutAtLine(readAt(descriptor, offset, PIECE_BYTES), PIECE_BYTES, ended);
  return some ?? cutAtLine(readAt(descriptor, offset, MAX_LINE_BYTES), 0, ended) ?? new Uint8Array();
}

/** Undefined: more may have to be read than there is room for. */
function cutAtLine(bytes: Uint8Array, room: number, ended: boolean): Uint8Array | undefined {
  const end = bytes.lastIndexOf(NEWLINE);
  if (end !== -1) return bytes.subarray(0, end + 1);
  if (bytes.length === room) return undefined;
  return ended || bytes.length >= MAX_LINE_BYTES ? bytes : bytes.subarray(0, 0);
}

export interface Piece {
  readonly bytes: Uint8Array;
  /** The fingerprint of the file behind the piece. */
  readonly after: Fingerprint;
}

/** The pieces of a compressed file, which is read from its beginning each time. */
export async function* readPieces(path: string, offset: number): AsyncGenerator<Piece> {
  const seen = createFingerprinter();
  let rest = Buffer.alloc(0);
  const piece = (length: number): Piece => {
    const bytes = rest.subarray(0, length);
    rest = rest.subarray(length);
    seen.update(bytes);
    return { bytes, after: seen.now };
  };
  for await (const { bytes } of readChunks(path)) {
    const known = bytes.subarray(0, Math.max(0, offset - seen.now.offset));
    seen.update(known);
    rest = Buffer.concat([rest, bytes.subarray(known.length)]);
    const end = rest.lastIndexOf(NEWLINE);
    if (end !== -1) yield piece(end + 1);
    else if (rest.length >= MAX_LINE_BYTES) yield piece(rest.length);
  }
  if (rest.length > 0) yield piece(rest.length);
}
