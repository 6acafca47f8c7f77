// SPDX-License-Identifier: Apache-2.0
// The pack for an assessor as somebody sees it: on a phone, at a desk, by day and in the dark.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { writeJanuary } from '../storefront/january.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';

const cwd = mkdtempSync(join(tmpdir(), 'storefront-page-'));
const browser = useChromium();
afterAll(() => rmSync(cwd, { recursive: true }));

beforeAll(async () => {
  writeJanuary(join(cwd, 'storefront'));
  expect((await ensuresec(['storefront', 'report', '-q'], { cwd })).code).toBe(1);
});

describe('page of storefront report', () => {
  test.each(VIEWS)('has nothing to mend at $width px, $theme', async (view) => {
    const file = pathToFileURL(join(cwd, 'storefront/report.html')).href;
    const { page, errors, requests } = await browser.open(file, view);
    await picture(page, `storefront-report-${view.width}-${view.theme}`);
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(8);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect([errors, requests]).toEqual([[], []]);
  });
});
