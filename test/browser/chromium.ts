// SPDX-License-Identifier: Apache-2.0
// Pages in a real Chromium: one browser a test file, one context a view, and what axe says about each.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFailed } from 'vitest';

/** How somebody looks at a page. Width in CSS pixels. */
export interface View {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly still?: boolean;
}

/** A phone and a desk, by day and by night. */
export const VIEWS: readonly View[] = [360, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ theme, width })),
);

export interface Opened {
  readonly page: Page;
  /** Errors of scripts and of the console, refused by the page's own policy too, and dialogs; filled while the page lives. */
  readonly errors: readonly string[];
  /** Addresses that the page asked for, after its own. */
  readonly requests: readonly string[];
}

/**
 * A browser for the tests of this file: `open` gives a page that closes with it. `ENSURESEC_CHROMIUM` names another
 * executable than the packed one (Linux x64), which unpacks once to the temporary directory.
 */
export function useChromium(): { open(url: string, view: View): Promise<Opened> } {
  let launched: Promise<Browser> | undefined;
  afterAll(async () => (await launched)?.close());
  return {
    async open(url, view) {
      launched ??= launch();
      const context = await (await launched).newContext({
        viewport: { width: view.width, height: 800 },
        colorScheme: view.theme,
        reducedMotion: view.still === true ? 'reduce' : 'no-preference',
      });
      const page = await context.newPage();
      // A page that stays open keeps its stream to the server, and a browser has only six for one: one failure would be twenty.
      onTestFailed(async () => {
        await page.goto('about:blank');
      });
      const [errors, requests]: [string[], string[]] = [[], []];
      page.on('pageerror', (error) => errors.push(error.message));
      // No page asks or tells by a dialog: one is a script that others brought.
      page.on('dialog', (dialog) => {
        errors.push(`${dialog.type()}: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('request', (request) => !isOwn(request.url(), url) && requests.push(request.url()));
      await page.goto(url);
      return { page, errors, requests };
    },
  };
}

async function launch(): Promise<Browser> {
  const executablePath = process.env['ENSURESEC_CHROMIUM'] ?? (await packed.executablePath());
  return chromium.launch({ executablePath, args: packed.args, headless: true });
}

function isOwn(asked: string, url: string): boolean {
  return asked.startsWith('data:') || asked.split('#')[0] === url.split('#')[0];
}

/**
 * What axe finds wrong (WCAG 2.2 A and AA, best practices), one line a rule: id, how many, where first, what. Our pages have no
 * frames, so that it runs in the page itself and tells violations alone: that takes a third of the time.
 */
export async function violations(page: Page): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  const found = await page.evaluate(
    "document.querySelector('iframe, frame') ? undefined : axe.run({ resultTypes: ['violations'] }).then((each) => each.violations)",
  );
  if (found === undefined) throw new Error('The page has a frame, which axe would not look into');
  return (found as axe.Result[]).map(
    ({ id, nodes, help }) => `${id} ×${nodes.length} at ${nodes[0]?.target.join(' ')}: ${help}`,
  );
}

/** CSS pixels that the page is wider than its window; 0: nobody has to scroll sideways. */
export async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
}

/** CSS pixels that what `selector` finds is wider inside than out, all together: what is to fit is not cut. */
export async function overflowIn(page: Page, selector: string): Promise<number> {
  return Number(
    await page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].reduce((sum, each) => sum + each.scrollWidth - each.clientWidth, 0)`,
    ),
  );
}

/** Labels of buttons that their own box cuts below, which takes the tails off letters; words for the ear alone have a box of 1 px. */
export async function cutLabels(page: Page): Promise<string[]> {
  const found = await page.evaluate(`[...document.querySelectorAll('button, button *')]
    .filter((each) => each.clientHeight > 1 && each.scrollHeight > each.clientHeight + 1 && ['hidden', 'clip'].includes(getComputedStyle(each).overflowY))
    .map((each) => each.innerText)`);
  return found as string[];
}

/** Lists of links in which more than one says that it is where one is. */
export async function twiceCurrent(page: Page): Promise<string[]> {
  const found = await page.evaluate(`[...document.querySelectorAll('nav')]
    .map((each) => [...each.querySelectorAll('[aria-current]:not([aria-current=false]), .active')].map((link) => link.innerText))
    .filter((each) => each.length > 1).map((each) => each.join(', '))`);
  return found as string[];
}

/** Keeps a picture of the whole page in `ENSURESEC_PICTURES`, for somebody to look at; does nothing without. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ENSURESEC_PICTURES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
