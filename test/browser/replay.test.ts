// SPDX-License-Identifier: Apache-2.0
// The replay of a simulation, as somebody sees it: by keyboard alone, on a phone, in the dark, with motion off.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STAGE_MARKS } from '../../src/replay/index.ts';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, overflowIn, picture, useChromium, VIEWS, violations } from './chromium.ts';

const cwd = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const file = join(folder, 'replay.html');
const url = pathToFileURL(file).href;
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const argv = ['simulate', 'examples/demo-shop', '--scenario', 'warehouse-ransom', '--runs', '50'];
  const { code, stderr } = await ensuresec([...argv, '--html', file], { cwd });
  expect([code, stderr]).toEqual([expect.any(Number), expect.not.stringContaining('rror')]);
});

describe('replay page', () => {
  test.each(VIEWS)('has nothing to mend at $width px, $theme', async (view) => {
    const { page, errors, requests } = await browser.open(url, view);
    await picture(page, `replay-${view.width}-${view.theme}`);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(await overflowIn(page, '.stage .scroll')).toBe(0);
    expect(await besideFrames(page)).toEqual([]);
    expect(await samples(page)).toEqual([...STAGE_MARKS]);
    expect([errors, requests]).toEqual([[], []]);
  });
});

/** Texts and small marks that come nearer to the frame of their box than 4 pixels, or go beyond it. */
async function besideFrames(page: Page): Promise<string[]> {
  const found = await page.evaluate(`[...document.querySelectorAll('.scroll .node')].flatMap((node) => {
    const frame = node.querySelector('rect.box').getBoundingClientRect();
    return [...node.querySelectorAll('text, .wrench, .detour')].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return right - left > 0 && (left < frame.left + 4 || right > frame.right - 4);
    }).map((each) => node.getAttribute('aria-label') + ': ' + each.textContent);
  })`);
  return found as string[];
}

/** Marks whose sample in the legend is drawn with some size. */
async function samples(page: Page): Promise<string[]> {
  const found = await page.evaluate(`[...document.querySelectorAll('#legend li')]
    .filter((each) => [...each.querySelectorAll('svg *')].some((part) => part.getBoundingClientRect().width > 0))
    .map((each) => each.dataset.mark)`);
  return found as string[];
}

describe('replay page by keyboard', () => {
  test('chips recompute, boxes say why, and the clock moves', async () => {
    const { page, errors } = await browser.open(url, { theme: 'light', width: 1440 });
    const text = async (id: string): Promise<string> => (await page.locator(id).textContent()) ?? '';
    const gap = await text('#eur-gap');
    await page.locator('#chips button[aria-pressed=true]').focus();
    await page.keyboard.press('Space');
    expect(await text('#eur-gap')).toBe('EUR 0');
    await page.keyboard.press('Space');
    expect(await text('#eur-gap')).toBe(gap);
    const down = page.locator('#stage-without .node.down').first();
    await down.focus();
    await page.keyboard.press('Enter');
    expect(await text('#why')).toContain('Why: ');
    const before = await text('#time');
    await page.locator('#scrub').focus();
    await page.keyboard.press('End');
    expect(await text('#time')).not.toBe(before);
    expect(errors).toEqual([]);
  });

  test('nothing moves for somebody who asked for stillness', async () => {
    for (const still of [false, true]) {
      const { page } = await browser.open(url, { theme: 'dark', width: 1440, still });
      const moving = await page.evaluate(
        "[...document.querySelectorAll('.straw')].map((each) => getComputedStyle(each).animationName)",
      );
      const name = still ? 'none' : 'run';
      expect(moving).toEqual((moving as string[]).map(() => name));
      expect((moving as string[]).length).toBeGreaterThan(0);
    }
  });

  test('keeps the focus on a box while the clock redraws the stage', async () => {
    const { page } = await browser.open(url, { theme: 'light', width: 1440 });
    await page.locator('#stage-with .node').nth(1).focus();
    await page.evaluate("dispatchEvent(new Event('resize'))");
    expect(await page.evaluate("document.activeElement.classList.contains('node')")).toBe(true);
  });
});

describe('replay page of wrong data', () => {
  test('shows what is up but wrong by pattern and words, and says how it came in', async () => {
    const wrong = join(folder, 'wrong.html');
    const argv = ['simulate', 'examples/demo-shop', '--scenario', 'wrong-prices', '--runs', '50'];
    expect((await ensuresec([...argv, '--html', wrong], { cwd })).code).toBe(0);
    const { page, errors } = await browser.open(pathToFileURL(wrong).href, { theme: 'light', width: 1440 });
    await picture(page, 'replay-wrong');
    const box = page.locator('#stage-without .node[aria-label="Checkout: up, wrong"]');
    expect(await box.locator('rect[fill="url(#wrong-without)"]').count()).toBe(1);
    await box.focus();
    await page.keyboard.press('Enter');
    const why = (await page.locator('#why').textContent()) ?? '';
    expect(why).toContain('Checkout is wrong');
    expect(why).toContain('Enterprise system was altered');
    expect(await page.locator('#text-without').textContent()).toContain('Noticed at');
    expect(await page.locator('#units').textContent()).toMatch(/orders delivered wrong/);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
