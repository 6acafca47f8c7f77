// SPDX-License-Identifier: Apache-2.0
// Who may ask what. What is not allowed here is refused.
import type { FastifyRequest } from 'fastify';
import { HttpRefusal, shows } from '../../platform/index.ts';

/** Whoever is on this machine when nobody else can reach the server; else whoever shows the token, or nobody. */
export type Reader = 'anybody' | 'nobody' | { readonly token: string };

/** A token reads. Only this machine writes: a token that was made for reading does not grow. */
export function mayWrite(reader: Reader): boolean {
  return reader === 'anybody';
}

/** @throws HttpRefusal 401, 403. */
export function admit(request: FastifyRequest, reader: Reader, access: 'read' | 'write'): void {
  if (isForeign(request)) throw new HttpRefusal(403, 'Pages of other sites are not answered');
  if (reader === 'nobody')
    throw new HttpRefusal(
      403,
      'This is read over the network with a token only: start with --reader-token FILE',
    );
  if (reader !== 'anybody' && !shows(request.headers.authorization, reader.token))
    throw new HttpRefusal(401, 'This is read with a token: Authorization: Bearer …');
  if (access === 'write' && !mayWrite(reader))
    throw new HttpRefusal(403, 'A token of readers changes nothing: change it on the machine of the server');
}

/**
 * A browser says from where a page asks: Sec-Fetch-Site (Fetch Metadata §2.3) and Origin (RFC 6454 §7). Programs send
 * neither.
 */
function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
