// SPDX-License-Identifier: Apache-2.0
// A round behind a link, by keyboard alone, under the policy of the console; what was answered is on disk. And free play.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCampaign } from '../../src/awareness/index.ts';
import type { Call } from '../../src/cli/command.ts';
import { shopsOf } from '../../src/cli/play/shop.ts';
import { playSite } from '../../src/cli/render/play/site.ts';
import { listenHttp } from '../../src/platform/index.ts';
import { PACK, type Started, startApi } from '../../src/server/api/api.fixture.ts';
import { giveLinks } from '../../src/server/campaign/links.ts';
import { bindPlay, type PlayFile } from '../../src/server/campaign/pages.ts';
import { useChromium, VIEWS, violations } from './chromium.ts';
import { playerOn } from './player.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});
const browser = useChromium();
const cwd = mkdtempSync(join(tmpdir(), 'ensuresec-play-'));
ends.push(() => rmSync(cwd, { recursive: true }));

let started: Started;
let url = '';
const NAMES = ['<img src=x onerror=alert(1)>', 'Ben', 'Cleo'];

beforeAll(async () => {
  started = await startApi((end) => ends.push(end));
  const files = playSite(PACK, shopsOf({ io: { cwd } } as Call, PACK)) as ReadonlyMap<string, PlayFile>;
  const server = await listenHttp({
    ...{ host: '127.0.0.1', port: 0, sources: [{ name: 'http' }], now: Date.now },
    intake: async () => ({ status: 'stored', stored: 0, duplicates: 0, unread: [] }),
    unhealthy: () => undefined,
    metrics: async () => '',
    extend: (app) => {
      started.api.bind(app);
      bindPlay(app, files, started.gate);
    },
  });
  ends.push(() => server.close());
  url = server.url;
  started.clock.now = Date.UTC(2026, 8, 1, 9);
  const file = {
    ...{ campaign: 1, id: 'b', title: '<b>Hostile</b>', starts: '2026-09-01', days: [0], items: 4 },
    people: NAMES.map((name, at) => ({ name, language: ['en', 'de', 'el'][at] })),
  };
  const { value } = readCampaign(Buffer.from(JSON.stringify(file)), 'b', PACK);
  if (value === undefined) throw new Error('The campaign does not load');
  await started.training.campaigns.create(value, 'test');
}, 60_000);

/** The policy of the page lets Playwright's own waiting evaluate nothing. */
async function until(page: Page, holds: string): Promise<void> {
  await expect.poll(() => page.evaluate(holds), { timeout: 10_000 }).toBe(true);
}

const wordsIn = (language: string) => {
  const words = PACK.gameWords.find((each) => each.language === language)?.words;
  if (words === undefined) throw new Error(language);
  return words;
};

describe.each([
  ['en', VIEWS[0]],
  ['de', VIEWS[1] ?? VIEWS[0]],
] as const)('a round behind a link (%s)', (language, view) => {
  test('is played by keyboard alone to its end, and can be forgotten', async () => {
    if (view === undefined) throw new Error('no view');
    const { campaigns } = started.training;
    const { links } = await giveLinks(campaigns, 'b', 'test', started.clock.now);
    const { members } = await campaigns.get('b');
    const link = links.find(({ person }) => members.get(person)?.language === language);
    const { page, errors } = await browser.open(`${url}${link?.path}`, view);
    const words = wordsIn(language);
    const player = await playerOn(page, words, `campaign-${language}`, view, true);
    await until(page, 'document.querySelector("h1") !== null');
    expect(await player.title()).toBe('<b>Hostile</b>');
    await player.look('start');
    expect(await page.locator('button.first').allTextContents()).toEqual([words.start]);
    expect(await page.locator('.card').count()).toBe(0);
    await player.press(words.start);
    for (let item = 0; item < 4; item++) {
      await player.look('message');
      await player.press(words.report);
      await player.press(words.certain);
      await until(
        page,
        `document.querySelector('h1').textContent !== ${JSON.stringify(words['item-of'].replace('{n}', String(item + 1)).replace('{of}', '4'))}`,
      );
      expect(
        (await campaigns.get('b')).members.get(link?.person ?? '')?.rounds.get('0 test')?.answers.size,
      ).toBe(item + 1);
    }
    // All are trained where no lot decides.
    await until(
      page,
      `document.querySelector('main > p')?.textContent === ${JSON.stringify(words['round-training'])}`,
    );
    await player.press(words.start);
    for (let item = 0; item < 4; item++) {
      await player.press(words.check);
      await player.press(words.fairly);
      await until(page, `document.body.textContent.includes(${JSON.stringify(words.signs)})`);
      await player.look('feedback');
      await player.press(words.next);
    }
    await until(page, `document.querySelector('h1').textContent === ${JSON.stringify(words['round-done'])}`);
    await player.look('done');
    await player.press(words['badge-get']);
    await until(page, "document.querySelector('a[download]') !== null");
    await player.press(words['forget-me']);
    await player.look('forget');
    await player.press(words['forget-me']);
    await until(page, `document.querySelector('h1').textContent === ${JSON.stringify(words.forgotten)}`);
    expect((await campaigns.get('b')).members.has(link?.person ?? '')).toBe(false);
    expect([player.wrong, errors]).toEqual([[], []]);
    await page.close();
  }, 120_000);
});

test('a link that is none says so, and its page is the same as any', async () => {
  const { page } = await browser.open(`${url}/play/${'x'.repeat(43)}`, VIEWS[0] as (typeof VIEWS)[number]);
  await until(page, 'document.querySelector("h1") !== null');
  expect(await page.textContent('h1')).toBe(wordsIn('en')['link-unknown']);
  expect(await page.textContent('main > p')).toBe(wordsIn('en')['link-ask']);
  expect(await page.getByRole('link', { name: wordsIn('en')['choose-game'] }).getAttribute('href')).toBe(
    '/play',
  );
  expect(await violations(page)).toEqual([]);
  await page.close();
}, 60_000);

test('free play shows all games and asks nothing of the server after its files', async () => {
  const { page } = await browser.open(`${url}/play`, VIEWS[0] as (typeof VIEWS)[number]);
  await until(page, 'document.querySelectorAll(".card").length > 4');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const player = await playerOn(page, wordsIn('en'), 'free', VIEWS[0] as (typeof VIEWS)[number], false);
  await player.press(wordsIn('en')['feedback-now']);
  await player.press(wordsIn('en').report);
  expect(asked).toEqual([]);
  await page.close();
}, 60_000);
