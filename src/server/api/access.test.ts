// SPDX-License-Identifier: Apache-2.0
// Who may do what, asked over HTTP: every route, every method, every role.
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role, SCOPES } from '../access/roles.ts';
import { type Started, startApi } from './api.fixture.ts';
import { CONTRACT, type Route } from './contract/index.ts';
import { type Asking, TABLE } from './table.ts';

const ends: (() => unknown)[] = [];
let server: Started;
beforeAll(async () => {
  server = await startApi((end) => ends.push(end), undefined, undefined, {
    readerToken: 'r'.repeat(20),
    isOpen: true,
  });
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const ROUTES: readonly (readonly [string, Pick<Route, 'method' | 'path'> & { body?: unknown }])[] = [
  ...(Object.entries(CONTRACT) as [string, Route][]),
  ['live', { method: 'GET', path: '/v1/live' }],
  ['openApi', { method: 'GET', path: '/openapi.json' }],
];
/** What the table does not rule: the form for everybody. */
const OUTSIDE = ['GET /report', 'POST /report'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * What is wanted, written by hand: o owner, a analyst, r responder, u auditor, t trainer, p player, * not signed in.
 * A change of the table is a change of this list.
 */
const WANTED: Readonly<Record<string, string>> = {
  'GET /v1/status': 'oarut',
  'GET /v1/sources': 'oarut',
  'GET /v1/upkeep': 'oau',
  'GET /v1/titles': 'oarut',
  'GET /openapi.json': 'oarutp',
  'GET /v1/live': 'oaru',
  'GET /v1/verdict': 'oaru',
  'GET /v1/paths': 'oaru',
  'POST /v1/what-if': 'oaru',
  'GET /v1/verdict/summary': 'oaru',
  'GET /v1/certificate': 'oaru',
  'POST /v1/what-if/measures': 'oaru',
  'GET /v1/scenarios': 'oaru',
  'POST /v1/simulate': 'oaru',
  'GET /v1/jobs': 'oaru',
  'GET /v1/jobs/{id}': 'oaru',
  'DELETE /v1/jobs/{id}': 'oaru',
  'POST /v1/jobs/simulations': 'oaru',
  'GET /v1/jobs/{id}/simulation': 'oaru',
  'POST /v1/jobs/backups': 'o',
  'GET /v1/jobs/{id}/backup': 'o',
  'GET /v1/incidents': 'oaru',
  'GET /v1/incidents/{id}': 'oaru',
  'GET /v1/events': 'oaru',
  'GET /v1/events/histogram': 'oaru',
  'GET /v1/model': 'oaru',
  'GET /v1/model/names': 'oaru',
  'POST /v1/model/check': 'oaru',
  'POST /v1/model/complete': 'oaru',
  'PUT /v1/model': 'oa',
  'GET /v1/setup': 'oarutp*',
  'POST /v1/setup': 'oarutp*',
  'POST /v1/session': 'oarutp*',
  'DELETE /v1/session': 'oarutp',
  'GET /v1/me': 'oarutp',
  'PUT /v1/me/password': 'oarutp',
  'POST /v1/session/passkey/options': 'oarutp*',
  'POST /v1/session/passkey': 'oarutp*',
  'POST /v1/session/oidc': 'oarutp*',
  'POST /v1/session/oidc/answer': 'oarutp*',
  'GET /v1/me/passkeys': 'oarutp',
  'POST /v1/me/passkeys/options': 'oarutp',
  'POST /v1/me/passkeys': 'oarutp',
  'DELETE /v1/me/passkeys/{id}': 'oarutp',
  'GET /v1/obligations/{id}': 'oaru',
  'GET /v1/cases': 'oaru',
  'POST /v1/cases': 'oar',
  'GET /v1/cases/{id}': 'oaru',
  'POST /v1/cases/{id}/events': 'oar',
  'GET /v1/cases/{id}/duties': 'oaru',
  'GET /v1/cases/{id}/draft': 'oaru',
  'GET /v1/cases/{id}/place': 'oaru',
  'GET /v1/cases/{id}/recovery': 'oaru',
  'POST /v1/cases/{id}/recovery': 'oar',
  'GET /v1/cases/{id}/affected': 'oaru',
  'POST /v1/cases/{id}/affected': 'oar',
  'GET /v1/cases/{id}/notices': 'oaru',
  'GET /v1/cases/{id}/playbooks': 'oaru',
  'GET /v1/cases/{id}/playbook': 'oaru',
  'POST /v1/cases/{id}/bundle': 'oaru',
  'GET /v1/clocks': 'oaru',
  'GET /v1/evidence': 'oaru',
  'POST /v1/evidence/check': 'oaru',
  'GET /v1/runs': 'oaru',
  'GET /v1/runs/{id}': 'oaru',
  'PUT /v1/runs/{id}': 'oar',
  'POST /v1/runs/{id}/approvals': 'oar',
  'POST /v1/runs/{id}/answers': 'oar',
  'POST /v1/runs/{id}/undo': 'oar',
  'POST /v1/runs/{id}/stop': 'oar',
  'GET /v1/campaigns': 'out',
  'POST /v1/campaigns': 'ot',
  'POST /v1/campaigns/check': 'ot',
  'GET /v1/campaigns/{id}': 'ot',
  'GET /v1/campaigns/{id}/results': 'out',
  'GET /v1/campaigns/{id}/clock': 'out',
  'GET /v1/campaigns/{id}/statements': 'ot',
  'POST /v1/campaigns/{id}/links': 'ot',
  'POST /v1/campaigns/{id}/mails': 'ot',
  'POST /v1/campaigns/{id}/end': 'ot',
  'DELETE /v1/campaigns/{id}/people/{person}': 'ot',
  'GET /v1/campaigns/{id}/people/{person}/badge': 'ot',
  'POST /v1/play': 'oarutp*',
  'POST /v1/play/answers': 'oarutp*',
  'POST /v1/play/forget': 'oarutp*',
  'POST /v1/play/badge': 'oarutp*',
  'GET /v1/badge-key': 'oarutp*',
  'GET /v1/demo': 'oarut',
  'PUT /v1/demo': 'oat',
  'GET /v1/users': 'ou',
  'POST /v1/users': 'o',
  'PUT /v1/users/{id}': 'o',
  'POST /v1/users/{id}/link': 'o',
  'DELETE /v1/users/{id}': 'o',
  'GET /v1/tokens': 'ou',
  'POST /v1/tokens': 'o',
  'DELETE /v1/tokens/{id}': 'o',
  'POST /v1/reports': 'oarutp*',
};
const LETTER: Readonly<Record<Role, string>> = {
  owner: 'o',
  analyst: 'a',
  responder: 'r',
  auditor: 'u',
  trainer: 't',
  player: 'p',
};

interface Who {
  readonly headers: Readonly<Record<string, string>>;
}

/** A new session of somebody with a role. */
function signedIn(role: Role): Who {
  const { people, sessions } = server.opening.access;
  const person = people.all().find(({ name }) => name === role) ?? people.invite(role, role).person;
  const { secret, view } = sessions.start(person.id);
  const port = new URL(server.url).port;
  return { headers: { cookie: `ensuresec-${port}=${secret}`, 'x-csrf-token': view.csrf } };
}

/** What became of it; the body says so little that nothing is changed. */
async function outcome(method: string, path: string, { headers }: Who): Promise<number> {
  server.clock.now += 60_000;
  const withBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const answer = await fetch(`${server.url}${path.replace('{id}', 'nobody')}`, {
    method,
    headers: { ...headers, ...(withBody ? { 'content-type': 'application/json' } : {}) },
    ...(withBody ? { body: '{}' } : {}),
  });
  await answer.body?.cancel();
  return answer.status;
}

const isLetIn = (status: number): boolean => ![401, 403].includes(status);

describe('route × role × method', () => {
  test('the hand-written list has every route once', () => {
    expect(Object.keys(WANTED).sort()).toEqual(
      ROUTES.map(([, { method, path }]) => `${method} ${path}`).sort(),
    );
    expect(Object.keys(TABLE).sort()).toEqual(ROUTES.map(([name]) => name).sort());
  });

  test('no route but those of the form is outside of the table', () => {
    const bound: string[] = [];
    const app = fastify({ exposeHeadRoutes: false });
    app.addHook(
      'onRoute',
      ({ method, url }) => void bound.push(`${method} ${url.replace(/:(\w+)/g, '{$1}')}`),
    );
    server.api.bind(app);
    expect(bound.sort()).toEqual([...Object.keys(WANTED), ...OUTSIDE].sort());
  });

  const cells = ROUTES.flatMap(([, { path }]) => METHODS.map((method) => [method, path] as const));
  const unique = [...new Map(cells.map((cell) => [cell.join(' '), cell])).values()];

  test.each([...ROLES, undefined])('%s', async (role) => {
    for (const [method, path] of unique) {
      // The door of sources, which has tokens of its own (test/fault/exposure.test.ts).
      if (method === 'POST' && path === '/v1/events') continue;
      const wanted = WANTED[`${method} ${path}`];
      const who = role === undefined ? { headers: {} } : signedIn(role);
      const status = await outcome(method, path, who);
      const cell = `${method} ${path} by ${role ?? 'nobody'}: ${status}`;
      if (wanted === undefined) expect([404, 405, 403, 401].includes(status), cell).toBe(true);
      else if (role === undefined) {
        if (!wanted.includes('*')) expect(status, cell).toBe(401);
        else expect(isLetIn(status), cell).toBe(true);
      } else if (!wanted.includes(LETTER[role])) expect(status, cell).toBe(403);
      else expect(isLetIn(status), cell).toBe(true);
    }
  });
});

describe('route × scope', () => {
  test.each(SCOPES)('a token for %s does that and nothing else', async (scope) => {
    const { tokens } = server.opening.access;
    const { secret } = tokens.issue({ for: 'api', role: 'owner', scopes: [scope] }, scope, 'machine', 1);
    const who = { headers: { authorization: `Bearer ${secret}` } };
    for (const [name, { method, path }] of ROUTES) {
      const rule = TABLE[name as Asking];
      const status = await outcome(method, path, who);
      const may = rule.roles === 'everybody' || rule.scope === scope;
      expect(isLetIn(status), `${method} ${path}: ${status}`).toBe(may);
    }
  });

  test('the token of readers reads, and changes nothing', async () => {
    const who = { headers: { authorization: `Bearer ${'r'.repeat(20)}` } };
    for (const [name, { method, path }] of ROUTES) {
      const rule = TABLE[name as Asking];
      // It reads as an auditor does.
      const reads =
        rule.roles === 'everybody' || (rule.roles.includes('auditor') && rule.scope?.endsWith(':read'));
      const status = await outcome(method, path, who);
      expect(isLetIn(status), `${method} ${path}: ${status}`).toBe(reads === true);
    }
  });
});

describe('who is refused whatever they show', () => {
  const PAGES: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }, true],
    ['a person who types the address', { 'sec-fetch-site': 'none' }, true],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }, false],
    ['another origin', { origin: 'https://attacker.example' }, false],
    ['no origin at all', { origin: 'null' }, false],
  ];
  test.each(PAGES)('%s', async (_, headers, may) => {
    for (const [, { method, path }] of ROUTES) {
      if (path === '/v1/session' && method === 'DELETE') continue;
      // Time goes on from one to the next, and some are for those who just signed in.
      const { headers: owner } = signedIn('owner');
      const status = await outcome(method, path, { headers: { ...owner, ...headers } });
      expect(isLetIn(status), `${method} ${path}: ${status}`).toBe(may);
    }
  });

  const TOKENS = ['Bearer', 'Bearer x', 'Basic b3duZXI6eA==', 'Bearer ensuresec_', 'Bearer ensuresec__x'];
  test.each(TOKENS)('a token that is none does not become nobody: %s', async (authorization) => {
    expect(await outcome('GET', '/v1/setup', { headers: { authorization } })).toBe(401);
  });

  test('a session changes nothing without its token against forgery, or with that of another', async () => {
    const [one, two] = [signedIn('owner'), signedIn('owner')];
    for (const [, { method, path }] of ROUTES) {
      if (method === 'GET') continue;
      const { 'x-csrf-token': _, ...bare } = one.headers;
      expect(await outcome(method, path, { headers: bare }), `${method} ${path}`).toBe(403);
      const mixed = { ...one.headers, 'x-csrf-token': two.headers['x-csrf-token'] ?? '' };
      expect(await outcome(method, path, { headers: mixed }), `${method} ${path}`).toBe(403);
    }
  });
});
