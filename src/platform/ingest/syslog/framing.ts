// SPDX-License-Identifier: Apache-2.0
// Messages in a stream of syslog over TCP: RFC 6587 §3.4.1 octet counting and §3.4.2 line ends, told apart message by message.

export interface SyslogFramer {
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** What the connection left when it ended, as far as it is a message. */
  end(): readonly Uint8Array[];
  /** Messages of which only the beginning was kept. */
  readonly cut: number;
}

/** RFC 5424 §6.1 asks for 2048 bytes; longer ones are common. What exceeds this is cut, as it allows. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const NO_BYTES = new Uint8Array();

export function createSyslogFramer(maxBytes = MAX_MESSAGE_BYTES): SyslogFramer {
  let rest: Uint8Array = NO_BYTES;
  let toSkip = 0;
  let skipLine = false;
  let cut = 0;

  /** One message off the front of `rest`; undefined when there is no whole one. */
  const take = (): Uint8Array | undefined => {
    const counted = countOf(rest);
    if (counted === 'partial') return undefined;
    if (counted !== undefined) {
      const { start, length } = counted;
      const wanted = Math.min(length, maxBytes);
      if (rest.length < start + wanted) return undefined;
      const message = rest.subarray(start, start + wanted);
      if (length > wanted) cut++;
      toSkip = length - wanted;
      rest = rest.subarray(start + wanted);
      return message;
    }
    const end = rest.indexOf(NEWLINE);
    if (end === -1 && rest.length <= maxBytes) return undefined;
    const length = Math.min(end === -1 ? rest.length : end, maxBytes);
    const message = rest.subarray(0, length);
    if (end === -1 || end > maxBytes) cut++;
    skipLine = end === -1;
    rest = end === -1 ? NO_BYTES : rest.subarray(end + 1);
    return message;
  };
  const skip = (): void => {
    const some = Math.min(toSkip, rest.length);
    toSkip -= some;
    rest = rest.subarray(some);
    if (!skipLine || rest.length === 0) return;
    const end = rest.indexOf(NEWLINE);
    skipLine = end === -1;
    rest = end === -1 ? NO_BYTES : rest.subarray(end + 1);
  };
  return {
    push: (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const messages: Uint8Array[] = [];
      for (;;) {
        skip();
        if (rest.length === 0) break;
        const message = take();
        if (message === undefined) break;
        if (message.length > 0) messages.push(message);
      }
      // Not a view: a few bytes that wait must not keep a whole chunk in memory.
      rest = rest.slice();
      return messages;
    },
    end: () => {
      const left = rest;
      rest = NO_BYTES;
      // A counted message that is not whole is none (§3.4.1); a last line needs no end.
      return left.length > 0 && countOf(left) === undefined ? [left] : [];
    },
    get cut() {
      return cut;
    },
  };
}

/** `MSG-LEN SP`: NONZERO-DIGIT *DIGIT, at most seven of them. A message itself begins with `<`. */
function countOf(
  bytes: Uint8Array,
): { readonly start: number; readonly length: number } | 'partial' | undefined {
  let length = 0;
  for (let at = 0; at < 8; at++) {
    const byte = bytes[at];
    if (byte === undefined) return at > 0 ? 'partial' : undefined;
    if (byte === SPACE) return at === 0 ? undefined : { start: at + 1, length };
    const digit = byte - 0x30;
    if (digit < (at === 0 ? 1 : 0) || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return undefined;
}
