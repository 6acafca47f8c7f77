// SPDX-License-Identifier: Apache-2.0
// The cookie of a session (RFC 6265bis §4.1.3.2): only for this host, no script reads it, no other site sends it.
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Browsers take a `__Host-` cookie over an encrypted connection only. On this machine in the clear the name has the port
 * instead, because cookies do not tell ports apart.
 */
function nameOf(request: FastifyRequest, secure: boolean): string {
  return secure ? '__Host-ensuresec' : `ensuresec-${request.socket.localPort}`;
}

export function sessionSecret(request: FastifyRequest, secure: boolean): string | undefined {
  const name = nameOf(request, secure);
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
  // Two of one name: somebody put one there, and which is ours nobody knows.
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** @param secret undefined takes the cookie away. */
export function setSession(
  request: FastifyRequest,
  reply: FastifyReply,
  secure: boolean,
  secret: string | undefined,
): void {
  const ends = secret === undefined ? '; Max-Age=0' : '';
  reply.header(
    'set-cookie',
    `${nameOf(request, secure)}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}${ends}`,
  );
}
