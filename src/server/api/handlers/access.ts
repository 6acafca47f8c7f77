// SPDX-License-Identifier: Apache-2.0
// Signing in and out, people, tokens.
import { HttpRefusal } from '../../../platform/index.ts';
import type { Access } from '../../access/access.ts';
import { isReady, type Person } from '../../access/people.ts';
import { newSecret } from '../../access/secret.ts';
import type { Token } from '../../access/tokens.ts';
import type { Handlers } from '../bind.ts';
import type { Answer } from '../contract/index.ts';
import { TABLE } from '../table.ts';
import { beginSession, instant, known, meOf } from './begin-session.ts';

export interface AccessHandlerOptions {
  readonly access: Access;
  readonly demo: boolean;
  /** A token can be made for this source. */
  readonly isSource: (name: string) => boolean;
}

type Names =
  | 'setup'
  | 'redeem'
  | 'signIn'
  | 'signOut'
  | 'me'
  | 'changePassword'
  | 'users'
  | 'invite'
  | 'changeUser'
  | 'linkUser'
  | 'removeUser'
  | 'tokens'
  | 'issueToken'
  | 'revokeToken';

export function accessHandlers(options: AccessHandlerOptions): Pick<Handlers, Names> {
  return { ...sessionHandlers(options), ...userHandlers(options), ...tokenHandlers(options) };
}

function sessionHandlers({ access, demo }: AccessHandlerOptions) {
  const { people, sessions, limits } = access;
  return {
    setup: async () => {
      const address = access.site();
      const isOpen = address !== undefined && access.oidc !== undefined;
      return { isNew: people.isNew(), demo, oidc: isOpen, ...(address === undefined ? {} : { address }) };
    },
    redeem: async ({ body: { link, name, password }, caller, session }) => {
      limits.address.take(caller.address);
      // A demo asks nothing: its owner has a password that nobody knows.
      const person = await people.redeem(
        link,
        name ?? (demo ? 'demo' : undefined),
        password ?? (demo ? newSecret() : ''),
      );
      sessions.endAllOf(person.id);
      return beginSession(access, person, { caller, session });
    },
    signIn: async ({ body: { name, password }, caller, session }) => {
      const who = `${caller.address} ${name.toLowerCase()}`;
      limits.address.take(caller.address);
      limits.name.take(who);
      const person = await people.identify(name, password);
      if (person === undefined) throw new HttpRefusal(401, 'Nobody has this name and password');
      limits.name.clear(who);
      return beginSession(access, person, { caller, session });
    },
    signOut: async ({ caller, session }) => {
      if (caller.principal?.kind === 'person') sessions.end(caller.principal.session.id);
      session.set(undefined);
      const isByOidc = caller.principal?.kind === 'person' && caller.principal.session.byOidc;
      const at = isByOidc ? await access.oidc?.leave() : undefined;
      return at === undefined ? {} : { at };
    },
    me: async ({ caller }) => meOf(known(caller)),
    changePassword: async ({ body: { current, next }, caller, session }) => {
      const { id } = known(caller);
      const person = people.get(id);
      if (person === undefined) throw new HttpRefusal(403, 'Only a person has a password');
      limits.name.take(`${caller.address} ${person.name.toLowerCase()}`);
      await people.changePassword(id, current, next);
      sessions.endAllOf(id);
      return beginSession(access, person, { caller, session });
    },
  } satisfies Partial<Handlers>;
}

function userHandlers({ access }: AccessHandlerOptions) {
  const { people, sessions, tokens, passkeys } = access;
  const userOf = (person: Person): Answer<'changeUser'> => userWith(person, passkeys.of(person.id).length);
  return {
    users: async () => ({ users: people.all().map(userOf) }),
    invite: async ({ body: { name, role } }) => {
      const { person, link } = people.invite(name, role);
      return { user: userOf(person), link: linkOf(link) };
    },
    changeUser: async ({ params: { id }, body }) => {
      const before = people.get(id);
      const after = people.update(id, body);
      sessions.endAllOf(id);
      if (after.disabled || before?.role !== after.role) tokens.revokeAllOf(id);
      return userOf(after);
    },
    linkUser: async ({ params: { id } }) => {
      const link = people.linkFor(id);
      sessions.endAllOf(id);
      passkeys.removeAllOf(id);
      return linkOf(link);
    },
    removeUser: async ({ params: { id } }) => {
      people.remove(id);
      passkeys.removeAllOf(id);
      sessions.endAllOf(id);
      tokens.revokeAllOf(id);
      return {};
    },
  } satisfies Partial<Handlers>;
}

function tokenHandlers({ access, isSource }: AccessHandlerOptions) {
  const { tokens } = access;
  return {
    tokens: async () => ({ tokens: tokens.all().map(tokenOf) }),
    issueToken: async ({ body: { name, grant, days }, caller }) => {
      if (grant.for === 'source' && !isSource(grant.source))
        throw new HttpRefusal(422, `There is no source \`${grant.source}\` that takes a token`);
      if (grant.for === 'api')
        for (const scope of grant.scopes)
          if (!Object.values(TABLE).some((rule) => rule.scope === scope && rule.roles.includes(grant.role)))
            throw new HttpRefusal(422, `A token of ${grant.role} may not have ${scope}`);
      const { token, secret } = tokens.issue(grant, name, known(caller).id, days);
      return { token: tokenOf(token), secret };
    },
    revokeToken: async ({ params: { id } }) => {
      tokens.revoke(id);
      return {};
    },
  } satisfies Partial<Handlers>;
}

function userWith(person: Person, passkeys: number): Answer<'changeUser'> {
  const { id, name, role, createdAt, disabled, oidc } = person;
  return {
    ...{ id, name, role, createdAt: instant(createdAt), disabled, passkeys },
    ...{ ready: isReady(person), oidc: oidc !== undefined },
  };
}

function linkOf({ secret, expiresAt }: { readonly secret: string; readonly expiresAt: number }) {
  return { secret, expiresAt: instant(expiresAt) };
}

function tokenOf({ createdAt, expiresAt, grant, ...token }: Token): Answer<'tokens'>['tokens'][number] {
  return {
    ...token,
    grant: grant.for === 'api' ? { ...grant, scopes: [...grant.scopes] } : grant,
    createdAt: instant(createdAt),
    expiresAt: instant(expiresAt),
  };
}
