// SPDX-License-Identifier: Apache-2.0
// A page of a server on this machine. Its certificate is for the name that others call it by, so it is not checked: send no
// secret over TLS.
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';

const TIMEOUT_MS = 3_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** @throws Error when nobody answers in 3 seconds, or with more than 4 MiB. */
export function askThisMachine(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const options = { headers, signal: AbortSignal.timeout(TIMEOUT_MS), rejectUnauthorized: false };
    const read = (answer: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('error', reject);
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_BYTES)
          answer.destroy(new Error(`${address} answers with more than ${MAX_BYTES} bytes`));
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    };
    const request = address.startsWith('https:')
      ? getSecure(address, options, read)
      : getPlain(address, options, read);
    request.on('error', reject);
  });
}
