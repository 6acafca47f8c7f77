// SPDX-License-Identifier: Apache-2.0
// Signing in as a browser does it: links, sessions, passwords, people and tokens, and what is recorded.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openEvidenceStore } from '../../platform/index.ts';
import { OPERATOR_FILE, openAccess } from '../access/open.ts';
import { ABSOLUTE_MS, IDLE_MS } from '../access/sessions.ts';
import { SITE, type Started, type StartOptions, startApi } from './api.fixture.ts';
import { type Body, browser, invited, ownerOf, PASSWORD } from './browser.fixture.ts';

const OTHER = 'another four words of it';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const start = (options: StartOptions = {}): Promise<Started> =>
  startApi((end) => ends.push(end), undefined, undefined, options);
const withOwner = (options: StartOptions = {}) => ownerOf(() => start(options));

describe('the link of the first start', () => {
  test('works once, for fifteen minutes, and the next one makes it void', async () => {
    const server = await start();
    const { people } = server.opening.access;
    const guest = browser(server);
    expect((await guest.ask('GET', '/v1/setup')).body).toEqual({
      isNew: true,
      demo: false,
      oidc: false,
      address: SITE,
    });
    const redeem = (link: string, password = PASSWORD) =>
      guest.ask('POST', '/v1/setup', { link, name: 'ada', password });
    const replaced = people.setupLink().secret;
    const late = people.setupLink().secret;
    expect((await redeem(replaced)).status).toBe(403);
    server.clock.now += 15 * 60_000;
    expect((await redeem(late)).status).toBe(403);
    const link = people.setupLink().secret;
    for (const weak of ['short', 'aaaaaaaaaaaaaaaaaaaa', 'adaadaadaadaadaada'])
      expect((await redeem(link, weak)).status, weak).toBe(422);
    const both = await Promise.all([
      redeem(link),
      browser(server).ask('POST', '/v1/setup', { link, name: 'eve', password: OTHER }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await redeem(link)).status).toBe(403);
    expect((await guest.ask('GET', '/v1/setup')).body).toEqual({
      isNew: false,
      demo: false,
      oidc: false,
      address: SITE,
    });
    expect(people.all()).toHaveLength(1);
  });
});

describe('a session', () => {
  test('is a cookie that no script reads and no other site sends', async () => {
    const { first, server } = await withOwner();
    expect(first.cookie).toMatch(
      new RegExp(`^ensuresec-${new URL(server.url).port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const { first: proxied } = await withOwner({ behindProxy: true });
    expect(proxied.cookie).toMatch(
      /^__Host-ensuresec=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  test('begins anew at each sign-in: what was before it ends, what was planted is not taken', async () => {
    const { server, owner } = await withOwner();
    const before = owner.cookie;
    expect((await owner.signIn('ada')).status).toBe(200);
    expect(owner.cookie).not.toBe(before);
    const old = browser(server);
    old.cookie = before;
    expect(await old.me()).toBe(401);
    const victim = browser(server);
    const planted = `ensuresec-${new URL(server.url).port}=${'p'.repeat(43)}`;
    victim.cookie = planted;
    expect((await victim.signIn('ada')).status).toBe(200);
    expect(victim.cookie).not.toBe(planted);
    const attacker = browser(server);
    attacker.cookie = planted;
    expect(await attacker.me()).toBe(401);
  });

  test('ends at logout, for good', async () => {
    const { server, owner } = await withOwner();
    const stolen = browser(server);
    stolen.cookie = owner.cookie;
    expect(await stolen.me()).toBe(200);
    expect((await owner.ask('DELETE', '/v1/session')).status).toBe(200);
    expect([await owner.me(), await stolen.me()]).toEqual([401, 401]);
  });

  test('ends after half an hour without use, and after twelve hours whatever happens', async () => {
    const { server, owner } = await withOwner();
    server.clock.now += IDLE_MS - 60_000;
    expect(await owner.me()).toBe(200);
    server.clock.now += IDLE_MS;
    expect(await owner.me()).toBe(401);
    await owner.signIn('ada');
    const begun = server.clock.now;
    while (server.clock.now - begun < ABSOLUTE_MS - IDLE_MS) {
      expect(await owner.me()).toBe(200);
      server.clock.now += IDLE_MS - 60_000;
    }
    server.clock.now = begun + ABSOLUTE_MS;
    expect(await owner.me()).toBe(401);
  });

  test('a change of the password ends all others, and the old one opens nothing', async () => {
    const { server, owner } = await withOwner();
    const other = browser(server);
    await other.signIn('ada');
    const before = owner.cookie;
    const change = (current: string) => owner.ask('PUT', '/v1/me/password', { current, next: OTHER });
    expect((await change('not the present one')).status).toBe(403);
    expect((await change(PASSWORD)).status).toBe(200);
    expect(owner.cookie).not.toBe(before);
    expect([await owner.me(), await other.me()]).toEqual([200, 401]);
    expect((await other.signIn('ada')).status).toBe(401);
    expect((await other.signIn('ADA', OTHER)).status).toBe(200);
  });

  test('a stream of what changes ends with it', async () => {
    const { server, owner } = await withOwner();
    const answer = await fetch(`${server.url}/v1/live`, { headers: { cookie: owner.cookie } });
    expect(answer.status).toBe(200);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await owner.ask('DELETE', '/v1/session');
    server.api.live.tell({ name: 'notice', data: { text: 'not for those who left' } });
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += new TextDecoder().decode(part.value);
    expect(text).not.toContain('not for those who left');
  });
});

test('who guesses waits, and nobody learns who exists', async () => {
  const { server } = await withOwner();
  const guest = browser(server);
  const wrong = await guest.signIn('ada', 'wrong wrong wrong');
  expect(await guest.signIn('nobody', 'wrong wrong wrong')).toEqual(wrong);
  for (let at = 0; at < 4; at++) expect((await guest.signIn('ada', `guess ${at}`)).status).toBe(401);
  expect((await guest.signIn('ada', 'guess')).status).toBe(429);
  expect((await guest.signIn('Ada')).status).toBe(429);
  server.clock.now += 31_000;
  expect((await guest.signIn('ada')).status).toBe(200);
});

describe('people', () => {
  test('are invited, changed, shut out and taken away; each time their sessions and tokens end', async () => {
    const { server, owner } = await withOwner();
    const { person, id } = await invited(server, owner, 'bob', 'owner');
    const issue = { name: 'ci', grant: { for: 'api', role: 'analyst', scopes: ['verdict:read'] }, days: 1 };
    const { body } = await person.ask('POST', '/v1/tokens', issue);
    const byToken = async (): Promise<number> =>
      (
        await fetch(`${server.url}/v1/verdict`, {
          headers: { authorization: `Bearer ${String(body['secret'])}` },
        })
      ).status;
    expect(await byToken()).toBe(200);
    const change = (role: string, disabled: boolean) =>
      owner.ask('PUT', `/v1/users/${id}`, { role, disabled });
    expect((await change('player', false)).status).toBe(200);
    expect([await person.me(), await byToken()]).toEqual([401, 401]);
    expect((await person.signIn('bob')).body).toMatchObject({
      role: 'player',
      may: expect.not.arrayContaining(['events']),
    });
    await change('player', true);
    expect([await person.me(), (await person.signIn('bob')).status]).toEqual([401, 401]);
    await change('player', false);
    expect((await person.signIn('bob')).status).toBe(200);
    const { body: link } = await owner.ask('POST', `/v1/users/${id}/link`);
    expect(await person.me()).toBe(401);
    expect((await person.ask('POST', '/v1/setup', { link: link['secret'], password: OTHER })).status).toBe(
      200,
    );
    expect((await owner.ask('DELETE', `/v1/users/${id}`)).status).toBe(200);
    expect(await person.me()).toBe(401);
    expect((await owner.ask('DELETE', `/v1/users/${id}`)).status).toBe(404);
  });

  test('the last owner stays one, and names are given once', async () => {
    const { server, owner } = await withOwner();
    const [ada] = server.opening.access.people.all();
    for (const body of [
      { role: 'player', disabled: false },
      { role: 'owner', disabled: true },
    ])
      expect((await owner.ask('PUT', `/v1/users/${ada?.id}`, body)).status).toBe(409);
    expect((await owner.ask('DELETE', `/v1/users/${ada?.id}`)).status).toBe(409);
    expect((await owner.ask('POST', '/v1/users', { name: 'ADA', role: 'player' })).status).toBe(409);
  });
});

test('tokens are shown once, kept as digests, refused beyond their role, and end', async () => {
  const { server, owner } = await withOwner();
  const issue = (grant: object, days = 1) => owner.ask('POST', '/v1/tokens', { name: 'ci', grant, days });
  expect((await issue({ for: 'api', role: 'player', scopes: ['events:read'] })).status).toBe(422);
  expect((await issue({ for: 'source', source: 'no-such' })).status).toBe(422);
  const { body } = await issue({ for: 'api', role: 'auditor', scopes: ['verdict:read'] });
  const { secret, token } = body as { secret: string; token: { id: string; prefix: string } };
  expect(secret.startsWith(`${token.prefix}_`)).toBe(true);
  const { body: list } = await owner.ask('GET', '/v1/tokens');
  expect(JSON.stringify(list)).not.toContain(secret.slice(token.prefix.length + 1));
  const ask = async (shown: string): Promise<number> =>
    (await fetch(`${server.url}/v1/verdict`, { headers: { authorization: `Bearer ${shown}` } })).status;
  expect([await ask(secret), await ask(`${secret.slice(0, -1)}!`), await ask(token.prefix)]).toEqual([
    200, 401, 401,
  ]);
  server.clock.now += 86_400_001;
  expect(await ask(secret)).toBe(401);
});

test('all of it is on disk without a secret, and comes back; what is done and read is recorded', async () => {
  const { server, owner, link } = await withOwner();
  await owner.ask('GET', '/v1/incidents?limit=7');
  await owner.ask('GET', '/v1/status');
  await owner.ask('POST', '/v1/users', { name: 'bob', role: 'player' });
  await owner.signIn('ada', 'wrong wrong wrong');
  const file = join(server.folder, OPERATOR_FILE);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { cookie } = owner;
  for (const end of ends.splice(2).reverse()) await end();
  expect(existsSync(file)).toBe(false);
  const bytes = ['access.db', 'access.db-wal', 'audit/log.db', 'audit/log.db-wal']
    .map((name) => join(server.folder, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
  for (const secret of [PASSWORD, link, cookie.split('=')[1] ?? '', server.operator.slice('Bearer '.length)])
    expect(bytes.includes(secret)).toBe(false);
  const again = await openAccess(server.folder, () => server.clock.now);
  expect(
    again.access.people
      .all()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['ada', 'bob']);
  expect(again.access.session(cookie.split('=')[1] ?? '')).toMatchObject({ kind: 'person', name: 'ada' });
  await again.close();
  const store = await openEvidenceStore(join(server.folder, 'audit', 'log.db'));
  const records = (await store.entries(0, 100)).map(
    ({ data }) => JSON.parse(Buffer.from(data).toString()) as Body,
  );
  await store.close();
  const told = records.map(({ kind, subject, body }) => [
    kind,
    subject,
    (body as Body | undefined)?.['status'],
  ]);
  expect(told.filter(([kind]) => String(kind).startsWith('api.'))).toEqual([
    ['api.write', 'redeem', undefined],
    ['api.written', 'redeem', 200],
    ['api.read', 'incidents', undefined],
    ['api.write', 'invite', undefined],
    ['api.written', 'invite', 200],
    ['api.write', 'signIn', undefined],
    ['api.written', 'signIn', 401],
  ]);
  expect(JSON.stringify(records)).not.toContain('127.0.0.1');
});
