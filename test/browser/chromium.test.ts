// SPDX-License-Identifier: Apache-2.0
// That the eyes see: a page with faults shows each of them, so that silence of another page means something.
import { expect, test } from 'vitest';
import { overflow, useChromium, violations } from './chromium.ts';

const browser = useChromium();
const page = (body: string): string =>
  `data:text/html,${encodeURIComponent(`<!doctype html><html lang="en"><title>T</title><main><h1>T</h1>${body}</main>`)}`;

test.each([
  ['an input without a name', '<input>', 'label'],
  ['pale words', '<p style="color:#ccc;background:#fff">pale</p>', 'color-contrast'],
])('axe finds %s', async (_, body, rule) => {
  const opened = await browser.open(page(body), { theme: 'light', width: 360 });
  expect(await violations(opened.page)).toEqual([expect.stringMatching(`^${rule} ×1`)]);
});

test('a page that is too wide, that fails and that asks elsewhere is told apart', async () => {
  const body =
    '<div style="width:500px">wide</div><script>fetch("https://shop.example/x"); missing();</script>';
  const opened = await browser.open(page(body), { theme: 'dark', width: 360 });
  expect(await overflow(opened.page)).toBeGreaterThan(100);
  expect(opened.errors.join(' ')).toContain('missing is not defined');
  expect(opened.requests).toEqual(['https://shop.example/x']);
});
