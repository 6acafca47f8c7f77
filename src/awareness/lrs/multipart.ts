// SPDX-License-Identifier: Apache-2.0
// `multipart/mixed` (RFC 2046 §5.1): a document of statements, and the attachments that they name by hash.
import { LrsRefusal } from './exchange.ts';

export interface Part {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const MAX_PARTS = 1000;
const [CR, LF, DASH] = [13, 10, 45];

/** @throws LrsRefusal 400 with what is wrong. */
export function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || boundary.length > 70)
    throw new LrsRefusal(400, 'Content-Type is multipart/mixed and names no boundary');
  return boundary;
}

/** @throws LrsRefusal 400 with what is wrong. */
export function readParts(body: Uint8Array, boundary: string): readonly Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`);
  const places = delimiters(bytes, delimiter);
  const last = places.at(-1);
  if (last === undefined) throw new LrsRefusal(400, `The body has no part: expected --${boundary}`);
  if (places[0] !== 0 && bytes.subarray(0, places[0]).toString().trim() !== '')
    throw new LrsRefusal(400, 'The body does not begin with its boundary');
  if (!isClosing(bytes, last + delimiter.length))
    throw new LrsRefusal(400, `The body does not end with --${boundary}--`);
  if (places.length - 1 > MAX_PARTS) throw new LrsRefusal(413, `The body has more than ${MAX_PARTS} parts`);
  return places.slice(0, -1).map((place, at) => {
    // A line break before a delimiter belongs to the delimiter.
    const end = lineEndBefore(bytes, places[at + 1] as number);
    return readPart(bytes.subarray(afterLine(bytes, place + delimiter.length), end));
  });
}

function delimiters(bytes: Buffer, delimiter: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + delimiter.length))
    if ((at === 0 || bytes[at - 1] === LF) && isLineEnd(bytes, at + delimiter.length)) places.push(at);
  return places;
}

function isClosing(bytes: Buffer, at: number): boolean {
  return bytes[at] === DASH && bytes[at + 1] === DASH;
}

function isLineEnd(bytes: Buffer, at: number): boolean {
  return at >= bytes.length || bytes[at] === CR || bytes[at] === LF || isClosing(bytes, at);
}

function afterLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
}

function lineEndBefore(bytes: Buffer, at: number): number {
  const end = bytes[at - 1] === LF ? at - 1 : at;
  return bytes[end - 1] === CR ? end - 1 : end;
}

function readPart(bytes: Buffer): Part {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let at = 0; at < bytes.length; ) {
    const next = afterLine(bytes, at);
    const line = bytes.subarray(at, next).toString('latin1').trim();
    at = next;
    if (line === '') return { headers, body: bytes.subarray(at) };
    const colon = line.indexOf(':');
    if (colon < 1) break;
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  throw new LrsRefusal(400, 'A part has no empty line between its headers and its content');
}

/** @param parts Headers as they are written. */
export function writeParts(parts: readonly Part[], boundary: string): Uint8Array {
  const chunks = parts.flatMap(({ headers, body }) => [
    Buffer.from(
      `--${boundary}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    ),
    body,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}
