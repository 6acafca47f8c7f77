// SPDX-License-Identifier: Apache-2.0
// Who is signed in. The cookie is not for scripts; what this page knows is what /v1/me says.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../src/server/api/contract/index.ts';
import { ask, keepCsrf, Refused, whenSignedOut } from './ask.ts';
import { client } from './queries.ts';

export type Me = Answer<'me'>;

/** Null: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return known(await ask('me', { signal }));
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return null;
      throw error;
    }
  },
});

export function useMe(): Me | null | undefined {
  return useQuery(meQuery).data;
}

export async function signIn(name: string, password: string): Promise<void> {
  begin(await ask('signIn', { body: { name, password } }));
}

/** @param name Of a first owner; an invitation has one. */
export async function redeem(link: string, name: string, password: string): Promise<void> {
  begin(await ask('redeem', { body: { link, password, ...(name === '' ? {} : { name }) } }));
}

/** @throws Error of the browser when it shows no passkey. */
export async function signInWithPasskey(): Promise<void> {
  const options = await ask('passkeyChallenge');
  const { showPasskey } = await import('./passkeys.ts');
  begin(await ask('passkeySignIn', { body: { passkey: await showPasskey(options) } }));
}

/** Leaves for the OpenID provider. @param again Prove anew who you are. */
export async function leaveForOidc(again = false): Promise<void> {
  location.assign((await ask('beginOidc', { body: { again } })).at);
}

/** @param answer The query that the provider sent the browser back with. */
export async function comeFromOidc(answer: string): Promise<void> {
  begin(await ask('finishOidc', { body: { answer } }));
}

/** Whoever came by the OpenID provider leaves there too. */
export async function signOut(): Promise<void> {
  const left = await ask('signOut').catch(() => undefined);
  end();
  if (left?.at !== undefined) location.assign(left.at);
}

function known(me: Me): Me {
  keepCsrf(me.csrf);
  return me;
}

function begin(me: Me): void {
  client.setQueryData(meQuery.queryKey, known(me));
}

/** What somebody saw is not left to whoever comes next. */
function end(): void {
  keepCsrf(undefined);
  client.setQueryData(meQuery.queryKey, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
}

whenSignedOut(end);
