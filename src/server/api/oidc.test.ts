// SPDX-License-Identifier: Apache-2.0
// Sign-in by an OpenID provider, against one that can lie.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SITE, type Started, startApi } from './api.fixture.ts';
import { type Browser, browser, ownerOf, PASSWORD } from './browser.fixture.ts';
import { type Lies, type Provider, startProvider } from './provider.fixture.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const START = '/v1/session/oidc';
const ANSWER = '/v1/session/oidc/answer';

async function withProvider(settings: object = {}, lies: Lies = {}) {
  const provider = await startProvider((end) => ends.push(end));
  Object.assign(provider.lies, lies);
  const oidc = { ...provider.settings, ...settings };
  const { server, owner } = await ownerOf(() =>
    startApi((end) => ends.push(end), undefined, undefined, { oidc }),
  );
  return { provider, server, owner };
}

async function addressFor(who: Browser, again = false): Promise<string> {
  const { status, body } = await who.ask('POST', START, { again });
  expect(status, JSON.stringify(body)).toBe(200);
  return String(body['at']);
}

async function comeBy(provider: Provider, who: Browser, again = false) {
  return who.ask('POST', ANSWER, { answer: provider.approve(await addressFor(who, again)) });
}

describe('somebody whom the provider sends', () => {
  test('gets an account with the role of the first value that fits, and is the same person next time', async () => {
    const { provider, server, owner } = await withProvider();
    const guest = browser(server);
    expect((await guest.ask('GET', '/v1/setup')).body).toMatchObject({ oidc: true, address: SITE });
    const first = await comeBy(provider, guest);
    expect(first).toMatchObject({
      status: 200,
      body: { kind: 'person', name: 'ada@shop.example', role: 'analyst' },
    });
    provider.lies.claims = { email: 'other@shop.example', groups: 'security' };
    const again = await comeBy(provider, browser(server));
    expect(again.body).toMatchObject({ id: first.body['id'], name: 'ada@shop.example' });
    provider.lies.claims = { sub: 's-2' };
    const other = await comeBy(provider, browser(server));
    expect(other.body['id']).not.toBe(first.body['id']);
    expect(String(other.body['name'])).toMatch(/^ada@shop\.example-\w{6}$/);
    const { body } = await owner.ask('GET', '/v1/users');
    expect(body['users']).toContainEqual(
      expect.objectContaining({ name: 'ada@shop.example', oidc: true, ready: true }),
    );
  });

  test('is the first owner, and the link of the first start is void', async () => {
    const provider = await startProvider((end) => ends.push(end));
    provider.lies.claims = { groups: ['owners'] };
    const oidc = provider.settings;
    const server = await startApi((end) => ends.push(end), undefined, undefined, { oidc });
    const { people } = server.opening.access;
    const setUp = async () => {
      const link = people.setupLink().secret;
      return () => browser(server).ask('POST', '/v1/setup', { link, name: 'eve', password: PASSWORD });
    };
    const before = await setUp();
    expect((await comeBy(provider, browser(server))).body).toMatchObject({ role: 'owner' });
    expect((await before()).status).toBe(403);
    // An operator who asks for another one later gets one that is good.
    expect((await (await setUp())()).status).toBe(200);
  });

  test('goes there with PKCE, state and nonce, and comes back to the public address', async () => {
    const { server } = await withProvider();
    const guest = browser(server);
    const { searchParams } = new URL(await addressFor(guest));
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: `${SITE}/sign-in/oidc`,
      code_challenge_method: 'S256',
      scope: 'openid profile email groups',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(searchParams.get('prompt')).toBeNull();
    const { searchParams: again } = new URL(await addressFor(guest, true));
    expect([again.get('prompt'), again.get('max_age')]).toEqual(['login', '300']);
  });

  test('never becomes who has the same name or e-mail address here', async () => {
    const { provider, server } = await withProvider(
      {},
      { claims: { email: undefined, preferred_username: 'ada' } },
    );
    const guest = browser(server);
    const { body } = await comeBy(provider, guest);
    expect(body).toMatchObject({ role: 'analyst', name: expect.stringMatching(/^ada-\w{6}$/) });
    expect((await browser(server).signIn('ada')).body).toMatchObject({ name: 'ada', role: 'owner' });
  });

  test('follows the role that the provider gives, and what they had before ends with it', async () => {
    const { provider, server } = await withProvider();
    const [laptop, phone] = [browser(server), browser(server)];
    await comeBy(provider, laptop);
    provider.lies.claims = { groups: ['x', 'owners', 'security'] };
    expect((await comeBy(provider, phone)).body).toMatchObject({ role: 'owner' });
    expect(await laptop.me()).toBe(401);
    provider.lies.claims = { groups: [] };
    expect((await comeBy(provider, laptop)).status).toBe(403);
  });

  test('who is shut out here stays out', async () => {
    const { provider, server, owner } = await withProvider();
    const guest = browser(server);
    const { body } = await comeBy(provider, guest);
    await owner.ask('PUT', `/v1/users/${String(body['id'])}`, { role: 'analyst', disabled: true });
    expect(await guest.me()).toBe(401);
    expect((await comeBy(provider, guest)).status).toBe(403);
  });

  test('is a session like others: rotated, with its cookie alone, and left at the provider too', async () => {
    const { provider, server } = await withProvider();
    const guest = browser(server);
    const first = await comeBy(provider, guest);
    const before = guest.cookie;
    expect(first.cookie?.split('\n')).toHaveLength(2);
    await comeBy(provider, guest);
    expect(guest.cookie).not.toBe(before);
    expect([...guest.jar.keys()].some((name) => name.includes('oidc'))).toBe(false);
    const { body } = await guest.ask('DELETE', '/v1/session');
    const at = new URL(String(body['at']));
    expect(`${at.origin}${at.pathname}`).toBe(`${provider.issuer}/leave`);
    expect(Object.fromEntries(at.searchParams)).toEqual({
      client_id: 'ensuresec',
      post_logout_redirect_uri: `${SITE}/`,
    });
    expect(await guest.me()).toBe(401);
    const typed = browser(server);
    await typed.signIn('ada', PASSWORD);
    expect((await typed.ask('DELETE', '/v1/session')).body).toEqual({});
  });

  test('adds a passkey only when the provider says that they proved just now who they are', async () => {
    const { provider, server } = await withProvider();
    const guest = browser(server);
    const may = async (): Promise<number> => (await guest.ask('POST', '/v1/me/passkeys/options')).status;
    const at = Math.floor(server.clock.now / 1000);
    for (const [proven, status] of [
      [at, 200],
      [at - 601, 403],
      [undefined, 403],
    ] as const) {
      provider.lies.claims = { auth_time: proven };
      await comeBy(provider, guest);
      expect(await may(), String(proven)).toBe(status);
    }
  });
});

