// SPDX-License-Identifier: Apache-2.0
// The console in Chromium: every screen by day and by night, on a phone and a desk, in five languages, by keyboard.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, picture, useChromium, violations } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { arrive, chord, down, leave } from './console-page.ts';
import { testScreens } from './console-screens.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

const BUILT = resolve(import.meta.dirname, '../../console/dist');
const WORDS = resolve(import.meta.dirname, '../../console/src/words');
const FIRST_LOAD = 300_000;
const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole({ incidents: INCIDENTS });
  await server.log.append({
    records: [0, 1, 2].map((id) => ({
      source: 'shop',
      id: String(id),
      key: 'o-1',
      body: JSON.stringify({
        type: id === 2 ? 'pay.capture' : 'order.placed',
        time: 1_795_604_800_000,
        data: { order: `o-${id}` },
      }),
    })),
  });
});

const INCIDENTS = [
  incidentOf({ id: 'i-worst', title: 'Card data skimmed', level: 'critical', texts: ['A tag was added'] }),
  incidentOf({ id: 'i-1', title: 'Unsigned (order o-1)', fingerprint: 'pay / unsigned / order o-1' }),
  incidentOf({ id: 'i-2', title: 'Unsigned (order o-2)', fingerprint: 'pay / unsigned / order o-2' }),
  incidentOf({ id: 'i-old', title: 'Slow service', level: 'low', state: 'closed' }),
];

/** What the rail leads to, and a text that is there when the screen has its answers. */
const SCREENS: readonly (readonly [path: string, text: string])[] = [
  ['/', 'attacks succeed.'],
  ['/live', 'Card data skimmed'],
  ['/live?state=open&group=pay+%2F+unsigned', 'Unsigned (order o-2)'],
  ['/live/i-worst', 'The event to look at first'],
  ['/live?state=quiet', 'No incident'],
  ['/events', '3 events.'],
  ['/events?type=no.such', 'No stored event'],
  ['/paths', 'ways in'],
  [
    '/paths?open=e-commerce%2Fattack%2Funpaid-order-shipped+e-commerce%2Fattacker%2Finternet-stranger+orders',
    'The path, step by step',
  ],
  ['/paths?with=tag-approval%40tags+screen-lock%40scanner', 'answers turn'],
  ['/paths?show=held&from=e-commerce%2Fattacker%2Fcustomer&to=booking', 'hold'],
  ['/settings', '0 problems'],
  ['/settings/sources', 'orders'],
  ['/settings/people', 'Nobody has an account yet'],
  ['/settings/tokens', 'No program has a token yet.'],
  ['/settings/account', 'Only a person has an account'],
  ['/settings/upkeep', 'no-backup'],
  ['/look', 'Tokens and components'],
];

