// SPDX-License-Identifier: Apache-2.0
// The pages of `check`, `harden`, `flow check` and `obligations`, as somebody sees them: on a phone, at a desk, by day and in the dark.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, overflowIn, picture, useChromium, VIEWS, violations } from './chromium.ts';

const cwd = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['check', ['check', 'examples/demo-shop'], 'table.matrix'],
  ['harden', ['harden', 'examples/demo-shop', '--budget', '2000'], 'svg.plot'],
  ['check-de', ['check', 'examples/demo-shop', '--language', 'de'], 'table.matrix'],
  ['check-el', ['check', 'examples/demo-shop', '--language', 'el'], 'table.matrix'],
  ['harden-de', ['harden', 'examples/demo-shop', '--budget', '2000', '--language', 'de'], 'svg.plot'],
  ['harden-el', ['harden', 'examples/demo-shop', '--budget', '2000', '--language', 'el'], 'svg.plot'],
  [
    'obligations-de',
    [
      ...['obligations', 'examples/two-person-shop/incident.yaml', '--at', '2026-03-30T09:00:00Z'],
      ...['--language', 'de'],
    ],
    'table.draft',
  ],
  [
    'flow',
    ['flow', 'check', 'hosted-page', '--without', 'order-binding', '--without', 'use-once'],
    'svg.sequence',
  ],
])('page of %s', (name, argv, drawing) => {
  const file = join(folder, `${name}.html`);
  beforeAll(async () => {
    const { code } = await ensuresec([...argv, '-q', '--html', file], { cwd });
    expect(code).toBe(1);
  }, 60_000);

  test.each(VIEWS)('has nothing to mend at $width px, $theme', async (view) => {
    const { page, errors, requests } = await browser.open(pathToFileURL(file).href, view);
    await picture(page, `${name}-${view.width}-${view.theme}`);
    expect(await page.locator(drawing).count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(await overflowIn(page, '.scroll:has(> .matrix)')).toBe(0);
    expect([errors, requests]).toEqual([[], []]);
  });
});