describe('is not let in', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;
  const LIES: readonly (readonly [string, Lies, number, RegExp])[] = [
    ['another nonce', { claims: { nonce: 'n'.repeat(43) } }, 401, /nonce/],
    ['no nonce', { claims: { nonce: undefined } }, 401, /nonce/],
    ['another state', { state: 's'.repeat(43) }, 401, /state/],
    ['no state', { state: '' }, 401, /state/],
    ['a token for another client', { claims: { aud: 'another' } }, 401, /aud/],
    [
      'a token for several without saying for whom',
      { claims: { aud: ['ensuresec', 'another'] } },
      401,
      /aud/,
    ],
    ['a token for another party', { claims: { aud: ['ensuresec', 'another'], azp: 'another' } }, 401, /azp/],
    ['a token that ended', { claims: { iat: past, exp: past + 60 } }, 401, /exp/],
    ['a token that never ends', { claims: { exp: undefined } }, 401, /exp/],
    ['a token that is not yet valid', { claims: { nbf: past + 7200 } }, 401, /nbf/],
    ['a token of another issuer', { claims: { iss: 'https://attacker.example' } }, 401, /iss/],
    ['a token of nobody', { claims: { sub: undefined } }, 401, /sub/],
    ['a token without a signature (alg none)', { sign: 'none' }, 401, /alg/],
    ['a token whose signature was cut off', { sign: 'cut off' }, 401, /signature verification/],
    ['a token signed with another key', { sign: 'another key' }, 401, /signature verification/],
    ['a token signed with the secret of the client', { sign: 'secret' }, 401, /alg/],
    ['no ID token', { withoutToken: true }, 401, /id_token/],
    ['an answer of another issuer (mix-up)', { iss: 'https://attacker.example' }, 401, /iss/],
    ['an answer that does not say whose it is', { iss: undefined }, 401, /iss/],
    ['an error of the token endpoint', { answer: [400, '{"error":"invalid_grant"}'] }, 401, /error/],
    ['no JSON of the token endpoint', { answer: [200, '<html>'] }, 401, /JSON/],
    ['no role', { claims: { groups: ['sales'] } }, 403, /gives you a role/],
    ['no such claim', { claims: { groups: undefined } }, 403, /gives you a role/],
    ['a claim of another kind', { claims: { groups: { security: true } } }, 403, /gives you a role/],
  ];
  let shared: Awaited<ReturnType<typeof withProvider>>;
  const later: (() => unknown)[] = [];
  beforeAll(async () => {
    shared = await withProvider();
    later.push(...ends.splice(0));
  });
  afterAll(async () => {
    for (const end of later.reverse()) await end();
  });

  test.each(LIES)('%s', async (_, lies, status, why) => {
    const { provider, server } = shared;
    const { people } = server.opening.access;
    // Whoever tries often waits; these come one after the other.
    server.clock.now += 60_000;
    for (const lie of Object.keys(provider.lies)) delete provider.lies[lie as keyof Lies];
    const before = people.all().length;
    Object.assign(provider.lies, lies);
    const guest = browser(server);
    expect(await comeBy(provider, guest)).toMatchObject({
      status,
      body: { error: expect.stringMatching(why) },
    });
    expect([await guest.me(), people.all().length]).toEqual([401, before]);
    for (const lie of Object.keys(lies)) delete provider.lies[lie as keyof Lies];
    expect((await comeBy(provider, guest)).status).toBe(200);
  });

  test.each([
    [{ email_verified: false }],
    [{ email_verified: 'true' }],
    [{ email_verified: undefined }],
    [{ email: 'ada@shop.example.attacker.example' }],
    [{ email: 'ada@attacker.example' }],
    [{ email: undefined }],
  ])('an address that is none of a stated domain, or not verified: %o', async (claims) => {
    const { provider, server } = await withProvider({ domains: ['shop.example'] }, { claims });
    const guest = browser(server);
    expect((await comeBy(provider, guest)).status).toBe(403);
    delete provider.lies.claims;
    expect((await comeBy(provider, guest)).status).toBe(200);
  });

  test('a role by an e-mail address that is not verified', async () => {
    const roles = [{ value: 'ada@shop.example', role: 'owner' }];
    const { provider, server } = await withProvider(
      { claim: 'email', roles },
      { claims: { email_verified: false } },
    );
    expect((await comeBy(provider, browser(server))).status).toBe(403);
    delete provider.lies.claims;
    expect((await comeBy(provider, browser(server))).body).toMatchObject({ role: 'owner' });
  });

  test('an answer twice, a code twice, an answer in another browser, and one that comes late', async () => {
    const { provider, server } = await withProvider();
    const guest = browser(server);
    const answer = provider.approve(await addressFor(guest));
    expect((await browser(server).ask('POST', ANSWER, { answer })).status).toBe(403);
    const flow = [...guest.jar];
    expect((await guest.ask('POST', ANSWER, { answer })).status).toBe(200);
    for (const [name, value] of flow) guest.jar.set(name, value);
    expect((await guest.ask('POST', ANSWER, { answer })).status).toBe(403);
    const [old] = new URLSearchParams(answer).getAll('code');
    const fresh = new URLSearchParams(provider.approve(await addressFor(guest)));
    fresh.set('code', old ?? '');
    expect((await guest.ask('POST', ANSWER, { answer: fresh.toString() })).status).toBe(401);
    const late = provider.approve(await addressFor(guest));
    server.clock.now += 10 * 60_000;
    expect((await guest.ask('POST', ANSWER, { answer: late })).status).toBe(403);
  });

  test('a refusal of the provider, which is told', async () => {
    const { server, provider } = await withProvider();
    const guest = browser(server);
    const state = new URL(await addressFor(guest)).searchParams.get('state') ?? '';
    const answer = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer }).toString();
    expect(await guest.ask('POST', ANSWER, { answer })).toMatchObject({
      status: 401,
      body: { error: 'The answer of the sign-in service is not accepted: access_denied' },
    });
  });

  test('a proof that is too old, where a new one was asked for', async () => {
    const { provider, server } = await withProvider({}, { claims: { auth_time: past } });
    expect((await comeBy(provider, browser(server), true)).status).toBe(401);
    provider.lies.claims = { auth_time: undefined };
    expect((await comeBy(provider, browser(server), true)).status).toBe(401);
    delete provider.lies.claims;
    expect((await comeBy(provider, browser(server), true)).status).toBe(200);
  });
});

