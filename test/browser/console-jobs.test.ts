// SPDX-License-Identifier: Apache-2.0
// Heavy work in the console: a count over many runs and a backup, with their progress, answers and ends.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { overflow, picture, useChromium, violations } from './chromium.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const PASSPHRASE = 'correct horse battery staple';
const SCENARIO = '/cascade?scenario=e-commerce%2Fscenario%2Fwarehouse-ransom';
const browser = useChromium();
let server: ConsoleServer;
let release: () => void = () => undefined;
beforeAll(async () => {
  server = await serveConsole({
    held: () =>
      new Promise((resolve) => {
        release = resolve;
      }),
  });
});

test('a scenario is counted over more runs: the bar, its answer, and back by pressing a measure', async () => {
  const { page, errors } = await browser.open(`${server.url}${SCENARIO}`, { theme: 'light', width: 360 });
  await arrive(page, 'Means over 1,000 runs');
  await page.getByRole('button', { name: 'Count over 20,000 runs' }).click();
  await arrive(page, '40%');
  const bar = page.getByRole('progressbar', { name: 'Count over 20,000 runs' });
  expect(await bar.getAttribute('value')).toBe('0.4');
  const address = page.url();
  expect(address).toMatch(/job=[0-9a-f-]{36}/);
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await picture(page, 'console-job-light-360');
  release();
  await arrive(page, 'Means over 200 runs');
  expect(await bar.count()).toBe(0);
  await page.locator('.chip[aria-pressed=false]').first().click();
  await arrive(page, 'Means over 1,000 runs');
  expect(page.url()).not.toContain('job=');
  await page.goto(`${server.url}${SCENARIO}&job=gone`);
  await arrive(page, 'is not kept any more');
  await page.goto(address);
  await arrive(page, 'Means over 200 runs');
  expect(errors).toEqual([]);
  await leave(page);
});

test('jobs are listed, lead to their answer, and are cancelled and forgotten', async () => {
  const { page, errors } = await browser.open(`${server.url}${SCENARIO}`, { theme: 'dark', width: 1440 });
  await page.getByRole('button', { name: 'Count over 20,000 runs' }).click();
  await arrive(page, '40%');
  await page.goto(`${server.url}/settings/upkeep`);
  await page
    .getByRole('progressbar', { name: 'Simulation: The warehouse system is held to ransom' })
    .waitFor();
  await page.getByRole('button', { name: /^Cancel: / }).click();
  release();
  await arrive(page, 'cancelled');
  expect(await violations(page)).toEqual([]);
  await picture(page, 'console-jobs-dark-1440');
  await page.getByRole('link', { name: 'Show the answer' }).click();
  await arrive(page, 'Means over 200 runs');
  await page.goBack();
  await page
    .getByRole('button', { name: /^Forget: / })
    .first()
    .click();
  await expect.poll(() => page.getByRole('button', { name: /^Forget: / }).count()).toBe(1);
  await page.getByRole('button', { name: /^Forget: / }).click();
  await arrive(page, 'Nobody asked for anything that takes long');
  expect(errors).toEqual([]);
  await leave(page);
});

test('a backup is made and downloaded; who signed in long ago signs in again first', async () => {
  const { page, errors } = await browser.open(`${server.url}/settings/upkeep`, {
    theme: 'light',
    width: 360,
  });
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make a backup' }).click();
  const link = page.getByRole('link', { name: /^Download/ });
  await link.waitFor();
  expect(await page.getByLabel('Passphrase').inputValue()).toBe('');
  expect([await overflow(page), await violations(page)]).toEqual([0, []]);
  await picture(page, 'console-backup-light-360');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^ensuresec-.*\.age$/);
  expect(readFileSync(await download.path(), 'latin1')).toMatch(/^age-encryption\.org\/v1\n/);
  await page.route('**/v1/jobs/backups', (route) =>
    route.fulfill({ status: 403, json: { error: 'Sign in again first' } }),
  );
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make a backup' }).click();
  await arrive(page, 'within ten minutes of a sign-in');
  expect(await violations(page)).toEqual([]);
  expect(errors.filter((text) => !text.includes('403'))).toEqual([]);
  await leave(page);
});
