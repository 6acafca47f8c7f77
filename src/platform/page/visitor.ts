// SPDX-License-Identifier: Apache-2.0
// Does what a visitor does: the steps that were written down, and typing into fields that take secrets.
import type { Page } from 'playwright-core';
import type { PageStep } from '../../core/ports/index.ts';
import { STEP_MS } from './limits.ts';

/** Longest wait of one step. */
const MAX_WAIT_MS = 15_000;

/**
 * @param probeOf What to type for the word of a step: the value of a probe, or the word itself.
 * @throws Error with a message for people when the step cannot be done.
 */
export async function doStep(page: Page, step: PageStep, probeOf: (word: string) => string): Promise<void> {
  const at = (selector: string) =>
    (step.frame === undefined
      ? page.locator(selector)
      : page.frameLocator(step.frame).locator(selector)
    ).first();
  const timeout = STEP_MS;
  try {
    if ('open' in step) await page.goto(new URL(step.open, page.url()).href, { timeout, waitUntil: 'load' });
    else if ('click' in step) await at(step.click).click({ timeout });
    else if ('fill' in step) await typeInto(at(step.fill), probeOf(step.with));
    else if ('select' in step) await at(step.select).selectOption(probeOf(step.with), { timeout });
    else if ('press' in step) await page.keyboard.press(step.press);
    else if ('wait' in step) {
      if (typeof step.wait === 'number') await page.waitForTimeout(Math.min(step.wait, MAX_WAIT_MS));
      else await at(step.wait).waitFor({ timeout });
    }
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Error(`The step ${JSON.stringify(step)} failed: ${why}`, { cause: error });
  }
}

/** Key by key: scripts that listen to keys hear it too. */
async function typeInto(locator: ReturnType<Page['locator']>, text: string): Promise<void> {
  await locator.click({ timeout: STEP_MS });
  await locator.fill('', { timeout: STEP_MS });
  await locator.pressSequentially(text, { timeout: STEP_MS });
}
