// SPDX-License-Identifier: Apache-2.0
// Cascade in Chromium: a scenario is chosen, measures are pressed, time is moved, an outage is asked why; by keyboard too.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, overflowIn, picture, useChromium, VIEWS, type View, violations } from './chromium.ts';
import { arrive, chord, down, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole();
});

const RANSOM = 'e-commerce/scenario/warehouse-ransom';
const VAN = 'e-commerce/scenario/van-stolen';
const PROVIDER = 'e-commerce/scenario/payment-provider-down';
type Search = Readonly<Record<string, string>>;
const addressOf = (search: Search, { url }: ConsoleServer = server): string =>
  `${url}/cascade?${new URLSearchParams(search)}`;
const searchOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
const WIDE: View = { theme: 'light', width: 1440 };

/** Waits until the address has a value, or another than that. */
async function searched(page: Page, name: string, is: (value: string | null) => boolean): Promise<string> {
  await expect.poll(() => is(searchOf(page).get(name)), { timeout: 40_000 }).toBe(true);
  return searchOf(page).get(name) ?? '';
}

describe('cascade', () => {
  const places: readonly (readonly [name: string, search: Search, text: string])[] = [
    ['choose', {}, 'The warehouse system is held to ransom'],
    ['ransom', { scenario: RANSOM, t: '80', why: 'parcel' }, 'Load for the carrier slows down'],
    ['van', { scenario: VAN, why: 'parcel' }, 'would have prevented'],
    ['without', { scenario: PROVIDER, with: 'none', t: '0.25' }, 'lives on'],
    ['attack', { attack: 'e-commerce/attack/unpaid-order-shipped', detect: '8' }, 'Outages of services'],
  ];
  const rounds = places.flatMap(([name, search, text]) =>
    VIEWS.map((view) => ({ name, search, text, ...view })),
  );

  test.each(rounds)('$name at $width px, $theme', async ({ name, search, text, ...view }) => {
    const { page, errors, requests } = await browser.open(addressOf(search), view);
    await (text === 'lives on' ? page.locator('.ring').first().waitFor() : arrive(page, text));
    expect(await overflow(page)).toBe(0);
    // A stage folds once it knows its room, a moment after it is drawn.
    await expect.poll(() => overflowIn(page, '.stage')).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
    await picture(page, `cascade-${name}-${view.theme}-${view.width}`);
    await leave(page);
  });

  test.each(['light', 'dark'] as const)('more contrast has no violation, %s', async (theme) => {
    const { page, errors } = await browser.open(addressOf({ scenario: VAN, why: 'parcel' }), {
      theme,
      width: 1440,
    });
    await page.evaluate("localStorage.setItem('ensuresec.contrast', 'more')");
    await page.reload();
    await arrive(page, 'would have prevented');
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await picture(page, `cascade-contrast-${theme}`);
    await leave(page);
  });

  test.each(['de', 'fr', 'es', 'el'])(
    '%s has no overflow on a phone, and no word is missing',
    async (language) => {
      const { page, errors } = await browser.open(addressOf({ scenario: VAN, why: 'parcel' }), {
        theme: 'light',
        width: 360,
      });
      await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
      await page.reload();
      await page.locator('.replay .node').first().waitFor({ timeout: 40_000 });
      expect(await overflow(page)).toBe(0);
      expect(await page.locator('main').innerText()).not.toMatch(/\b(?:cascade|replay|lane)\.\w|\{\{/);
      expect(errors).toEqual([]);
      await picture(page, `cascade-${language}-360`);
      await leave(page);
    },
  );

  test('a chip that is pressed recomputes, is in the address, and is taken back', async () => {
    const { page, errors } = await browser.open(addressOf({ scenario: RANSOM }), WIDE);
    await arrive(page, 'Loss with');
    const avoided = page.locator('.gained dd').first();
    const best = await avoided.textContent();
    const pressed = page.locator('.chip[aria-pressed=true]');
    expect(await pressed.count()).toBe(1);
    await pressed.focus();
    await page.keyboard.press('Space');
    expect(await searched(page, 'with', (value) => value !== null)).toBe('none');
    await avoided.waitFor({ state: 'detached' });
    expect(await page.locator('.stages > section').count()).toBe(1);
    for (const chip of await page.locator('fieldset.chips').first().locator('.chip').all())
      await chip.click();
    await searched(page, 'with', (value) => value?.split(' ').length === 2);
    await expect.poll(() => avoided.textContent().catch(() => best), { timeout: 40_000 }).not.toBe(best);
    await page.reload();
    await avoided.waitFor({ timeout: 40_000 });
    expect(await pressed.count()).toBe(2);
    await page.getByRole('button', { name: 'The best one again' }).click();
    await expect.poll(() => avoided.textContent(), { timeout: 40_000 }).toBe(best);
    expect(searchOf(page).has('with')).toBe(false);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('an outage says why, and its measure is one press away; a box of the picture does too', async () => {
    const { page, errors } = await browser.open(addressOf({ scenario: VAN }), WIDE);
    await arrive(page, 'Outages of services');
    await down(page, 'a parcel on its way');
    await page.keyboard.press('Enter');
    await arrive(page, 'would have prevented');
    expect(await searched(page, 'why', (value) => value !== null)).toBe('parcel');
    expect(await page.locator('ol.why li').count()).toBeGreaterThan(1);
    const stage = page.locator('.stage').first();
    await stage.locator('.node.up').first().focus();
    await page.keyboard.press('Enter');
    await arrive(page, 'has no part in an outage');
    await page.locator('.stage').last().locator('.node').first().click();
    expect(await searched(page, 'side', (value) => value !== null)).toBe('with');
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('keyboard', () => {
  test('g c and a row lead to a replay; space plays, arrows go to changes, the address keeps the time', async () => {
    const { page, errors } = await browser.open(server.url, WIDE);
    await arrive(page, 'attacks succeed.');
    await chord(page, 'c', 'What if this happened?');
    await down(page, 'The warehouse system is held to ransom');
    await page.keyboard.press('Enter');
    await arrive(page, 'Outages of services');
    await page.locator('h1').click();
    await page.keyboard.press('ArrowRight');
    const first = Number(await searched(page, 't', (value) => value !== null));
    await page.keyboard.press('ArrowRight');
    const second = Number(await searched(page, 't', (value) => Number(value) > first));
    await page.keyboard.press('ArrowLeft');
    expect(Number(await searched(page, 't', (value) => Number(value) < second))).toBe(first);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(Number(await searched(page, 't', (value) => Number(value) > first))).toBeGreaterThan(first);
    const scrubber = page.getByRole('slider', { name: 'Time' });
    await scrubber.focus();
    await page.keyboard.press('End');
    await expect.poll(() => scrubber.inputValue()).toBe('1000');
    await page.keyboard.press('Home');
    expect(await searched(page, 't', (value) => value === '0')).toBe('0');
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await arrive(page, 'Cascade: play, pause');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('who wants no motion gets six pictures, and space goes to the next', async () => {
    const { page, errors } = await browser.open(addressOf({ scenario: RANSOM, t: '0' }), {
      ...WIDE,
      still: true,
    });
    await arrive(page, 'Key moments');
    expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(0);
    const frames = page.locator('ol.chips button');
    expect(await frames.count()).toBe(6);
    await page.locator('h1').click();
    await page.keyboard.press('Space');
    await expect.poll(() => frames.nth(1).getAttribute('aria-current')).toBe('step');
    expect(
      await page.evaluate(
        "[...document.querySelectorAll('.straw')].map((each) => getComputedStyle(each).animationName)",
      ),
    ).not.toContain('run');
    await frames.last().click();
    await expect.poll(() => frames.last().getAttribute('aria-current')).toBe('step');
    expect(errors).toEqual([]);
    await leave(page);
  });
});

const HOSTILE = [
  '<script>window.ran = 1</script>',
  '"><img src=x onerror="window.ran = 1">',
  '<svg/onload=window.ran=1>',
  '{{constructor.constructor("window.ran=1")()}} {{n}} $t(cascade.ask)',
  '</title></style><iframe srcdoc="<script>parent.ran=1</script>">',
  '\u202e reversed \u2066 isolated',
];
const BORN = `[...document.querySelectorAll('main script, main img, main iframe, main style, main a[href^="javascript:" i]'),
  ...[...document.querySelectorAll('main *')].filter((each) => each.getAttributeNames().some((name) => name.startsWith('on')))].length
  + (window.ran === undefined ? 0 : 1000)`;

test('hostile names of a model stay text', async () => {
  const shop = readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8');
  let count = 0;
  const model = shop.replace(/, name: [^,"}\]]+/g, () => {
    count++;
    return `, name: ${JSON.stringify(`${HOSTILE[count % HOSTILE.length]} ${count}`)}`;
  });
  expect(count).toBeGreaterThan(20);
  const hostile = await serveConsole({ model });
  const { page, errors, requests } = await browser.open(
    addressOf({ scenario: RANSOM, t: '40' }, hostile),
    WIDE,
  );
  for (const search of [{}, { scenario: RANSOM, why: 'load', t: '40' }, { scenario: VAN, why: 'parcel' }]) {
    await page.goto(addressOf(search, hostile));
    await page.locator('[data-row]').first().waitFor({ timeout: 40_000 });
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    expect(await page.evaluate(BORN)).toBe(0);
    expect(await overflow(page)).toBe(0);
    const shown = (await page.locator('main').textContent()) ?? '';
    expect(shown).toContain('window.ran');
    expect(shown).not.toContain('\u202e');
  }
  expect(errors).toEqual([]);
  expect(requests.filter((address) => !address.startsWith(`${hostile.url}/`))).toEqual([]);
  await leave(page);
});

test('a model of which nothing can be simulated has one sentence and one thing to do', async () => {
  const empty = await serveConsole({ model: 'ensuresec: 1\nname: Small\npack: e-commerce\n' });
  const { page, errors } = await browser.open(addressOf({}, empty), WIDE);
  await arrive(page, 'Nothing can be simulated');
  await page.getByRole('link', { name: 'Open the model' }).click();
  await page.waitForURL('**/settings');
  expect(errors).toEqual([]);
  await leave(page);
});
