// SPDX-License-Identifier: Apache-2.0
// The body of a request: which content types are read, and how far a compressed one may grow.
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Bytes of a body as it is sent, and once it is unpacked. */
export const MAX_SENT_BYTES = 8 * 1024 * 1024;
export const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

/** What a body may be unless its source says otherwise. The content type is binding: another one is not read at all. */
export const CONTENT_TYPES: readonly string[] = [
  'application/json',
  'application/x-ndjson',
  'application/ndjson',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  // What browsers report of a page: Reporting API, and CSP Level 2.
  'application/reports+json',
  'application/csp-report',
];

/** A refusal in the words of HTTP. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, message: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The media type of a Content-Type field (RFC 9110 §8.3) in lower case. @throws HttpRefusal 415. */
export function mediaType(field: string | undefined, allowed: readonly string[]): string {
  const [type = '', ...parameters] = (field ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (!allowed.includes(type))
    throw new HttpRefusal(
      415,
      `Cannot read ${type === '' ? 'a body without a content type' : `the content type ${type.slice(0, 100)}`}: expected ${allowed.join(', ')}`,
    );
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', '"utf-8"'].includes(charset))
    throw new HttpRefusal(
      415,
      `Cannot read the charset ${charset.slice(0, 40)}: expected UTF-8 (RFC 8259 §8.1)`,
    );
  return type;
}

const unpackGzip = promisify(gunzip);

/** @throws HttpRefusal 400, 413, 415. */
export async function unpack(bytes: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  const coding = (encoding ?? 'identity').trim().toLowerCase();
  if (coding === 'identity') return bytes;
  if (coding !== 'gzip')
    throw new HttpRefusal(
      415,
      `Cannot read the content coding ${coding.slice(0, 40)}: expected gzip or none`,
    );
  try {
    return await unpackGzip(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new HttpRefusal(413, `The body unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
    throw new HttpRefusal(400, 'The body is not gzip (RFC 1952), or it is cut');
  }
}
