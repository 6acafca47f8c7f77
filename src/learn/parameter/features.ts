// SPDX-License-Identifier: Apache-2.0
// The text of a parameter as runs of characters, hashed into a table of fixed size (feature hashing; K. Weinberger et al.,
// Feature Hashing for Large Scale Multitask Learning, ICML 2009).

export const BUCKETS = 2 ** 16;
/** Lengths of runs. */
const LONGEST_RUN = 4;
/** More of a value is not looked at. */
export const MAX_LENGTH = 4096;

/** Lower case, percent codes opened twice, digits alike: what stays the same when an attack is written another way. */
export function normalText(value: string): string {
  const opened = opens(opens(value.slice(0, MAX_LENGTH)));
  return `\u0002${opened.toLowerCase().replaceAll(/[0-9]/g, '0')}\u0003`;
}

function opens(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Buckets of the runs of a value, each once, ascending. */
export function bucketsOf(value: string): Int32Array {
  const text = normalText(value);
  const found = new Set<number>();
  for (let start = 0; start < text.length; start++) {
    let hash = 0x811c9dc5;
    for (let end = start; end < Math.min(text.length, start + LONGEST_RUN); end++) {
      hash = Math.imul(hash ^ text.charCodeAt(end), 0x01000193);
      // The last bits of this hash are the weakest.
      found.add(((hash >>> 15) ^ hash) & (BUCKETS - 1));
    }
  }
  return Int32Array.from(found).sort();
}
