// SPDX-License-Identifier: Apache-2.0
// The status page of an incident as somebody sees it who was hit: on a phone, at a desk, by day and in the dark.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';

const cwd = mkdtempSync(join(tmpdir(), 'status-page-'));
const browser = useChromium();
afterAll(() => rmSync(cwd, { recursive: true }));

beforeAll(async () => {
  for (const argv of [
    ['open', 'Card form read', '--id', 'x'],
    ['mark', 'x', 'clear'],
    ['state', 'x', 'operator', 'Kerameikos Crafts'],
    ['state', 'x', 'contact', 'help@crafts.example'],
    ['announce', 'x', 'Zahlung mit Karte ruht. Nachnahme und Überweisung gehen weiter.', '--language', 'de'],
    ['announce', 'x', 'Alle Bestellungen bis Freitag werden verschickt.', '--language', 'de'],
    ['status-page', 'x', '--out', 'de.html', '--language', 'de', '--notice', 'card-data'],
  ])
    expect([argv, (await ensuresec(['incident', ...argv], { cwd })).code]).toEqual([argv, 0]);
});

test.each(VIEWS)('has nothing to mend at $width px, $theme', async (view) => {
  const { page, errors, requests } = await browser.open(pathToFileURL(join(cwd, 'de.html')).href, view);
  await picture(page, `status-page-${view.width}-${view.theme}`);
  expect(await page.getByRole('article').count()).toBe(2);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  expect([errors, requests]).toEqual([[], []]);
});
