// SPDX-License-Identifier: Apache-2.0
// Passkeys over HTTP: added, used, taken away; and every way in which one is refused.
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openEvidenceStore } from '../../platform/index.ts';
import { CHALLENGE_MS } from '../access/passkeys/passkeys.ts';
import { FRESH_MS } from '../access/sessions.ts';
import { type Started, startApi } from './api.fixture.ts';
import { type Authenticator, createAuthenticator, type Wrong } from './authenticator.fixture.ts';
import { type Body, type Browser, browser, invited, ownerOf } from './browser.fixture.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const withOwner = () => ownerOf(() => startApi((end) => ends.push(end)));

const ADD = '/v1/me/passkeys';
const SIGN_IN = '/v1/session/passkey';

async function optionsFor(who: Browser, at: string): Promise<Body> {
  const { status, body } = await who.ask('POST', `${at}/options`);
  expect(status).toBe(200);
  return body;
}

async function add(who: Browser, device: Authenticator, name = 'laptop', wrong: Wrong = {}) {
  return who.ask('POST', ADD, { name, passkey: device.make(await optionsFor(who, ADD), wrong) });
}

async function show(who: Browser, device: Authenticator, wrong: Wrong = {}) {
  return who.ask('POST', SIGN_IN, { passkey: device.show(await optionsFor(who, SIGN_IN), wrong) });
}

