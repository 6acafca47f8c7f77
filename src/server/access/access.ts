// SPDX-License-Identifier: Apache-2.0
// Who asks: a person by the cookie of a session, a program by a token, the operator by a file of the data folder.
import { timingSafeEqual } from 'node:crypto';
import type { ItemStore } from '../../platform/index.ts';
import { createLimit, type Limit } from './limits.ts';
import type { OidcOptions } from './oidc/issuer.ts';
import { type Oidc, openOidc } from './oidc/oidc.ts';
import { openPasskeys, type Passkeys } from './passkeys/passkeys.ts';
import { createPasswords } from './password.ts';
import { openPeople, type People } from './people.ts';
import type { Principal } from './roles.ts';
import { SCOPES } from './roles.ts';
import { digestOf } from './secret.ts';
import { openSessions, type Sessions } from './sessions.ts';
import type { Site } from './site.ts';
import { openTokens, type Tokens } from './tokens.ts';

export interface Access {
  readonly people: People;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly passkeys: Passkeys;
  /** Undefined: nobody signs in by an OpenID provider. */
  readonly oidc: Oidc | undefined;
  readonly site: Site;
  readonly limits: Limits;
  /** Who shows this token; undefined: nobody that we know. */
  bearer(shown: string): Principal | undefined;
  /** Whose session the secret of a cookie is. */
  session(secret: string): Principal | undefined;
  /** Still may what they might when they came; for streams, which stay open. */
  alive(principal: Principal): boolean;
}

interface Limits {
  /** By principal, or by address of whoever is nobody yet. */
  readonly asked: Limit;
  /** Attempts to sign in, by address, and by address and name. */
  readonly address: Limit;
  readonly name: Limit;
}

export interface AccessOptions {
  readonly store: ItemStore;
  readonly now: () => number;
  /** Token of whoever can read the data folder. */
  readonly machineToken?: string;
  /** Token that reads and changes nothing, which the operator chose. */
  readonly readerToken?: string | undefined;
  readonly site?: Site | undefined;
  readonly oidc?: OidcOptions | undefined;
}

export function createAccess({
  store,
  now,
  machineToken,
  readerToken,
  site = () => undefined,
  oidc,
}: AccessOptions): Access {
  const people = openPeople(store, createPasswords(), now);
  const sessions = openSessions(store, now);
  const tokens = openTokens(store, now);
  return {
    people,
    sessions,
    tokens,
    passkeys: openPasskeys(store, now, site),
    oidc: oidc === undefined ? undefined : openOidc(oidc, now, site),
    site,
    limits: createLimits(now),
    bearer: (shown) => {
      if (isSame(shown, machineToken))
        return { kind: 'machine', id: 'machine', name: 'the operator', role: 'owner' };
      if (isSame(shown, readerToken))
        return { kind: 'token', id: 'reader', name: 'reader', role: 'auditor', scopes: READS };
      const token = tokens.find(shown);
      if (token?.grant.for !== 'api') return undefined;
      const { id, name, grant } = token;
      return { kind: 'token', id, name, role: grant.role, scopes: grant.scopes };
    },
    session: (secret) => {
      const used = sessions.use(secret);
      const person = used === undefined ? undefined : people.get(used.person);
      if (used === undefined || person === undefined || person.disabled) return undefined;
      const { id, name, role } = person;
      return { kind: 'person', id, name, role, session: used.view };
    },
    alive: (principal) => {
      if (principal.kind === 'person') {
        const person = people.get(principal.id);
        return (
          person?.disabled === false && person.role === principal.role && sessions.alive(principal.session.id)
        );
      }
      return principal.kind === 'machine' || principal.id === 'reader' || tokens.isValid(principal.id);
    },
  };
}

const READS = SCOPES.filter((scope) => scope.endsWith(':read'));

function createLimits(now: () => number): Limits {
  return {
    asked: createLimit({ burst: 300, perSecond: 50, now, why: 'Too many requests: come again later' }),
    address: createLimit({ burst: 30, perSecond: 0.2, now, why: 'Too many attempts from this address' }),
    name: createLimit({ burst: 5, perSecond: 1 / 30, now, why: 'Too many attempts with this name' }),
  };
}

/** Digests are of one length, so that the comparison tells nothing of the token. */
function isSame(shown: string, token: string | undefined): boolean {
  if (token === undefined) return false;
  const [a, b] = [shown, token].map((text) => Buffer.from(digestOf(text))) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}
