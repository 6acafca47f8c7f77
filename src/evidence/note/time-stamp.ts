// SPDX-License-Identifier: Apache-2.0
// What an RFC 3161 time stamp is over and when it was made. Whether its authority signed it is not asked here: that needs
// its certificate and is done by `openssl ts -verify`, which `verifier/verify_evidence.py --tsa-ca` calls.
import { createHash } from 'node:crypto';

export interface TimeStamp {
  /** ISO 8601 in UTC. */
  readonly time: string;
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const GENERALIZED_TIME = 0x18;
const MAX_BYTES = 65_536;

/** Undefined when it is no granted response over these bytes with SHA-256 (RFC 3161 §2.4.2). */
export function readTimeStamp(response: Uint8Array, data: Uint8Array): TimeStamp | undefined {
  if (response.length > MAX_BYTES) return undefined;
  const [outer] = elements(Buffer.from(response));
  const [status, token] = outer?.tag === SEQUENCE ? elements(outer.content) : [];
  const granted = elements(status?.content)[0]?.content;
  if (granted?.length !== 1 || (granted[0] ?? 9) > 1) return undefined;
  // ContentInfo → SignedData → EncapsulatedContentInfo → TSTInfo (RFC 5652 §3, §5.1, §5.2).
  const signed = elements(elements(elements(token?.content)[1]?.content)[0]?.content);
  const info = elements(elements(elements(signed[2]?.content)[1]?.content)[0]?.content)[0];
  const parts = elements(info?.content);
  const imprint = elements(parts[2]?.content);
  const hash = imprint[1]?.tag === OCTETS ? imprint[1].content : undefined;
  const time = parts[4]?.tag === GENERALIZED_TIME ? timeOf(parts[4].content.toString('latin1')) : undefined;
  if (time === undefined || hash === undefined) return undefined;
  return createHash('sha256').update(data).digest().equals(hash) ? { time } : undefined;
}

/** `20261126021500.5Z` (RFC 3161 §2.4.2). */
function timeOf(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text) ?? [];
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return year === undefined || Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** The elements of DER one after the other, up to what cannot be read. Lengths up to three bytes: more is no time stamp. */
function elements(bytes: Buffer | undefined): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; bytes !== undefined && at + 2 <= bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const short = bytes[at + 1] ?? 0;
    const more = short < 0x80 ? 0 : short & 0x7f;
    if (short === 0x80 || more > 3 || at + 2 + more > bytes.length) break;
    const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    if (start + length > bytes.length) break;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
