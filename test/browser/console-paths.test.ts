// SPDX-License-Identifier: Apache-2.0
// Paths in Chromium: a question, its proof, what a measure would turn, and the certificate that is taken home.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, useChromium, violations } from './chromium.ts';
import { arrive, down, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole();
});

const WORST = 'e-commerce/attack/unpaid-order-shipped e-commerce/attacker/internet-stranger orders';

describe('paths', () => {
  test('a question of two choices, an answer by keyboard, its proof', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths`, { theme: 'light', width: 1440 });
    await page.getByLabel('From').selectOption({ label: 'internet stranger' });
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Order management' });
    await page.getByText('Unpaid order shipped').waitFor();
    await page.getByLabel('To', { exact: true }).blur();
    for (const key of ['j', 'Enter']) await page.keyboard.press(key);
    await arrive(page, 'proved to succeed');
    expect(await page.locator('.path > li').count()).toBe(3);
    expect(new URL(page.url()).searchParams.get('to')).toBe('orders');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('a measure that is pressed at a step turns answers at once, in the address too, and can be taken back', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths?open=${encodeURIComponent(WORST)}`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'proved to succeed');
    const cut = page.locator('.path .chip').first();
    await cut.focus();
    await page.keyboard.press('Space');
    await arrive(page, 'would hold');
    expect(await cut.getAttribute('aria-pressed')).toBe('true');
    expect(new URL(page.url()).searchParams.get('with')).toMatch(/^\S+@\S+$/);
    await page.getByText('Which', { exact: true }).click();
    expect(await page.locator('details li').count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'As it is' }).click();
    await page.getByText('would hold').first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('with')).toBe(false);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('things of the model have their names in questions, answers, proofs and what is tried', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths?open=${encodeURIComponent(WORST)}`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'internet stranger → Order management');
    const chips = await page.locator('.chip').allInnerTexts();
    expect(chips.some((chip) => chip.includes('on Order management'))).toBe(true);
    expect(chips.filter((chip) => chip.includes('on orders'))).toEqual([]);
    const shown = (await page.locator('.list').innerText()).split('\n');
    expect(shown.filter((line) => /→ orders$/.test(line))).toEqual([]);
    await page
      .getByRole('button', { name: /on Order management/ })
      .first()
      .click();
    await arrive(page, 'would hold');
    await page.getByText('Which', { exact: true }).click();
    expect(await page.locator('details li').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('→ Order management')]),
    );
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('what holds can be tried without', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths?show=held`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'hold');
    await page.goto(`${server.url}/paths?show=held&without=${encodeURIComponent('webhook-signature@none')}`);
    await arrive(page, 'There is no `measure(none, webhook-signature)` in the model');
    expect(errors.filter((text) => !text.includes('422'))).toEqual([]);
    await leave(page);
  });

  test('attackers of one attack are rows below it, each with its own proof by keyboard', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths?to=orders`, {
      theme: 'dark',
      width: 360,
    });
    await arrive(page, 'Unpaid order shipped');
    expect(await page.getByText('Unpaid order shipped').count()).toBe(1);
    const names = await page.locator('.members').first().locator('[data-row] .whole').allInnerTexts();
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    await down(page, names[1] as string);
    await page.keyboard.press('Enter');
    await arrive(page, 'proved to succeed');
    await arrive(page, `${names[1]} → Order management`);
    expect([await overflow(page), await violations(page), errors]).toEqual([0, [], []]);
    await leave(page);
  });

  test('what holds the line is said in words', async () => {
    const { page, errors } = await browser.open(`${server.url}/paths?show=held`, {
      theme: 'light',
      width: 1440,
    });
    await page.locator('[data-row]').first().click();
    await arrive(page, 'What holds the line');
    const held = await page.locator('.detail .step').allInnerTexts();
    expect(held.filter((text) => text.startsWith('The model does not say: ')).length).toBeGreaterThan(0);
    expect(held.filter((text) => /^[^\n]*\b[a-z-]+\([a-z']/.test(text))).toEqual([]);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('the certificate that is downloaded is accepted by the program that checks certificates', async () => {
    const { page } = await browser.open(`${server.url}/paths?open=${encodeURIComponent(WORST)}`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'proved to succeed');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Certificate of all answers' }).click(),
    ]);
    const file = join(tmpdir(), `console-${process.pid}-${download.suggestedFilename()}`);
    writeFileSync(file, readFileSync(await download.path()));
    expect(await ensuresec(['verify', file, server.path])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ACCEPTED'),
    });
    await leave(page);
  });
});
