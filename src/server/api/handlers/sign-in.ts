// SPDX-License-Identifier: Apache-2.0
// Passkeys, and sign-in by an OpenID provider.
import { HttpRefusal } from '../../../platform/index.ts';
import type { Access } from '../../access/access.ts';
import type { Oidc } from '../../access/oidc/oidc.ts';
import type { Passkey } from '../../access/passkeys/shelf.ts';
import type { Person } from '../../access/people.ts';
import type { Handlers } from '../bind.ts';
import type { Answer } from '../contract/index.ts';
import type { Caller } from '../gate.ts';
import { beginSession, instant } from './begin-session.ts';

type Names =
  | 'passkeyChallenge'
  | 'passkeySignIn'
  | 'passkeys'
  | 'newPasskey'
  | 'addPasskey'
  | 'removePasskey'
  | 'beginOidc'
  | 'finishOidc';

export function signInHandlers(access: Access): Pick<Handlers, Names> {
  return { ...passkeyHandlers(access), ...oidcHandlers(access) };
}

function passkeyHandlers(access: Access) {
  const { people, sessions, passkeys, limits } = access;
  /** @throws HttpRefusal 403. */
  const fresh = (caller: Caller): { readonly person: Person; readonly session: string } => {
    const person = personOf(access, caller);
    const { principal } = caller;
    if (principal?.kind !== 'person' || !sessions.isFresh(principal.session.id))
      throw new HttpRefusal(403, 'Sign in again first: this is asked of those alone who just did');
    return { person, session: principal.session.id };
  };
  return {
    passkeyChallenge: async ({ caller }) => {
      limits.address.take(caller.address);
      return { ...(await passkeys.beginSignIn()) };
    },
    passkeySignIn: async ({ body: { passkey }, caller, session }) => {
      limits.address.take(caller.address);
      const person = people.get(await passkeys.signIn(passkey));
      if (person === undefined || person.disabled) throw new HttpRefusal(401, 'This passkey is not accepted');
      return beginSession(access, person, { caller, session });
    },
    passkeys: async ({ caller }) => ({
      passkeys: passkeys.of(personOf(access, caller).id).map(passkeyOf),
    }),
    newPasskey: async ({ caller }) => {
      const { person, session } = fresh(caller);
      return { ...(await passkeys.beginAdding(person, session)) };
    },
    addPasskey: async ({ body: { name, passkey }, caller }) => {
      const { person, session } = fresh(caller);
      return passkeyOf(await passkeys.add(person, session, name, passkey));
    },
    removePasskey: async ({ params: { id }, caller }) => {
      passkeys.remove(fresh(caller).person.id, id);
      return {};
    },
  } satisfies Partial<Handlers>;
}

function oidcHandlers(access: Access) {
  const { people, sessions, tokens, limits } = access;
  const provider = (): Oidc => {
    if (access.oidc === undefined) throw new HttpRefusal(404, 'Nobody signs in by an OpenID provider here');
    return access.oidc;
  };
  return {
    beginOidc: async ({ body: { again }, caller, session }) => {
      limits.address.take(caller.address);
      const { at, secret } = await provider().begin(again);
      session.setFlow(secret);
      return { at };
    },
    finishOidc: async ({ body: { answer }, caller, session }) => {
      limits.address.take(caller.address);
      const secret = session.flow();
      session.setFlow(undefined);
      const arrival = await provider().finish(secret, answer);
      const { person, isChanged } = people.welcome(arrival);
      if (isChanged) {
        sessions.endAllOf(person.id);
        tokens.revokeAllOf(person.id);
      }
      return beginSession(access, person, { caller, session }, { provenAt: arrival.provenAt, by: 'oidc' });
    },
  } satisfies Partial<Handlers>;
}

/** @throws HttpRefusal 403 for programs and the operator, who have no account. */
function personOf({ people }: Access, { principal }: Caller): Person {
  const person = principal?.kind === 'person' ? people.get(principal.id) : undefined;
  if (person === undefined) throw new HttpRefusal(403, 'Only a person has passkeys');
  return person;
}

function passkeyOf({ id, name, createdAt, usedAt }: Passkey): Answer<'addPasskey'> {
  return {
    ...{ id, name, createdAt: instant(createdAt) },
    ...(usedAt === undefined ? {} : { usedAt: instant(usedAt) }),
  };
}
