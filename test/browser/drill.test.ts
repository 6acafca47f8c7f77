// SPDX-License-Identifier: Apache-2.0
// The exercises as somebody plays them: by keyboard alone, in every language, by day and by night, on a phone and a desk.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { readPlaybook } from '../../src/respond/index.ts';
import { ensuresec } from '../cli/terminal.ts';
import { writeSmallShop } from '../support/small-shop.ts';
import { overflow, picture, useChromium, VIEWS, type View, violations } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'drill-'));
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));
const pack = resolvePack('common', packReader('packs')).value as Pack;

beforeAll(async () => {
  const model = writeSmallShop(folder);
  for (const drill of ['tabletop', 'budget']) {
    const argv = ['play', drill, '--model', model, '--seed', '4', '--html', join(folder, `${drill}.html`)];
    expect(await ensuresec(argv)).toMatchObject({ code: 0, stdout: '' });
  }
}, 120_000);

type Words = Readonly<Record<string, string>>;
const wordsOf = (language: string): Words =>
  pack.drillWords.find((each) => each.language === language)?.words as Words;

/** Presses Tab until a button that begins so has the focus, then Enter. */
async function press(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(
      "document.activeElement.tagName === 'BUTTON' ? document.activeElement.textContent : ''",
    );
    if (String(text).startsWith(name)) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`No button ${name} is reached by Tab`);
}

/** The language by the keyboard: arrows change a select that has the focus, one option each. */
async function choose(page: Page, wanted: string): Promise<Words> {
  const order = pack.drillWords.map(({ language }) => language);
  for (let at = order.indexOf('en'); order[at] !== wanted; ) {
    const step = order.indexOf(wanted) > at ? 1 : -1;
    at += step;
    await page.keyboard.press('Tab');
    await page.keyboard.press(step > 0 ? 'ArrowDown' : 'ArrowUp');
    await page.locator(`html[lang=${order[at]}]`).waitFor();
  }
  return wordsOf(wanted);
}

const rounds: (View & { readonly language: string })[] = [
  ...VIEWS.map((view, at) => ({ ...view, language: at % 2 === 0 ? 'en' : 'de' })),
  ...['fr', 'es', 'el'].map((language) => ({ width: 360, theme: 'light' as const, language })),
];

describe('exercise pages', () => {
  test.each(rounds)(
    'play a tabletop to the end in $language at $width px, $theme',
    { timeout: 90_000 },
    async (view) => {
      const { page, errors, requests } = await browser.open(
        pathToFileURL(join(folder, 'tabletop.html')).href,
        view,
      );
      const check = async (name: string): Promise<void> => {
        await picture(page, `tabletop-${name}-${view.language}-${view.width}-${view.theme}`);
        expect([await violations(page), await overflow(page)]).toEqual([[], 0]);
      };
      const words = await choose(page, view.language);
      await check('begin');
      await press(page, words['start'] as string);
      await check('turn');
      await press(page, words['do-declare'] as string);
      await press(page, words['do-report'] as string);
      for (let waits = 0; waits < 20; waits++) {
        const isOver = await page.evaluate(
          `[...document.querySelectorAll('button')].some((each) => each.textContent === ${JSON.stringify(words['do-close'])})`,
        );
        if (isOver === true) break;
        await press(page, words['do-wait'] as string);
      }
      await check('end');
      await press(page, words['do-close'] as string);
      await page.locator('table').waitFor();
      await check('debrief');
      const download = page.waitForEvent('download');
      await press(page, words['save-playbook'] as string);
      const file = await (await download).path();
      expect(readPlaybook(readFileSync(file), 'draft').problems).toEqual([]);
      expect([errors, requests.filter((each) => !each.startsWith('blob:'))]).toEqual([[], []]);
    },
  );

  test.each(rounds)(
    'play a budget to the end in $language at $width px, $theme',
    { timeout: 90_000 },
    async (view) => {
      const { page, errors, requests } = await browser.open(
        pathToFileURL(join(folder, 'budget.html')).href,
        view,
      );
      const check = async (name: string): Promise<void> => {
        await picture(page, `budget-${name}-${view.language}-${view.width}-${view.theme}`);
        expect([await violations(page), await overflow(page)]).toEqual([[], 0]);
      };
      const words = await choose(page, view.language);
      await press(page, words['start'] as string);
      await check('shop');
      for (let year = 0; year < 3; year++) {
        const first = (words['buy'] as string).split('{')[0] as string;
        if (year === 0 && first !== '') await press(page, first);
        await press(page, words['end-year'] as string);
        if (year === 0) await check('answer');
        await press(page, words['go-on'] as string);
      }
      await page.locator('table').waitFor();
      await check('debrief');
      expect([errors, requests]).toEqual([[], []]);
    },
  );
});
