// SPDX-License-Identifier: Apache-2.0

/** Whether bytes of UTF-8 contain a text; A to Z are as a to z, and nothing else is folded: as `lower` of SQLite. */
export function textFinder(text: string): (bytes: Uint8Array) => boolean {
  const wanted = Uint8Array.from(new TextEncoder().encode(text), lower);
  const [first = 0] = wanted;
  const upper = first >= 0x61 && first <= 0x7a ? first - 0x20 : first;
  return (bytes) => {
    if (wanted.length === 0) return true;
    const last = bytes.length - wanted.length;
    for (let at = 0; at <= last; at++) {
      const byte = bytes[at] as number;
      if (byte !== first && byte !== upper) continue;
      let same = 1;
      while (same < wanted.length && lower(bytes[at + same] as number) === wanted[same]) same++;
      if (same === wanted.length) return true;
    }
    return false;
  };
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
