// SPDX-License-Identifier: Apache-2.0
// A server with one incident, and people who ask it.
import { afterAll, beforeAll } from 'vitest';
import type { Role } from '../access/roles.ts';
import { type Started, startApi } from './api.fixture.ts';

const MODEL = `ensuresec: 1
name: Small
pack: e-commerce
zones: [{ id: net, type: storefront-network }]
assets:
  - { id: shop, type: shop-platform, zone: net, valuePerHour: 100 }
  - { id: pay, type: payment-page, zone: net, runsOn: shop, valuePerHour: 900 }
`;
export const FOUND = {
  id: 'incident-1',
  title: 'Card data skimmed',
  first: '2026-10-05T01:07:11.699Z',
  timeline: [{ from: '2026-10-05T01:18:51.000Z' }],
  threats: [1],
  techniques: ['T1056.003'],
  assets: ['shop'],
};

/** Asks as somebody of a role; each name is another person. */
export type As = (name: string, role?: Role) => Ask;
export type Ask = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly status: number; readonly said: T }>;

/** The server of this test file, from its first test to its last. */
export function useRespond(): { readonly started: () => Started; readonly as: As } {
  const ends: (() => unknown)[] = [];
  let server: Started | undefined;
  const started = (): Started => {
    if (server === undefined) throw new Error('The server is asked for before the first test');
    return server;
  };
  beforeAll(async () => {
    const incidents = async (query: object) =>
      JSON.stringify({
        incidents: (query as { readonly id?: string }).id === FOUND.id ? [FOUND] : [],
        more: 0,
      });
    server = await startApi((end) => ends.push(end), incidents, MODEL);
  });
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return { started, as: (name, role = 'responder') => askerOf(started(), name, role) };
}

function askerOf(server: Started, name: string, role: Role): Ask {
  const { people, sessions } = server.opening.access;
  const person = people.all().find((each) => each.name === name) ?? people.invite(name, role).person;
  const { secret, view } = sessions.start(person.id);
  const headers = {
    cookie: `ensuresec-${new URL(server.url).port}=${secret}`,
    'x-csrf-token': view.csrf,
    'content-type': 'application/json',
  };
  return async <T = Record<string, unknown>>(method: string, path: string, body?: object) => {
    server.clock.now += 1000;
    const answered = await fetch(`${server.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answered.status, said: (await answered.json()) as T };
  };
}
