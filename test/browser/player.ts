// SPDX-License-Identifier: Apache-2.0
// Somebody who plays the games page by keyboard alone, and knows the words of the language.
import type { Page } from 'playwright-core';
import type { Pack } from '../../src/model/index.ts';
import { overflow, overflowIn, picture, type View, violations } from './chromium.ts';

type Words = Pack['gameWords'][number]['words'];

export interface Player {
  readonly page: Page;
  readonly words: Words;
  /** Tab until a button of that name has the focus, then Enter. */
  press(name: string): Promise<void>;
  /** Names of the buttons that are there. */
  buttons(): Promise<string[]>;
  /** The title of the screen. */
  title(): Promise<string>;
  text(selector: string): Promise<string>;
  /** Looks at a kind of screen the first time it is met: no sideways scrolling, a picture, and axe when it `isJudged`. */
  look(kind: string): Promise<void>;
  /** What was wrong with screens, and which were looked at. */
  readonly wrong: string[];
  readonly seen: Set<string>;
}

/** More than any screen has stops for the Tab key, so that every button is met from anywhere. */
const MOST_TABS = 80;

export async function playerOn(
  page: Page,
  words: Words,
  name: string,
  view: View,
  isJudged: boolean,
): Promise<Player> {
  await page.evaluate("window.clicks = 0; addEventListener('click', () => { window.clicks += 1; })");
  const seen = new Set<string>();
  const wrong: string[] = [];
  const text = async (selector: string): Promise<string> =>
    String(await page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`));
  const clicks = async (): Promise<number> => Number(await page.evaluate('window.clicks'));
  return {
    page,
    words,
    seen,
    wrong,
    text,
    title: () => text('h1'),
    buttons: async () =>
      (await page.evaluate(
        "[...document.querySelectorAll('button')].map((each) => each.textContent)",
      )) as string[],
    press: async (wanted) => {
      for (let tabs = 0; tabs < MOST_TABS; tabs++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate('document.activeElement.textContent')) !== wanted) continue;
        const before = await clicks();
        await page.keyboard.press('Enter');
        // Some screens compute for a while: what follows is for after the handler.
        while ((await clicks()) === before) await page.waitForTimeout(10);
        return;
      }
      throw new Error(`No button ${wanted} is reached by Tab on: ${await text('main')}`);
    },
    look: async (kind) => {
      if (seen.has(kind)) return;
      seen.add(kind);
      await picture(page, `play-${kind}-${name}-${view.width}-${view.theme}`);
      const found = isJudged ? await violations(page) : [];
      const wide = (await overflow(page)) + (await overflowIn(page, '.stacked'));
      if (found.length > 0 || wide > 0) wrong.push(`${kind}: ${wide} px too wide, ${found.join('; ')}`);
    },
  };
}
