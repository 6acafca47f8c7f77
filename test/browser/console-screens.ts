// SPDX-License-Identifier: Apache-2.0
// What every screen of the console has to show, in every theme and width: all of it, to everybody, from here alone.
import { expect, test } from 'vitest';
import {
  cutLabels,
  overflow,
  picture,
  twiceCurrent,
  type useChromium,
  VIEWS,
  violations,
} from './chromium.ts';
import { arrive, leave } from './console-page.ts';

/** The path, and a text that is there when the screen has its answers. */
type Screen = readonly [path: string, text: string];

/** Where more contrast is looked at too: colours do not go by width. */
const DESK = 1440;

/** @param name Pictures begin with it. */
export function testScreens(
  name: string,
  screens: readonly Screen[],
  browser: ReturnType<typeof useChromium>,
  urlOf: () => string,
): void {
  const rounds = screens.flatMap(([path, text]) => VIEWS.map((view) => ({ path, text, ...view })));
  test.each(rounds)('$path at $width px, $theme', async ({ path, text, ...view }) => {
    const url = urlOf();
    const { page, errors, requests } = await browser.open(`${url}${path}`, view);
    await arrive(page, text);
    expect(await overflow(page)).toBe(0);
    expect(await cutLabels(page)).toEqual([]);
    expect(await twiceCurrent(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
    const title = `${name}${path.replaceAll(/\W+/g, '-')}-${view.theme}-${view.width}`;
    await picture(page, title);
    if (view.width === DESK) {
      await page.evaluate("document.documentElement.dataset.contrast = 'more'");
      expect(await violations(page)).toEqual([]);
      await picture(page, `${title}-contrast`);
    }
    await leave(page);
  });
}
