// SPDX-License-Identifier: Apache-2.0
// The cookies of a session, and of a sign-in that is under way (RFC 6265bis §4.1.3.2): only for this host, no script reads
// them, no other site sends them.
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface CookieJar {
  get(what: Cookie): string | undefined;
  /** @param secret undefined takes the cookie away. */
  set(reply: FastifyReply, what: Cookie, secret: string | undefined): void;
}

type Cookie = 'session' | 'flow';
const NAMES: Readonly<Record<Cookie, string>> = { session: 'ensuresec', flow: 'ensuresec-oidc' };

export function cookieJar(request: FastifyRequest, secure: boolean): CookieJar {
  return {
    get: (what) => {
      const name = nameOf(request, secure, what);
      const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
      // Two of one name: somebody put one there, and which is ours nobody knows.
      return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
    },
    set: (reply, what, secret) => {
      const ends = secret === undefined ? '; Max-Age=0' : '';
      const name = nameOf(request, secure, what);
      reply.header(
        'set-cookie',
        `${name}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}${ends}`,
      );
    },
  };
}

/**
 * Browsers take a `__Host-` cookie over an encrypted connection only. On this machine in the clear the name has the port
 * instead, because cookies do not tell ports apart.
 */
function nameOf(request: FastifyRequest, secure: boolean, what: Cookie): string {
  return secure ? `__Host-${NAMES[what]}` : `${NAMES[what]}-${request.socket.localPort}`;
}
