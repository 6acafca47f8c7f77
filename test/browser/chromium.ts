// SPDX-License-Identifier: Apache-2.0
// Pages in a real Chromium: one browser a test file, one context a view, and what axe says about each.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';

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
  /** Errors of scripts and of the console, refused by the page's own policy too; filled while the page lives. */
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
      const [errors, requests]: [string[], string[]] = [[], []];
      page.on('pageerror', (error) => errors.push(error.message));
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

/** What axe finds wrong (WCAG 2.2 A and AA, best practices), one line a rule: id, how many, where first, what. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(
    ({ id, nodes, help }) => `${id} ×${nodes.length} at ${nodes[0]?.target.join(' ')}: ${help}`,
  );
}

/** CSS pixels that the page is wider than its window; 0: nobody has to scroll sideways. */
export async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
}

/** Keeps a picture of the whole page in `ENSURESEC_PICTURES`, for somebody to look at; does nothing without. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ENSURESEC_PICTURES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