describe('a passkey', () => {
  test('is added with a name, signs its owner in with a new session, and is taken away', async () => {
    const { server, owner } = await withOwner();
    const [laptop, phone] = [createAuthenticator(), createAuthenticator()];
    expect(await add(owner, laptop)).toMatchObject({ status: 200, body: { id: laptop.id, name: 'laptop' } });
    expect((await add(owner, phone, 'phone')).status).toBe(200);
    const guest = browser(server);
    expect(await show(guest, laptop)).toMatchObject({ status: 200, body: { name: 'ada', role: 'owner' } });
    const before = guest.cookie;
    expect((await show(guest, phone)).status).toBe(200);
    expect(guest.cookie).not.toBe(before);
    const stolen = browser(server);
    stolen.cookie = before;
    expect(await stolen.me()).toBe(401);
    const { body } = await owner.ask('GET', ADD);
    expect(body['passkeys']).toMatchObject([
      { name: 'laptop', usedAt: expect.any(String) },
      { name: 'phone', usedAt: expect.any(String) },
    ]);
    expect((await guest.ask('DELETE', `${ADD}/${laptop.id}`)).status).toBe(200);
    expect((await show(browser(server), laptop)).status).toBe(401);
    expect((await show(browser(server), phone)).status).toBe(200);
    expect((await guest.ask('DELETE', `${ADD}/${laptop.id}`)).status).toBe(404);
  });

  test('asks for what the relying party demands, at the address of the operator and not of the request', async () => {
    const { server, owner } = await withOwner();
    const made = await optionsFor(owner, ADD);
    expect(made).toMatchObject({
      rp: { id: 'security.shop.example' },
      user: { name: 'ada' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const asked = await optionsFor(browser(server), SIGN_IN);
    expect(asked).toMatchObject({ rpId: 'security.shop.example', userVerification: 'required' });
    expect(asked['allowCredentials']).toBeUndefined();
    expect(String(asked['challenge'])).toMatch(/^[\w-]{43}$/);
  });

  test('is added and taken away only just after a sign-in', async () => {
    const { server, owner } = await withOwner();
    const device = createAuthenticator();
    await add(owner, device);
    server.clock.now += FRESH_MS;
    expect((await owner.ask('POST', `${ADD}/options`)).status).toBe(403);
    expect((await owner.ask('DELETE', `${ADD}/${device.id}`)).status).toBe(403);
    expect(
      (await owner.ask('POST', ADD, { name: 'x', passkey: device.make({ challenge: 'x', user: {} }) }))
        .status,
    ).toBe(403);
    await owner.signIn('ada');
    expect((await owner.ask('DELETE', `${ADD}/${device.id}`)).status).toBe(200);
  });

  test('ends with its owner, when they are shut out, and when they get a new link', async () => {
    const { server, owner } = await withOwner();
    const { person, id } = await invited(server, owner, 'bob', 'analyst');
    const device = createAuthenticator();
    await add(person, device);
    const { body } = await owner.ask('GET', '/v1/users');
    expect(body['users']).toContainEqual(expect.objectContaining({ name: 'bob', passkeys: 1, oidc: false }));
    const bar = (disabled: boolean) => owner.ask('PUT', `/v1/users/${id}`, { role: 'analyst', disabled });
    await bar(true);
    expect((await show(browser(server), device)).status).toBe(401);
    await bar(false);
    expect((await show(browser(server), device)).status).toBe(200);
    await owner.ask('POST', `/v1/users/${id}/link`);
    expect((await show(browser(server), device)).status).toBe(401);
    const next = createAuthenticator();
    await invited(server, owner, 'cyd', 'player').then(({ person: cyd }) => add(cyd, next));
    const cyd = server.opening.access.people.all().find(({ name }) => name === 'cyd')?.id;
    await owner.ask('DELETE', `/v1/users/${cyd}`);
    expect((await show(browser(server), next)).status).toBe(401);
  });

  test('of somebody else is neither seen nor taken away', async () => {
    const { server, owner } = await withOwner();
    const { person } = await invited(server, owner, 'bob', 'owner');
    const device = createAuthenticator();
    await add(owner, device);
    expect((await person.ask('GET', ADD)).body).toEqual({ passkeys: [] });
    expect((await person.ask('DELETE', `${ADD}/${device.id}`)).status).toBe(404);
    expect((await add(person, device)).status).toBe(409);
    expect((await show(browser(server), device)).body).toMatchObject({ name: 'ada' });
  });
});

const OTHER_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const REFUSED: readonly (readonly [string, Wrong])[] = [
  ['another origin', { origin: 'https://security.shop.example.attacker.example' }],
  ['an origin in the clear', { origin: 'http://security.shop.example' }],
  ['another port', { origin: 'https://security.shop.example:8443' }],
  ['a frame of another site', { crossOrigin: true }],
  ['another relying party', { rpId: 'shop.example' }],
  ['another challenge', { challenge: 'A'.repeat(43) }],
  ['no challenge', { challenge: '' }],
  ['the answer of the other ceremony', { type: 'payment.get' }],
  ['nobody verified', { flags: 1 }],
  ['nobody present', { flags: 4 }],
];

describe('is not added with', () => {
  const MORE: typeof REFUSED = [
    ...REFUSED,
    ['an attestation nobody asked for', { format: 'packed', statement: new Map([['alg', -7]]) }],
    ['a format that is none', { format: 'android-safetynet' }],
    ['a statement where there is none', { statement: new Map([['x', 1]]) }],
    ['the id of another credential', { id: 'B'.repeat(22) }],
  ];
  test.each(MORE)('%s', async (_, wrong) => {
    const { owner } = await withOwner();
    const device = createAuthenticator();
    expect([403, 422]).toContain((await add(owner, device, 'x', wrong)).status);
    expect((await owner.ask('GET', ADD)).body).toEqual({ passkeys: [] });
    expect((await add(owner, device)).status).toBe(200);
  });
});

describe('does not sign in with', () => {
  const MORE: typeof REFUSED = [
    ...REFUSED,
    ['another key', { key: OTHER_KEY }],
    ['the name of another person', { userHandle: 'bm9ib2R5' }],
    ['a credential that nobody has', { id: 'B'.repeat(22) }],
  ];
  test.each(MORE)('%s', async (_, wrong) => {
    const { server, owner } = await withOwner();
    const device = createAuthenticator();
    await add(owner, device);
    const guest = browser(server);
    const refused = await show(guest, device, wrong);
    expect(refused).toMatchObject({ status: 401, body: { error: 'This passkey is not accepted' } });
    expect([refused.cookie, await guest.me()]).toEqual([undefined, 401]);
    expect((await show(guest, device)).status).toBe(200);
  });
});

describe('a challenge', () => {
  async function withPasskey(): Promise<{ server: Started; owner: Browser; device: Authenticator }> {
    const { server, owner } = await withOwner();
    const device = createAuthenticator();
    await add(owner, device);
    return { server, owner, device };
  }

  test('is good once, also when the answer to it was wrong', async () => {
    const { server, device } = await withPasskey();
    const guest = browser(server);
    const options = await optionsFor(guest, SIGN_IN);
    const passkey = device.show(options);
    expect((await guest.ask('POST', SIGN_IN, { passkey })).status).toBe(200);
    expect((await guest.ask('POST', SIGN_IN, { passkey })).status).toBe(401);
    expect((await browser(server).ask('POST', SIGN_IN, { passkey: device.show(options) })).status).toBe(401);
    const spoilt = await optionsFor(guest, SIGN_IN);
    await guest.ask('POST', SIGN_IN, { passkey: device.show(spoilt, { flags: 1 }) });
    expect((await guest.ask('POST', SIGN_IN, { passkey: device.show(spoilt) })).status).toBe(401);
  });

  test('is good for five minutes', async () => {
    const { server, device } = await withPasskey();
    const guest = browser(server);
    const [late, early] = [await optionsFor(guest, SIGN_IN), await optionsFor(guest, SIGN_IN)];
    server.clock.now += CHALLENGE_MS - 1000;
    expect((await guest.ask('POST', SIGN_IN, { passkey: device.show(early) })).status).toBe(200);
    server.clock.now += 1000;
    expect((await guest.ask('POST', SIGN_IN, { passkey: device.show(late) })).status).toBe(401);
  });

  test('to sign in adds nothing, to add signs nobody in, and each belongs to the session that asked', async () => {
    const { server, owner, device } = await withPasskey();
    const { person } = await invited(server, owner, 'bob', 'player');
    const other = createAuthenticator();
    const post = async (who: Browser, options: object) =>
      (await who.ask('POST', ADD, { name: 'x', passkey: other.make({ user: { id: 'x' }, ...options }) }))
        .status;
    expect(await post(owner, await optionsFor(owner, SIGN_IN))).toBe(403);
    expect(await post(person, await optionsFor(owner, ADD))).toBe(403);
    const before = await optionsFor(owner, ADD);
    await owner.signIn('ada');
    expect(await post(owner, before)).toBe(403);
    const passkey = device.show(await optionsFor(owner, ADD));
    expect((await browser(server).ask('POST', SIGN_IN, { passkey })).status).toBe(401);
  });
});

test('a counter that does not grow is a copy, and refused', async () => {
  const { server, owner } = await withOwner();
  const device = createAuthenticator();
  await add(owner, device, 'x', { counter: 5 });
  const guest = browser(server);
  for (const [counter, status] of [
    [4, 401],
    [5, 401],
    [0, 401],
    [9, 200],
    [9, 401],
    [8, 401],
    [10, 200],
  ] as const)
    expect((await show(guest, device, { counter })).status, String(counter)).toBe(status);
});

test('who has no account has no passkeys', async () => {
  const { server } = await withOwner();
  for (const [method, path] of [
    ['GET', ADD],
    ['POST', `${ADD}/options`],
    ['DELETE', `${ADD}/x`],
  ] as const) {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: server.operator },
    });
    expect(answer.status).toBe(403);
  }
});

