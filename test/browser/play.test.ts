// SPDX-License-Identifier: Apache-2.0
// The games as somebody plays them: by keyboard alone, in two languages, by day and by night, on a phone and a desk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { ensuresec } from '../cli/terminal.ts';
import { useChromium, VIEWS } from './chromium.ts';
import { type Player, playerOn } from './player.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'play-'));
const url = pathToFileURL(join(folder, 'games.html')).href;
const pack = resolvePack('e-commerce', packReader(join(root, 'packs'))).value as Pack;
const browser = useChromium();
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const { code, stderr } = await ensuresec(['play', '--html', join(folder, 'games.html')], { cwd: root });
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote')]);
}, 60_000);

const titleOf = (name: string, language: string): string =>
  pack.games.find(({ id }) => id.endsWith(`/${name}`))?.title[language] ?? '';

/** Starts a game from the menu: cards come in the order of the pack, each with its own buttons. */
async function start(player: Player, name: string, language: string, mode: string): Promise<void> {
  const at = await player.page.evaluate(
    `[...document.querySelectorAll('.card')].findIndex((card) => card.querySelector('h2')?.textContent === ${JSON.stringify(titleOf(name, language))})`,
  );
  for (let tabs = 0; tabs < 40; tabs++) {
    await player.page.keyboard.press('Tab');
    const here = await player.page.evaluate(
      `[...document.querySelectorAll('.card')].indexOf(document.activeElement.closest('.card')) + ' ' + document.activeElement.textContent`,
    );
    if (here !== `${at} ${mode}`) continue;
    await player.page.keyboard.press('Enter');
    return;
  }
  throw new Error(`${name} is not reached by Tab`);
}

/** What was answered to a message: it is reported, for certain. */
const answerOf = (words: Player['words']): string =>
  words['you-said-sure'].replace('{n}', words.report).replace('{of}', words.certain);

async function playTriage(player: Player, language: string): Promise<void> {
  const { words, press, look } = player;
  await start(player, 'triage', language, words['feedback-now']);
  for (let item = 0; item < 12; item++) {
    await look('message');
    await press(words.report);
    await look('confidence');
    expect(await player.page.evaluate('document.activeElement.textContent')).toBe(words.unsure);
    await press(words.certain);
    expect(await player.text('main > p')).toBe(answerOf(words));
    expect(await player.text('main > p + p')).toContain(words['you-know']);
    await look('feedback');
    await press(words.next);
  }
  await look('triage-debrief');
  expect(await player.text('dl')).toContain('6 / 6');
  await press(words['choose-game']);
}

async function playDetective(player: Player, language: string): Promise<void> {
  const { words, press, look } = player;
  const imprint = pack.games.flatMap(({ lookups = [] }) => lookups).find(({ id }) => id === 'imprint');
  await start(player, 'detective', language, words.start);
  const said = words['you-said'].replace('{n}', words.leave);
  for (let item = 0; item < 3; item++) {
    await press(`${imprint?.title[language]} (${(words['replay-minutes'] ?? '').replace('{n}', '1')})`);
    await look('shop');
    await press(words.leave);
    expect(await player.text('main')).toContain(said);
    await look('shop-feedback');
    await press(words.next);
  }
  await look('detective-debrief');
  expect(await player.text('dl')).toContain('3 / 14');
  await press(words['choose-game']);
}

/** Does all that is asked, checks each step before, and afterwards everything that can be done. */
async function playParcels(player: Player, language: string): Promise<void> {
  const { words, press, look } = player;
  await start(player, 'parcels', language, words.start);
  for (let screens = 0; (await player.title()) !== titleOf('parcels', language); screens++) {
    expect(screens).toBeLessThan(60);
    const buttons = await player.buttons();
    if (buttons.includes(words.check)) {
      await look('step');
      await press(words.check);
      await look('step-checked');
      await press(words['go-on']);
      await look('step-feedback');
    } else if (buttons.includes(words['that-is-all'])) {
      await look('recovery');
      await press(buttons[1] as string);
      await look('recovery-going-on');
      await press(words['that-is-all']);
      await look('walk-told-lure');
    } else await press(words.next);
  }
  await look('parcels-debrief');
  await press(words['choose-game']);
}

/** Reports every first step, and names the first place. */
async function playCheckout(player: Player, language: string): Promise<void> {
  const { words, press, look } = player;
  await start(player, 'checkout', language, words.start);
  for (let walk = 0; walk < 2; walk++) {
    await press(words['walk-away']);
    await look('spot');
    await press(words.address);
    await look('spot-feedback');
    for (let more = 0; (await player.title()) !== words.debrief; more++) {
      expect(more).toBeLessThan(10);
      await press(words.next);
    }
    await look('walk-told');
    await press(words.next);
  }
  await look('checkout-debrief');
  expect(await player.text('main')).toContain(words['your-rights']);
  await press(words['choose-game']);
}

async function playDomino(player: Player, language: string): Promise<void> {
  const { words, press, look, page } = player;
  const names = pack.gameItems.find((set) => set.language === language && set.names)?.names ?? {};
  await start(player, 'domino', language, words.start);
  for (let item = 0; item < 2; item++) {
    await look('mail');
    await press(words.trust);
    await press(words.unsure);
    await press(words.next);
  }
  expect(await player.title()).toBe(words['one-click']);
  await look('cascade');
  await page.locator('#stage-without .node').first().focus();
  await page.keyboard.press('Enter');
  expect(await player.text('#why h3')).toContain(words['replay-why']);
  await press(words.rewind);
  await look('measures');
  const backup = pack.games.find(({ kind }) => kind === 'domino')?.domino?.measures[0]?.measure ?? '';
  const choice = (await player.buttons()).find((each) => each.startsWith(names[backup] ?? '?'));
  await press(choice as string);
  expect(await player.text('dl')).toMatch(
    language === 'de' ? /\d\.\d{3}\s–\s\d\.\d{3}/ : /\d,\d{3}\s–\s\d,\d{3}/,
  );
  await look('difference');
  await press(words['to-debrief']);
  await look('domino-debrief');
  expect(await player.text('table')).toContain('✓');
  await press(words['choose-game']);
}

/** Played in all pairings; axe judges every kind of screen in half of them: each language in each theme and at each width. */
const rounds = VIEWS.flatMap((view) =>
  (['en', 'de'] as const).map((language) => ({
    ...view,
    language,
    isJudged: (language === 'en') === ((view.theme === 'light') === view.width < 1000),
  })),
);

describe('games page', () => {
  test.each(rounds)(
    'is played to the end in $language at $width px, $theme',
    { timeout: 180_000 },
    async ({ language, isJudged, ...view }) => {
      const { page, errors, requests } = await browser.open(url, view);
      const words = pack.gameWords.find((each) => each.language === language)?.words;
      if (words === undefined) throw new Error(`${language} has no words`);
      const player = await playerOn(page, words, language, view, isJudged);
      await page.locator('select').selectOption(language);
      await player.look('menu');
      await playTriage(player, language);
      await playDetective(player, language);
      await playParcels(player, language);
      await playCheckout(player, language);
      await playDomino(player, language);
      expect(player.wrong).toEqual([]);
      expect([errors, requests]).toEqual([[], []]);
    },
  );
});
