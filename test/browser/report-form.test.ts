// SPDX-License-Identifier: Apache-2.0
// The form for everybody as somebody sees it who got a strange message: in each language, on a telephone and at a desk, by
// day and in the dark, with a keyboard alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Started, startApi } from '../../src/server/api/api.fixture.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'el'];
const browser = useChromium();
const ends: (() => unknown)[] = [];
let server: Started;
beforeAll(async () => {
  server = await startApi((end) => ends.push(end), undefined, undefined, { isOpen: true });
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Words are of different lengths where there is little room. */
const CELLS = VIEWS.flatMap((view) =>
  LANGUAGES.filter((language) => view.width === 360 || language === 'en').map((language) => ({
    ...view,
    language,
  })),
);

test.each(CELLS)('has nothing to mend in $language at $width px, $theme', async ({ language, ...view }) => {
  const { page, errors, requests } = await browser.open(`${server.url}/report?language=${language}`, view);
  await picture(page, `report-form-${language}-${view.width}-${view.theme}`);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  expect([errors, requests]).toEqual([[], []]);
});

test('what is wrong is said, and can be mended and sent by keyboard', async () => {
  const view = { width: 360, theme: 'dark' } as const;
  const { page, errors } = await browser.open(`${server.url}/report?language=de`, view);
  await page.getByRole('button', { name: 'Absenden' }).press('Enter');
  await page.getByRole('alert').waitFor();
  await picture(page, 'report-form-wrong');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Was darin stand').fill('Ihr Paket wartet <script>alert(1)</script>');
  await page.getByLabel('Paketnummer darin').fill('P-9912');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Danke' }).waitFor();
  await picture(page, 'report-form-thanks');
  expect([await violations(page), await overflow(page)]).toEqual([[], 0]);
  expect(server.handedIn.at(-1)).toMatchObject({
    parcel: 'P-9912',
    data: { about: 'sms', text: 'Ihr Paket wartet <script>alert(1)</script>' },
  });
  // A browser says of its own refusal of a page: the answer 422 is one to it.
  expect(errors.filter((each) => !each.includes('422'))).toEqual([]);
});