describe('a provider', () => {
  const begin = async (server: Started) => browser(server).ask('POST', START, { again: false });

  test('that does not answer is named, and asked again next time; passwords go on', async () => {
    const { provider, server } = await withProvider();
    await provider.close();
    const { status, body } = await begin(server);
    expect(status).toBe(503);
    expect(body['error']).toMatch(
      /^The sign-in service http:\/\/127\.0\.0\.1:\d+ cannot be used at the moment: .*ECONNREFUSED/,
    );
    expect((await browser(server).signIn('ada')).status).toBe(200);
  });

  test('that goes away on the way is named', async () => {
    const { provider, server } = await withProvider();
    const guest = browser(server);
    const answer = provider.approve(await addressFor(guest));
    await provider.close();
    expect(await guest.ask('POST', ANSWER, { answer })).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('cannot be used at the moment') },
    });
  });

  test('is not called at an address inside that the operator did not open', async () => {
    const { provider, server } = await withProvider({ private: undefined });
    const { status, body } = await begin(server);
    expect([status, provider.asked]).toEqual([503, []]);
    expect(body['error']).toMatch(/address inside/);
  });

  test('leads nowhere else inside', async () => {
    const inner = await startProvider((end) => ends.push(end));
    const lies = { document: { token_endpoint: `${inner.issuer}/token`, jwks_uri: `${inner.issuer}/keys` } };
    const { provider, server } = await withProvider({}, lies);
    expect((await comeBy(provider, browser(server))).status).toBe(503);
    expect(inner.asked).toEqual([]);
  });

  test('that says it is another one is refused', async () => {
    const { server, provider } = await withProvider({}, { document: { issuer: 'https://attacker.example' } });
    expect((await begin(server)).status).toBe(503);
    delete provider.lies.document;
    expect((await begin(server)).status).toBe(200);
  });

  test('that nobody named is not there', async () => {
    const { server } = await ownerOf(() => startApi((end) => ends.push(end)));
    expect((await begin(server)).status).toBe(404);
    expect((await browser(server).ask('POST', ANSWER, { answer: 'code=x' })).status).toBe(404);
  });
});
