// SPDX-License-Identifier: Apache-2.0
// People who come with a browser, which keeps its cookies and sends the token that /v1/me told it.
import { expect } from 'vitest';
import type { Started } from './api.fixture.ts';

export const PASSWORD = 'four words and a van';

export type Body = Readonly<Record<string, unknown>>;
interface Answered {
  readonly status: number;
  readonly body: Body;
  /** What was set, one cookie a line. */
  readonly cookie: string | undefined;
}

export type Browser = ReturnType<typeof browser>;

export function browser(server: Started) {
  const jar = new Map<string, string>();
  const session = (): string => [...jar.keys()].find((name) => !name.includes('oidc')) ?? '';
  let csrf = '';
  const keep = (set: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (set.includes('Max-Age=0')) jar.delete(name);
    else jar.set(name, value);
  };
  const ask = async (method: string, path: string, body?: object): Promise<Answered> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        'x-csrf-token': csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie();
    set.forEach(keep);
    const said = (await answer.json()) as Body;
    if (typeof said['csrf'] === 'string') csrf = said['csrf'];
    return { status: answer.status, body: said, cookie: set.length === 0 ? undefined : set.join('\n') };
  };
  return {
    ask,
    jar,
    get cookie() {
      const name = session();
      return name === '' ? '' : `${name}=${jar.get(name)}`;
    },
    set cookie(value: string) {
      keep(value);
    },
    signIn: (name: string, password = PASSWORD) => ask('POST', '/v1/session', { name, password }),
    me: async () => (await ask('GET', '/v1/me')).status,
  };
}

/** A server whose first owner is `ada`. */
export async function ownerOf(start: () => Promise<Started>) {
  const server = await start();
  const link = server.opening.access.people.setupLink().secret;
  const owner = browser(server);
  const first = await owner.ask('POST', '/v1/setup', { link, name: 'ada', password: PASSWORD });
  expect(first).toMatchObject({ status: 200, body: { kind: 'person', name: 'ada', role: 'owner' } });
  return { server, owner, link, first };
}

/** Somebody whom the owner invited, and who set a password. */
export async function invited(server: Started, owner: Browser, name: string, role: string) {
  const { body, status } = await owner.ask('POST', '/v1/users', { name, role });
  expect(status).toBe(200);
  const { link, user } = body as { link: { secret: string }; user: { id: string } };
  const person = browser(server);
  const come = await person.ask('POST', '/v1/setup', { link: link.secret, password: PASSWORD });
  expect(come.status).toBe(200);
  return { person, id: user.id };
}
