// SPDX-License-Identifier: Apache-2.0
// The games as somebody plays them: by keyboard alone, in two languages, by day and by night, on a phone and a desk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-'));
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  for (const language of ['en', 'de']) {
    const argv = ['play', '--html', join(folder, `${language}.html`), '--language', language];
    expect((await ensuresec(argv, { cwd: resolve(import.meta.dirname, '../..') })).code).toBe(0);
  }
});

/** Presses Tab until a button of that name has the focus, then Enter. */
async function press(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 40; tabs++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent')) === name) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`No button ${name} is reached by Tab`);
}

const WORDS = {
  en: {
    know: 'You know',
    train: 'Training: the answer at once',
    report: 'Report it',
    next: 'Next',
    start: 'Start',
    leave: 'Leave',
    imprint: 'Imprint (1)',
  },
  de: {
    know: 'Sie wissen',
    train: 'Übung: Antwort sofort',
    report: 'Melden',
    next: 'Weiter',
    start: 'Anfangen',
    leave: 'Lassen',
    imprint: 'Impressum (1)',
  },
} as const;
const rounds = VIEWS.map((view, at) => ({
  ...view,
  language: at % 2 === 0 ? ('en' as const) : ('de' as const),
}));

describe('games page', () => {
  test.each(rounds)(
    'is played to the end in $language at $width px, $theme',
    { timeout: 60_000 },
    async (view) => {
      const words = WORDS[view.language];
      const { page, errors, requests } = await browser.open(
        pathToFileURL(join(folder, `${view.language}.html`)).href,
        view,
      );
      const check = async (name: string): Promise<void> => {
        await picture(page, `play-${name}-${view.width}-${view.theme}`);
        expect([await violations(page), await overflow(page)]).toEqual([[], 0]);
      };
      await check('menu');
      await press(page, words.train);
      for (let item = 0; item < 12; item++) {
        if (item === 0) await check('message');
        await press(page, words.report);
        await page.keyboard.press('Enter');
        expect(await page.evaluate("document.querySelector('main > p').textContent")).toContain(words.know);
        if (item === 0) await check('feedback');
        await press(page, words.next);
      }
      await check('debrief');
      expect(await page.evaluate("document.querySelector('dl').textContent")).toContain('6 / 6');
      await page.reload();
      await press(page, words.start);
      for (let item = 0; item < 3; item++) {
        await press(page, words.imprint);
        if (item === 0) await check('offer');
        await press(page, words.leave);
        await press(page, words.next);
      }
      expect(await page.evaluate("document.querySelector('dl').textContent")).toContain('3 / 14');
      expect([errors, requests]).toEqual([[], []]);
    },
  );
});
