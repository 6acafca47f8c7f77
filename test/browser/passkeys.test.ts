// SPDX-License-Identifier: Apache-2.0
// Passkeys in Chromium, with an authenticator that the browser itself plays (WebAuthn Level 3 §11).
import type { CDPSession, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { overflow, useChromium, violations } from './chromium.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const PASSWORD = 'four words and a van';
const browser = useChromium();
let server: ConsoleServer;
let here = '';
beforeAll(async () => {
  server = await serveConsole({ withSignIn: true });
  here = server.url.replace('127.0.0.1', 'localhost');
});

async function authenticator(page: Page): Promise<{ session: CDPSession; id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { session, id: authenticatorId };
}

test('a passkey is added in the settings, signs in, and is taken away', async () => {
  const { page, errors } = await browser.open(`${here}/setup#${server.setupLink()}`, {
    theme: 'light',
    width: 360,
  });
  const { session, id } = await authenticator(page);
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').first().fill(PASSWORD);
  await page.getByLabel('The password once more').fill(PASSWORD);
  await page.getByRole('button', { name: 'Come in' }).click();
  await arrive(page, 'attacks succeed.');
  await page.goto(`${here}/settings/account`);
  await arrive(page, 'You have no passkey yet.');
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await page.getByLabel('What you call it').fill('laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await arrive(page, 'laptop');
  expect(await page.getByText(/^added/).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId: id });
  expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

  await page.getByLabel('What you call it').fill('again');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await arrive(page, 'The browser made no passkey');

  await page.getByRole('button', { name: 'Sign out ada' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await arrive(page, 'last used');

  await page.getByRole('button', { name: 'Sign out ada' }).click();
  await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await arrive(page, 'The browser showed no passkey');
  expect(await violations(page)).toEqual([]);
  await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: 'Take laptop away' }).click();
  await arrive(page, 'You have no passkey yet.');

  await page.getByRole('button', { name: 'Sign out ada' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await arrive(page, 'This passkey is not accepted');
  // The browser writes one line for each refusal of the server; nothing else went wrong.
  expect(errors.filter((error) => !/status of (?:401|403)/.test(error))).toEqual([]);
  await leave(page);
});

test('elsewhere than at the public address, passkeys are not offered, and it is said where they are', async () => {
  const { page } = await browser.open(server.url, { theme: 'dark', width: 360 });
  await arrive(page, 'work at this address');
  expect(await page.getByRole('link', { name: here }).getAttribute('href')).toBe(here);
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await leave(page);
});

test('an answer of a provider that nobody asked says so, and is not left in the address', async () => {
  const { page } = await browser.open(`${here}/sign-in/oidc?code=c&state=s`, { theme: 'light', width: 360 });
  await arrive(page, 'Nobody signs in by an OpenID provider here');
  expect(page.url()).toBe(`${here}/sign-in/oidc`);
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await page.getByRole('link', { name: 'Sign in another way' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await leave(page);
});
