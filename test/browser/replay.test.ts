// SPDX-License-Identifier: Apache-2.0
// The replay of a simulation, as somebody sees it: by keyboard alone, on a phone, in the dark, with motion off.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from '../cli/terminal.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';

const cwd = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const file = join(folder, 'replay.html');
const url = pathToFileURL(file).href;
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const argv = ['simulate', 'examples/demo-shop', '--scenario', 'warehouse-ransom', '--runs', '50'];
  const { code, stderr } = await ensuresec([...argv, '--html', file], { cwd });
  expect([code, stderr]).toEqual([expect.any(Number), expect.not.stringContaining('rror')]);
});

describe('replay page', () => {
  test.each(VIEWS)('has nothing to mend at $width px, $theme', async (view) => {
    const { page, errors, requests } = await browser.open(url, view);
    await picture(page, `replay-${view.width}-${view.theme}`);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect([errors, requests]).toEqual([[], []]);
  });
});
