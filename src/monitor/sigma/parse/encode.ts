// SPDX-License-Identifier: Apache-2.0
// Encodings of a searched value (Sigma modifiers appendix 2.1.0, "Encoding"). They work on bytes of plain text.

export type Bytes = Uint8Array;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** `utf16le` (alias `wide`), `utf16be`, and `utf16`: little endian after a byte order mark. */
export function utf16(text: string, order: 'utf16le' | 'utf16be' | 'utf16'): Bytes {
  const body = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const [first, second] = order === 'utf16be' ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8];
    body[at * 2] = first;
    body[at * 2 + 1] = second;
  }
  return order === 'utf16' ? Uint8Array.from([0xff, 0xfe, ...body]) : body;
}

export function base64(bytes: Bytes): string {
  return btoa(binary(bytes));
}

/**
 * The parts of the Base64 text of any longer value that this value alone decides, one for each position of its first
 * byte in a group of three: the first characters still mix with what comes before, the last with what follows.
 */
export function base64Offsets(bytes: Bytes): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const shifted = Uint8Array.from([...new Uint8Array(offset), ...bytes]);
    const start = [0, 2, 3][offset] as number;
    const end = [undefined, -3, -2][shifted.length % 3];
    return base64(shifted).slice(start, end);
  });
}

/** Bytes as text, one character a byte: what an encoded value looks like where logs keep raw bytes. */
export function binary(bytes: Bytes): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