describe('screens', () => {
  testScreens('console', SCREENS, browser, () => server.url);

  test('more contrast is kept and has no violation', async () => {
    const { page, errors } = await browser.open(server.url, { theme: 'dark', width: 1440 });
    await page.getByRole('button', { name: 'Appearance' }).click();
    await page.getByRole('button', { name: 'More contrast' }).click();
    await page.reload();
    await arrive(page, 'attacks succeed.');
    expect(await page.locator('html[data-contrast=more]').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('where nobody has an account the button leads to the field, and an owner is proposed', async () => {
    const { page } = await browser.open(`${server.url}/settings/people`, { theme: 'light', width: 360 });
    await page.getByRole('button', { name: 'Name the first owner' }).click();
    const name = page.getByLabel('Name');
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    expect(await page.getByLabel('Role').inputValue()).toBe('owner');
    await name.fill('Ada Lovelace');
    expect(await page.evaluate('document.activeElement.validity.patternMismatch')).toBe(true);
    await name.fill('ada.lovelace ');
    expect(await page.evaluate('document.activeElement.validity.valid')).toBe(true);
    await leave(page);
  });

  test.each([360, 1440])('an event is told field by field, its time by the clock, %i px', async (width) => {
    const { page } = await browser.open(`${server.url}/events?type=pay.capture`, { theme: 'light', width });
    await page.locator('summary.event').click();
    const fields = page.locator('.fields');
    expect(await fields.locator('dt').allTextContents()).toEqual(['type', 'time', 'data.order']);
    expect(await fields.locator('time').getAttribute('datetime')).toBe('2026-11-25T11:06:40.000Z');
    expect(await fields.locator('dd').nth(1).innerText()).toMatch(/25 Nov.* 1795604800000$/);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await picture(page, `console-event-open-light-${width}`);
    await leave(page);
  });

  test('an address that does not exist says so and leads back', async () => {
    const { page } = await browser.open(`${server.url}/nowhere`, { theme: 'light', width: 360 });
    await page.getByRole('link', { name: 'Go to Now' }).click();
    await arrive(page, 'attacks succeed.');
    await leave(page);
  });
});

describe('keyboard', () => {
  test('the palette finds, chooses and speaks another language', async () => {
    const { page } = await browser.open(server.url, { theme: 'light', width: 1440 });
    await arrive(page, 'attacks succeed.');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('deutsch');
    expect(await page.getByRole('option').allTextContents()).toEqual(['Deutsch']);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await arrive(page, 'Angriffen');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await leave(page);
  });

  test('? shows the keys, Escape leaves them, a field keeps what is written', async () => {
    const { page } = await browser.open(`${server.url}/look`, { theme: 'light', width: 1440 });
    await arrive(page, 'Tokens and components');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel('A field').pressSequentially('gn?');
    expect(await page.getByLabel('A field').inputValue()).toBe('gn?');
    expect(page.url()).toBe(`${server.url}/look`);
    await page.getByLabel('A field').blur();
    await chord(page, 'n', 'attacks succeed.');
    await leave(page);
  });
});

describe('live', () => {
  test('triage by keyboard: down the list, unfold what is alike, open, back', async () => {
    const { page, errors } = await browser.open(server.url, { theme: 'light', width: 1440 });
    await arrive(page, 'attacks succeed.');
    await chord(page, 'l', 'Choose an incident: ');
    await down(page, 'Card data skimmed');
    await down(page, 'pay / unsigned');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('group') === 'pay / unsigned');
    await down(page, 'Unsigned (order o-1)');
    await down(page, 'Unsigned (order o-2)');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await arrive(page, 'Why it is an incident');
    expect(new URL(page.url()).pathname).toBe('/live/i-1');
    await page.goBack();
    await page.goBack();
    expect(new URL(page.url()).searchParams.has('group')).toBe(false);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('an incident that is gone says so', async () => {
    const { page } = await browser.open(`${server.url}/live/none`, { theme: 'light', width: 360 });
    await arrive(page, 'There is no such incident');
    await leave(page);
  });

  test('the search becomes the address, and the address the search', async () => {
    const { page, errors } = await browser.open(`${server.url}/events`, { theme: 'light', width: 1440 });
    await arrive(page, '3 events.');
    await page.getByLabel('Type').fill('pay.capture');
    await page.getByLabel('Type').press('Enter');
    await arrive(page, '1 event.');
    expect(new URL(page.url()).search).toBe('?type=pay.capture');
    await page.goto(`${server.url}/events?text=o-1&type=order.placed`);
    await arrive(page, '1 event.');
    expect(await page.getByLabel('Says').inputValue()).toBe('o-1');
    expect(await page.locator('[data-row]').count()).toBe(1);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('a server that goes away is told, and found again when it comes back', async () => {
    const first = await serveConsole({ incidents: [] });
    const { page } = await browser.open(first.url, { theme: 'light', width: 1440 });
    await arrive(page, 'attacks succeed.');
    await first.close();
    await arrive(page, 'Trying again');
    await serveConsole({ incidents: INCIDENTS, port: Number(new URL(first.url).port) });
    await page.getByText('Trying again').waitFor({ state: 'detached', timeout: 30_000 });
    await leave(page);
  });
});

describe('settings', () => {
  test('a model is edited with an error, mended, compared and saved', async () => {
    const own = await serveConsole({ model: 'ensuresec: 1\nname: Small\npack: e-commerce\n' });
    const { page, errors } = await browser.open(`${own.url}/settings`, { theme: 'light', width: 1440 });
    const field = page.getByLabel('Text of the model');
    const whole = await field.inputValue();
    await field.fill(`${whole}zones:\n  - { id: hall, type: no-such }\n`);
    await page.getByText('MODEL_UNKNOWN_WORD').waitFor();
    expect(await page.getByRole('button', { name: 'See what changes' }).isDisabled()).toBe(true);
    await arrive(page, 'Mend the errors first');
    await page.getByRole('button', { name: /no-such/ }).click();
    const area = "document.querySelector('textarea')";
    expect(
      await page.evaluate(`${area}.value.slice(${area}.selectionStart, ${area}.selectionStart + 7)`),
    ).toBe('no-such');
    expect(await violations(page)).toEqual([]);
    await field.fill(`${whole}zones:\n  - { id: hall, type: warehouse }\n`);
    await page.reload();
    expect(await field.inputValue()).toContain('warehouse');
    await page.getByRole('button', { name: 'See what changes' }).click();
    expect((await page.locator('.changes .added').allTextContents()).join('')).toContain('warehouse');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await arrive(page, 'Saved.');
    expect(own.model()).toBe(`${whole}zones:\n  - { id: hall, type: warehouse }\n`);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('the model is completed by keyboard, and by pointer', async () => {
    const own = await serveConsole({ model: 'ensuresec: 1\nname: Small\npack: e-commerce\n' });
    const { page, errors } = await browser.open(`${own.url}/settings`, { theme: 'dark', width: 360 });
    const field = page.getByLabel('Text of the model');
    await field.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('zo');
    const list = page.getByRole('listbox', { name: 'What can be written here' });
    await list.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('\n  - { id: hall, type: warehouse-n');
    const network = list.getByRole('option', { name: /^warehouse-network/ });
    await network.waitFor();
    expect(await field.getAttribute('aria-activedescendant')).toBe(await network.getAttribute('id'));
    expect(await violations(page)).toEqual([]);
    await picture(page, 'console-completion-dark-360');
    await network.click();
    expect(await field.inputValue()).toContain('zones:\n  - { id: hall, type: warehouse-network');
    await page.keyboard.press('Control+Space');
    await page.keyboard.press('Escape');
    expect(await list.count()).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('words', () => {
  const read = (file: string): Record<string, string> =>
    JSON.parse(readFileSync(join(WORDS, file), 'utf8')) as Record<string, string>;
  const english = read('en.json');
  const holes = (text: string | undefined): readonly string[] =>
    [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].flat().sort();

  test.each(['de', 'fr', 'es', 'el'])('%s says all that English says, with the same values', (language) => {
    const words = read(`${language}.json`);
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
    // A singular may write its number out.
    const wrong = Object.keys(english).filter(
      (key) => !key.endsWith('_one') && `${holes(words[key])}` !== `${holes(english[key])}`,
    );
    expect(wrong).toEqual([]);
    const same = Object.keys(english).filter((key) => words[key] === english[key]);
    expect(same.length).toBeLessThan(Object.keys(english).length / 5);
  });

  test.each(['de', 'fr', 'es', 'el'])('%s is shown without overflow on a phone', async (language) => {
    const { page, errors } = await browser.open(`${server.url}/look`, { theme: 'light', width: 360 });
    // Once it speaks, it keeps which language: not before is another one put in its place.
    await arrive(page, 'Tokens and components');
    await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
    await page.goto(server.url);
    await page.locator('h1').waitFor();
    await page.locator(`html[lang=${language}]`).waitFor({ timeout: 40_000, state: 'attached' });
    expect(await overflow(page)).toBe(0);
    expect(errors).toEqual([]);
    await picture(page, `console-now-${language}-360`);
    await leave(page);
  });
});

describe('first load', () => {
  interface Chunk {
    readonly file: string;
    readonly isEntry?: boolean;
    readonly imports?: readonly string[];
    readonly css?: readonly string[];
  }

  test(`the first screen takes at most ${FIRST_LOAD / 1000} kB gzip`, () => {
    const manifest = JSON.parse(readFileSync(join(BUILT, 'assets/manifest.json'), 'utf8')) as Record<
      string,
      Chunk
    >;
    const files = new Set<string>(['index.html']);
    const add = (key: string): void => {
      const chunk = manifest[key];
      if (chunk === undefined || files.has(chunk.file)) return;
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
      for (const next of chunk.imports ?? []) add(next);
    };
    add('index.html');
    add('src/words/en.json');
    add('src/screens/now/now.tsx');
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0);
    expect(files.size).toBeGreaterThan(4);
    expect(bytes).toBeLessThan(FIRST_LOAD);
  });

  test('no file of the console names another host to load from', () => {
    const assets = readdirSync(join(BUILT, 'assets')).filter((name) =>
      statSync(join(BUILT, 'assets', name)).isFile(),
    );
    const loading = /(?:url\(|src=|import\(|fetch\()\s*["'`]?https?:/;
    const named = assets.filter(
      (name) => /\.(js|css)$/.test(name) && loading.test(readFileSync(join(BUILT, 'assets', name), 'utf8')),
    );
    expect(named).toEqual([]);
    expect(readFileSync(join(BUILT, 'index.html'), 'utf8')).not.toMatch(
      /<script(?![^>]*src=)|style=|https?:/,
    );
  });
});
