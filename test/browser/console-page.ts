// SPDX-License-Identifier: Apache-2.0
// How somebody gets about in the console.
import type { Page } from 'playwright-core';

/** Waits for a text that is there when the screen has its answers. */
export async function arrive(page: Page, text: string): Promise<void> {
  try {
    await page.getByText(text).first().waitFor({ timeout: 40_000 });
  } catch (cause) {
    const shown = (await page.locator('body').innerText()).slice(0, 2000);
    throw new Error(`${page.url()} does not say "${text}" but:\n${shown}`, { cause });
  }
}

/** `g` and a letter belong together for a moment only: a machine that is busy elsewhere may miss it, and tries again. */
export async function chord(page: Page, letter: string, text: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    try {
      await page.getByText(text).first().waitFor({ timeout: 8000 });
      return;
    } catch (error) {
      if (tried === 4) throw error;
    }
  }
}

/** `j` until the row with this text has the focus: rows that are still to come take no key. */
export async function down(page: Page, text: string): Promise<void> {
  const row = page.locator('[data-row]:focus').filter({ hasText: text });
  for (let pressed = 0; (await row.count()) === 0; pressed++) {
    if (pressed === 100) throw new Error(`No row says ${text}`);
    await page.locator('[data-row]').first().waitFor({ timeout: 40_000 });
    await page.keyboard.press('j');
    await page.waitForTimeout(50);
  }
}

/** The packed browser is one process: it ends with the first context that is closed, and all share what is kept. */
export async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear()');
  await page.goto('about:blank');
}
