// SPDX-License-Identifier: Apache-2.0
// Signing in by an OpenID provider in Chromium, from the button to the end of the session, and with a provider that lies.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../src/server/api/provider.fixture.ts';
import { overflow, picture, useChromium, type View, violations } from './chromium.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const PHONE: View = { theme: 'light', width: 360 };
const browser = useChromium();
const ends: (() => unknown)[] = [];
let provider: Provider;
let server: ConsoleServer;
let here = '';
beforeAll(async () => {
  provider = await startProvider((end) => ends.push(end));
  server = await serveConsole({ withSignIn: true, oidc: provider.settings });
  here = server.url.replace('127.0.0.1', 'localhost');
  // An owner, so that others are let in.
  await fetch(`${server.url}/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: server.setupLink(), name: 'olga', password: 'four words and a van' }),
  });
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});
beforeEach(() => {
  for (const lie of Object.keys(provider.lies)) delete provider.lies[lie as keyof Provider['lies']];
});

async function toProvider(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
  await page.waitForURL(`${provider.issuer}/authorize?**`);
}

test('by the button, with the role of the claim, and out again at both', async () => {
  const { page, errors } = await browser.open(here, PHONE);
  await page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await toProvider(page);
  const asked = new URL(page.url()).searchParams;
  expect(asked.get('redirect_uri')).toBe(`${here}/sign-in/oidc`);
  expect([asked.get('response_type'), asked.get('code_challenge_method')]).toEqual(['code', 'S256']);
  await page.getByRole('link', { name: 'Approve' }).click();
  await arrive(page, 'attacks succeed.');
  expect(page.url()).toBe(`${here}/`);
  const me = (await page.evaluate("fetch('/v1/me').then((said) => said.json())")) as { role: string };
  expect(me.role).toBe('analyst');
  // What that role may not see is not offered.
  await page.goto(`${here}/settings`);
  await arrive(page, '0 problems');
  expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
  const before = provider.asked.length;
  await page.getByRole('button', { name: /^Sign out/ }).click();
  await page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
  expect(provider.asked.slice(before).filter((path) => path.startsWith('/leave?'))).toHaveLength(1);
  expect(await page.evaluate("fetch('/v1/me').then(({ status }) => status)")).toBe(401);
  expect(errors.filter((text) => !/status of 401/.test(text))).toEqual([]);
  await leave(page);
});

test('another role by another claim, and a passkey form for who just proved it', async () => {
  provider.lies.claims = { groups: ['owners'], sub: 's-2', email: 'bea@shop.example' };
  const { page } = await browser.open(here, { theme: 'dark', width: 1440 });
  await toProvider(page);
  await page.getByRole('link', { name: 'Approve' }).click();
  await arrive(page, 'attacks succeed.');
  await page.goto(`${here}/settings/people`);
  await arrive(page, 'olga');
  await page.goto(`${here}/settings/account`);
  await arrive(page, 'You have no passkey yet.');
  await page.getByRole('button', { name: /^Sign out/ }).click();
  await page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
  await leave(page);
});

const WRONG: readonly (readonly [string, Provider['lies'], string, RegExp])[] = [
  ['another nonce', { claims: { nonce: 'n'.repeat(43) } }, 'Approve', /nonce/],
  ['another state', { state: 's'.repeat(43) }, 'Approve', /state/],
  ['a token signed with another key', { sign: 'another key' }, 'Approve', /signature/],
  ['no role', { claims: { groups: ['sales'] } }, 'Approve', /gives you a role/],
  ['who refuses', {}, 'Refuse', /access_denied/],
];
test.each(WRONG)('%s is told, and leads back to the other ways', async (name, lies, link, why) => {
  Object.assign(provider.lies, lies);
  const { page } = await browser.open(here, PHONE);
  await toProvider(page);
  await page.getByRole('link', { name: link }).click();
  const alert = page.getByRole('alert');
  await alert.filter({ hasText: /\w/ }).waitFor();
  expect(await alert.textContent()).toMatch(why);
  // Neither the code nor the state is left in the address.
  expect(page.url()).toBe(`${here}/sign-in/oidc`);
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await picture(page, `oidc-${name.replaceAll(' ', '-')}`);
  expect(await page.evaluate("fetch('/v1/me').then(({ status }) => status)")).toBe(401);
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
  await leave(page);
});