test('whoever guesses from one address waits', async () => {
  const { server } = await withOwner();
  const guest = browser(server);
  const statuses: number[] = [];
  for (let at = 0; at < 40; at++) statuses.push((await guest.ask('POST', `${SIGN_IN}/options`)).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(5);
});

test('what becomes of passkeys is recorded, and no key or challenge with it', async () => {
  const { server, owner } = await withOwner();
  const device = createAuthenticator();
  await add(owner, device);
  await show(browser(server), device);
  await show(browser(server), device, { flags: 1 });
  await owner.ask('DELETE', `${ADD}/${device.id}`);
  for (const end of ends.splice(2).reverse()) await end();
  const store = await openEvidenceStore(join(server.folder, 'audit', 'log.db'));
  const records = (await store.entries(0, 100)).map(
    ({ data }) => JSON.parse(Buffer.from(data).toString()) as Body,
  );
  await store.close();
  const told = records
    .filter(({ kind, subject }) => String(kind).startsWith('api.') && String(subject).includes('asskey'))
    .map(({ subject, body }) => [subject, (body as Body | undefined)?.['status'] ?? 'begun']);
  expect(told).toEqual([
    ['addPasskey', 'begun'],
    ['addPasskey', 200],
    ['passkeySignIn', 'begun'],
    ['passkeySignIn', 200],
    ['passkeySignIn', 'begun'],
    ['passkeySignIn', 401],
    ['removePasskey', 'begun'],
    ['removePasskey', 200],
  ]);
  expect(JSON.stringify(records)).toContain(device.id);
});
