// SPDX-License-Identifier: Apache-2.0
// Why something was refused stands beside its button in the reader's language, and a draft is written in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const browser = useChromium();
const LANGUAGES = ['de', 'el'] as const;
let server: ConsoleServer;

const wordsOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../console/src/words/${language}.json`), 'utf8'));

beforeAll(async () => {
  const found = incidentOf({ id: 'i-case', title: 'Unpaid orders leave the hall', texts: ['orders'] });
  server = await serveConsole({ incidents: [found] });
  await post('/v1/cases', { incident: 'i-case', zone: 'Europe/Athens' });
  for (const to of ['triaged', 'declared', 'contained', 'eradicated', 'recovering', 'monitored'])
    await post('/v1/cases/i-case/events', { name: 'advanced', body: { to } });
}, 600_000);

function post(path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function speak(page: Page, language: string): Promise<void> {
  // What is spoken is kept when its words have come: not before, or it would be kept over ours.
  // Asked from here: what waits within the page is refused by its policy of scripts when it has to wait.
  await expect
    .poll(() => page.evaluate("localStorage.getItem('ensuresec.language')"), { timeout: 30_000 })
    .not.toBeNull();
  await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
  await page.reload();
}

describe.each(LANGUAGES)('in %s', (language) => {
  const words = wordsOf(language);
  const word = (key: string): string => words[key] ?? key;

  test.each(VIEWS)('a phase is refused for reasons that are read, $width px, $theme', async (view) => {
    const { page } = await browser.open(`${server.url}/respond/i-case`, view);
    await speak(page, language);
    const go = word('phase.go').replace('{{phase}}', word('phase.closed'));
    await page.getByRole('button', { name: go }).click();
    const alert = page.getByRole('alert').first();
    await alert.locator('li').first().waitFor({ timeout: 40_000 });
    expect(await alert.innerText()).not.toMatch(/\b(?:clock|report|state|runs|people affected)\b/);
    await picture(page, `refused-${language}-${view.width}-${view.theme}`);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await leave(page);
  });

  test('drafts are asked for and kept in the language', async () => {
    const { page } = await browser.open(`${server.url}/respond/i-case/obligations`, {
      theme: 'light',
      width: 1440,
    });
    await speak(page, language);
    await arrive(page, language === 'de' ? 'DSGVO, Art.' : 'ΓΚΠΔ, άρθρο');
    await picture(page, `duties-${language}`);
    const answered = page.waitForResponse((response) => response.url().includes('/draft?'));
    await page
      .getByRole('button', { name: word('duties.draft.html') })
      .first()
      .click();
    const response = await answered;
    expect(response.url()).toContain(`language=${language}`);
    const { name, html } = (await response.json()) as { name: string; html: string };
    expect(name.endsWith(`-${language}`)).toBe(true);
    expect(html).toContain(`<html lang="${language}">`);
    await leave(page);
  });
});
