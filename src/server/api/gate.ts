// SPDX-License-Identifier: Apache-2.0
// Lets in who may: the only way to a handler.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { HttpRefusal } from '../../platform/index.ts';
import type { Access } from '../access/access.ts';
import type { Principal } from '../access/roles.ts';
import { cookieJar } from './cookie.ts';
import { type Asking, type Rule, TABLE } from './table.ts';

export interface Caller {
  /** Undefined: not signed in. */
  readonly principal: Principal | undefined;
  readonly address: string;
}

export interface Gate {
  readonly access: Access;
  /** A proxy in front says who calls (X-Forwarded-For), and speaks TLS. */
  readonly behindProxy: boolean;
  /** The connection is encrypted here or by the proxy, so that cookies can be kept to that. */
  readonly secure: boolean;
}

/** @throws HttpRefusal 401, 403, 429. */
export function admit(gate: Gate, request: FastifyRequest, asking: Asking): Caller {
  if (isForeign(request)) throw new HttpRefusal(403, 'Pages of other sites are not answered');
  const address = addressOf(gate, request);
  const principal = principalOf(gate, request);
  gate.access.limits.asked.take(
    principal === undefined ? `at ${address}` : `${principal.kind} ${principal.id}`,
  );
  const rule: Rule | undefined = TABLE[asking];
  if (rule?.roles === 'everybody') return { principal, address };
  if (principal === undefined)
    throw new HttpRefusal(401, 'Sign in, or show a token: Authorization: Bearer …');
  if (!mayAsk(principal, asking)) throw new HttpRefusal(403, `Not allowed to ${principal.role}`);
  return { principal, address };
}

/** The table for somebody. */
export function mayAsk(principal: Principal, asking: Asking): boolean {
  const rule: Rule | undefined = TABLE[asking];
  if (rule === undefined) return false;
  if (rule.roles !== 'everybody' && !rule.roles.includes(principal.role)) return false;
  return principal.kind !== 'token' || (rule.scope !== undefined && principal.scopes.includes(rule.scope));
}

/** @throws HttpRefusal 401 for a token that is none: it does not fall back to being nobody. */
function principalOf({ access, secure }: Gate, request: FastifyRequest): Principal | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const shown = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const found = shown === undefined ? undefined : access.bearer(shown);
    if (found === undefined) throw new HttpRefusal(401, 'This token is none, or it has ended');
    return found;
  }
  const secret = cookieJar(request, secure).get('session');
  const found = secret === undefined ? undefined : access.session(secret);
  if (found?.kind === 'person' && !SAFE.includes(request.method)) checkCsrf(request, found.session.csrf);
  return found;
}

/** RFC 9110 §9.2.1. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** A page of another site cannot read the token, and a form cannot send the field. */
function checkCsrf({ headers }: FastifyRequest, wanted: string): void {
  const shown = Buffer.from(String(headers['x-csrf-token'] ?? ''));
  const expected = Buffer.from(wanted);
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected))
    throw new HttpRefusal(403, 'A change needs X-CSRF-Token with the `csrf` of /v1/me');
}

/** The last address of X-Forwarded-For is the one that the proxy itself saw. */
export function addressOf({ behindProxy }: Gate, { headers, ip }: FastifyRequest): string {
  const said = behindProxy ? headers['x-forwarded-for'] : undefined;
  const last =
    String(said ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
  return last === '' ? ip : last.slice(0, 64);
}

/**
 * A browser says from where a page asks: Sec-Fetch-Site (Fetch Metadata §2.3) and Origin (RFC 6454 §7). Programs send
 * neither.
 */
export function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
