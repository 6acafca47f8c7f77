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

export async function signOut(): Promise<void> {
  await ask('signOut').catch(() => undefined);
  end();
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
