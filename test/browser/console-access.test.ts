// SPDX-License-Identifier: Apache-2.0
// Who may do what in the console, in Chromium: the first owner, signing in and out, people, and tokens of programs.
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, picture, useChromium, violations } from './chromium.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole();
});

describe('access', () => {
  const PASSWORD = 'four words are enough here';

  test('the first owner is set up, signs out, and signs in where they were', async () => {
    const own = await serveConsole({ withSignIn: true });
    const { page, errors } = await browser.open(`${own.url}/settings`, { theme: 'dark', width: 360 });
    await arrive(page, 'Nobody has an account yet');
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${own.url}/setup#${own.setupLink()}`);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').first().fill(PASSWORD);
    await page.getByLabel('The password once more').fill('another one');
    await page.getByRole('button', { name: 'Come in' }).click();
    await arrive(page, 'The two passwords differ.');
    expect(new URL(page.url()).hash).toBe('');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'console-setup-dark-360');
    await page.getByLabel('The password once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Come in' }).click();
    await arrive(page, 'attacks succeed.');
    await page.goto(`${own.url}/settings`);
    await page.getByRole('button', { name: 'Sign out ada' }).click();
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel('Text of the model').waitFor();
    expect(errors.filter((text) => !/40[13]/.test(text))).toEqual([]);
    await leave(page);
  });

  test('a session that ended elsewhere leads to signing in, and nothing stays to be seen', async () => {
    const own = await serveConsole({ withSignIn: true });
    const { page } = await browser.open(`${own.url}/setup#${own.setupLink()}`, {
      theme: 'light',
      width: 1440,
    });
    await page.getByLabel('Name').fill('bea');
    await page.getByLabel('Password').first().fill(PASSWORD);
    await page.getByLabel('The password once more').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await arrive(page, 'attacks succeed.');
    await page.evaluate(
      "fetch('/v1/me').then((said) => said.json()).then(({ csrf }) => fetch('/v1/session', { method: 'DELETE', headers: { 'x-csrf-token': csrf } })).then(() => 0)",
    );
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('attacks succeed.').count()).toBe(0);
    await leave(page);
  });
});

describe('people', () => {
  test('somebody is invited by a link that is shown, changed, and shut out', async () => {
    const { page, errors } = await browser.open(`${server.url}/settings/people`, {
      theme: 'light',
      width: 1440,
    });
    await page.getByLabel('Name').fill('bob');
    await page.getByLabel('Role', { exact: true }).selectOption('auditor');
    await page.getByRole('button', { name: 'Invite' }).click();
    expect(await page.getByLabel('One-time link').inputValue()).toMatch(/^http:.*\/setup#\S{20,}$/);
    await page.getByText('invited', { exact: true }).waitFor();
    expect(await page.getByLabel('Role of bob').inputValue()).toBe('auditor');
    await page.getByRole('button', { name: 'Shut bob out' }).click();
    await page.getByRole('button', { name: 'Let bob in' }).waitFor();
    await page.getByRole('button', { name: 'Invite' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /already/ })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors.filter((text) => !text.includes('409'))).toEqual([]);
    await leave(page);
  });
});

describe('tokens', () => {
  test('one is made, shown once, and taken away', async () => {
    const { page, errors } = await browser.open(`${server.url}/settings/tokens`, {
      theme: 'light',
      width: 360,
    });
    await page.getByLabel('Name').fill(' wall <b>display ');
    await page.getByLabel('Days until it ends').fill('0');
    await page.getByRole('button', { name: 'Make a token' }).click();
    expect(await page.evaluate("document.querySelector('[name=days]').validity.rangeUnderflow")).toBe(true);
    await page.getByLabel('Days until it ends').fill('30');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const secret = await page.getByLabel('Token wall <b>display').inputValue();
    await page.getByText('auditor: status:read, verdict:read').waitFor();
    expect(secret.length).toBeGreaterThan(30);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await picture(page, 'tokens-360-light');
    await page.reload();
    await page.getByRole('button', { name: 'Take wall <b>display away' }).click();
    await page.getByText('No program has a token yet.').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test.each([
    [
      'read everything, events too',
      'auditor: status:read, verdict:read, model:read, incidents:read, events:read',
    ],
    ['read and write the model', 'analyst: verdict:read, model:read, model:write'],
  ])('the server makes one to %s', async (what, grant) => {
    const { page, errors } = await browser.open(`${server.url}/settings/tokens`, {
      theme: 'dark',
      width: 1440,
    });
    await page.getByLabel('Name').fill('helper');
    await page.getByLabel('What it may do').selectOption(what);
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByText(grant).waitFor();
    await picture(page, 'tokens-1440-dark');
    await page.getByRole('button', { name: 'Take helper away' }).click();
    await page.getByText('No program has a token yet.').waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });
});
