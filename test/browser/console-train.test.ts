// SPDX-License-Identifier: Apache-2.0
// The screen of campaigns in Chromium: from none to the results of people who followed their links, by every role, and with
// hostile names. What is said of a trial is what the server says.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/server/access/roles.ts';
import { overflow, overflowIn, picture, useChromium, VIEWS, violations } from './chromium.ts';
import { arrive, chord, down, leave } from './console-page.ts';
import { testScreens } from './console-screens.ts';
import { type ConsoleServer, PACK, serveConsole } from './console-server.ts';
import { DAY_MS, FIRST, makeCampaign, takeTest } from './console-training.ts';

const browser = useChromium();
const clock = { now: FIRST - DAY_MS };
let server: ConsoleServer;

const people = (count: number, groups: readonly string[] = []) =>
  Array.from({ length: count }, (_, at) => ({
    name: `Person ${at + 1}`,
    email: `p${at + 1}@shop.example`,
    ...(groups[at] === undefined ? {} : { group: groups[at] }),
    ...(at % 4 === 3 ? { language: 'de' } : {}),
  }));
const TEAMS = [
  ...Array(8).fill('Warehouse'),
  ...Array(7).fill('Office'),
  ...Array(3).fill('Vans'),
] as string[];

beforeAll(async () => {
  server = await serveConsole({ trainingTime: () => clock.now });
  const asked = { training: server.training, clock };
  await makeCampaign(asked, {
    id: 'trial',
    title: 'Autumn trial',
    items: 8,
    trial: { seed: 3 },
    people: people(26),
  });
  await makeCampaign(asked, { id: 'teams', title: 'Teams', items: 6, people: people(20, TEAMS) });
  await makeCampaign(asked, {
    ...{ id: 'winter', title: 'Winter round', starts: '2026-10-05', items: 6 },
    people: people(12, TEAMS),
  });
  for (const day of [0, 7, 28]) await takeTest(asked, 'trial', day);
  for (const day of [0, 7, 28]) await takeTest(asked, 'teams', day);
  await takeTest(asked, 'winter', 34, 5);
  clock.now = FIRST + 36 * DAY_MS;
  await server.training.tick();
}, 300_000);

/** The path, and a text that is there when the part has its answers. */
const SCREENS: readonly (readonly [path: string, text: string])[] = [
  ['/train', 'Winter round'],
  ['/train/new', '1 problem'],
  ['/train/campaigns/winter', 'Make links'],
  ['/train/campaigns/winter/people', 'Person 12'],
  ['/train/campaigns/winter/results', 'A test is told once'],
  ['/train/campaigns/trial', 'results are told'],
  ['/train/campaigns/trial/results', 'That anybody reports at all'],
  ['/train/campaigns/trial/results?test=1', 'That anybody reports at all'],
  ['/train/campaigns/trial/people', 'pseudonyms are left'],
  ['/train/campaigns/teams/results?test=1', 'No lot was drawn'],
  ['/train/campaigns/none', 'There is no such campaign.'],
];

describe('parts', () => {
  testScreens('train', SCREENS, browser, () => server.url);

  test.each(VIEWS)('more contrast at $width px, $theme', async (view) => {
    const { page } = await browser.open(`${server.url}/train`, view);
    await arrive(page, 'Winter round');
    await page.evaluate("localStorage.setItem('ensuresec.contrast', 'more')");
    await page.goto(`${server.url}/train/campaigns/trial/results`);
    await arrive(page, 'That anybody reports at all');
    expect(await page.locator('html[data-contrast=more]').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await picture(page, `train-contrast-${view.theme}-${view.width}`);
    await leave(page);
  });

  test.each(['de', 'fr', 'es', 'el'])('%s has no overflow on a phone', async (language) => {
    const { page, errors } = await browser.open(`${server.url}/train`, { theme: 'light', width: 360 });
    await arrive(page, 'Winter round');
    await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
    for (const path of [
      '',
      '/new',
      '/campaigns/winter',
      '/campaigns/winter/people',
      '/campaigns/trial/results',
    ]) {
      await page.goto(`${server.url}/train${path}`);
      await page.locator(`html[lang=${language}]`).waitFor({ timeout: 40_000, state: 'attached' });
      await page.locator('main section h2').first().waitFor({ timeout: 40_000 });
      expect(await overflow(page), path).toBe(0);
      expect(await overflowIn(page, '.table'), path).toBe(0);
    }
    await picture(page, `train-results-${language}-360`);
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('results', () => {
  test('"improved" stands where the server says so, its shift of bias apart, and numbers are those of the server', async () => {
    const { said } = await ask(server, '/v1/campaigns/trial/results');
    const tests = said['tests'] as readonly {
      readonly day: number;
      readonly trial?: { readonly verdict: string };
      readonly groups: readonly { readonly by: string; readonly sensitivity: { readonly value: number } }[];
    }[];
    expect(tests.map(({ trial }) => trial?.verdict)).toEqual([undefined, 'improved', 'improved']);
    const { page } = await browser.open(`${server.url}/train/campaigns/trial/results`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'What the trial shows');
    expect(await page.locator('.verdict').allTextContents()).toEqual([
      expect.stringMatching(
        /^Day 7improved.*beyond that of the untrained: [\d.]+ \([\d.]+ to [\d.]+\).*bias/,
      ),
      expect.stringMatching(/^Day 28improved/),
    ]);
    const all = tests[2]?.groups.find(({ by }) => by === 'all')?.sensitivity.value ?? Number.NaN;
    const row = page.locator('tbody tr').filter({ hasText: 'Day 28' }).filter({ hasText: 'all people' });
    expect(await row.locator('td').nth(2).textContent()).toContain(all.toFixed(2));
    await leave(page);
  });

  test('without a lot nothing is said to have improved, and a small team is said to be held back', async () => {
    const { page } = await browser.open(`${server.url}/train/campaigns/teams/results`, {
      theme: 'dark',
      width: 360,
    });
    await arrive(page, 'No lot was drawn');
    expect(await page.locator('main').textContent()).not.toContain('improved');
    await page.getByRole('link', { name: 'Day 7' }).click();
    await page.getByText('Day 7: 2 groups are not told').waitFor();
    expect(new URL(page.url()).search).toBe('?test=1');
    expect(await page.locator('tbody th').allTextContents()).toEqual(['all people', 'Office', 'Warehouse']);
    await page.getByLabel('People whom an attack reaches').fill('300');
    await arrive(page, 'When it reaches 300 people');
    expect(await page.locator('main').textContent()).not.toMatch(/with(out)? training|with it/);
    expect(new URL(page.url()).search).toBe('?test=1&people=300');
    await page.getByLabel('People whom an attack reaches').fill('0');
    await arrive(page, 'A whole number from 1');
    expect(await violations(page)).toEqual([]);
    await leave(page);
  });
});

async function ask(from: ConsoleServer, path: string): Promise<{ said: Record<string, unknown> }> {
  return { said: (await (await fetch(`${from.url}${path}`)).json()) as Record<string, unknown> };
}

const words = (language: string) => {
  const found = PACK.gameWords.find((each) => each.language === language)?.words;
  if (found === undefined) throw new Error(language);
  return found;
};

describe('a campaign', () => {
  test('is written with an error, made, handed out, played through a link, and ended', async () => {
    const own = await serveConsole();
    const { page, errors } = await browser.open(own.url, { theme: 'light', width: 1440 });
    await arrive(page, 'attacks succeed.');
    await chord(page, 't', 'No campaign yet');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'train-empty-light-1440');
    await page.getByRole('link', { name: 'Make a campaign' }).click();
    const field = page.getByRole('textbox', { name: 'Text of the campaign' });
    const example = await field.inputValue();
    await arrive(page, 'This is an example');
    const make = page.getByRole('button', { name: 'Make a campaign' });
    expect(await make.isDisabled()).toBe(true);
    await field.fill(example.replace('language: de', 'language: xx'));
    await arrive(page, 'The game does not speak');
    expect(await make.isDisabled()).toBe(true);
    await page.getByRole('button', { name: /does not speak/ }).click();
    const area = "document.querySelector('textarea')";
    expect(
      await page.evaluate(`${area}.value.slice(${area}.selectionStart, ${area}.selectionStart + 2)`),
    ).toBe('xx');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'train-new-wrong-light-1440');
    const today = new Date().toISOString().slice(0, 10);
    await field.fill(
      `campaign: 1\nid: mine\ntitle: Mine\nstarts: ${today}\ndays: [0]\nitems: 4\npeople:\n  - name: Ada\n  - { name: Jan, language: de }\n`,
    );
    await arrive(page, 'Nothing will be told');
    await make.click();
    await arrive(page, 'Make links');
    expect(new URL(page.url()).pathname).toBe('/train/campaigns/mine');
    await page.getByRole('button', { name: 'Make links' }).click();
    await arrive(page, '2 links, shown this once');
    const link = await page.getByLabel('Ada', { exact: true }).inputValue();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/play\/[\w-]{43}$/);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'train-links-light-1440');
    await page.goto(link);
    const say = words('en');
    await page.getByRole('button', { name: say.start }).click();
    for (let item = 0; item < 4; item++) {
      await page.getByRole('button', { name: say.report, exact: true }).click();
      await page.getByRole('button', { name: say.certain, exact: true }).click();
    }
    await page.goto(`${own.url}/train/campaigns/mine`);
    await arrive(page, '1 finished');
    expect(await page.getByLabel('Ada', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Make links' }).click();
    await arrive(page, '1 link, shown this once');
    await page.getByRole('link', { name: 'People' }).click();
    await down(page, 'Jan');
    await page.getByRole('button', { name: 'Remove Jan' }).click();
    await page.getByRole('dialog', { name: 'Remove Jan' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('2 people').first().waitFor();
    await page.getByRole('button', { name: 'Remove Jan' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Jan' }).click();
    await page.getByText('Jan', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Tests' }).click();
    await page.getByRole('button', { name: 'End the campaign' }).click();
    await picture(page, 'train-end-light-1440');
    await page.getByRole('dialog').getByRole('button', { name: 'End the campaign' }).click();
    await arrive(page, 'results are told');
    await page.getByRole('link', { name: 'Results' }).click();
    await arrive(page, 'Fewer than 5 people finished');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('by keyboard: there, down the list, into one, and "play now" asks nobody who they are', async () => {
    const { page, errors } = await browser.open(server.url, { theme: 'light', width: 1440 });
    await arrive(page, 'attacks succeed.');
    await chord(page, 't', 'Winter round');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Train').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find' }).fill('train');
    await page.getByRole('option', { name: 'Go to: Train' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await down(page, 'Winter round');
    await page.keyboard.press('Enter');
    await arrive(page, 'Make links');
    expect(new URL(page.url()).pathname).toBe('/train/campaigns/winter');
    await page.goBack();
    await page.getByRole('link', { name: 'Play now' }).click();
    await page.waitForURL(({ pathname }) => pathname === '/play');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(errors).toEqual([]);
    await leave(page);
  });
});

describe('roles', () => {
  const PASSWORD = 'four words are enough here';
  const SEEN: readonly (readonly [Role, readonly string[], readonly string[]])[] = [
    ['trainer', ['Make a campaign', 'Play now'], []],
    ['auditor', ['No campaign has been made yet', 'Play now'], ['Make a campaign']],
    ['player', ['nothing is kept of it', 'Play now'], ['Make a campaign', 'campaign has been made']],
  ];

  test.each(SEEN)('%s sees what they may ask, and no trouble', async (role, there, absent) => {
    const own = await serveConsole({ withSignIn: true });
    const { page, errors } = await browser.open(`${own.url}/setup#${own.invite(role, role)}`, {
      theme: 'dark',
      width: 360,
    });
    // Nobody owns this server yet, so the form asks for a name; whoever was invited has one.
    await page.getByLabel('Name').fill('anybody');
    await page.getByLabel('Password').first().fill(PASSWORD);
    await page.getByLabel('The password once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Come in' }).click();
    if (role === 'auditor') await arrive(page, 'attacks succeed.');
    if (role === 'auditor') await page.goto(`${own.url}/train`);
    for (const text of there) await arrive(page, text);
    const shown = await page.locator('main').textContent();
    for (const text of absent) expect(shown).not.toContain(text);
    expect(await page.getByText('Trying again').count()).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    // Only who came in by a link was nobody before.
    expect(errors.filter((text) => !text.includes('401'))).toEqual([]);
    await picture(page, `train-${role}-dark-360`);
    await leave(page);
  });

  test('an auditor reads results, and neither people nor links', async () => {
    const own = await serveConsole({ withSignIn: true });
    const now = Date.now();
    await makeCampaign(
      { training: own.training, clock: { now } },
      {
        id: 'audited',
        title: 'Audited',
        starts: new Date(now).toISOString().slice(0, 10),
        items: 4,
        people: people(5),
      },
    );
    const { page } = await browser.open(
      `${own.url}/setup#${own.invite('uma', 'auditor')}`,
      VIEWS[3] ?? { theme: 'dark', width: 1440 },
    );
    // Nobody owns this server yet, so the form asks for a name; whoever was invited has one.
    await page.getByLabel('Name').fill('anybody');
    await page.getByLabel('Password').first().fill(PASSWORD);
    await page.getByLabel('The password once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Come in' }).click();
    await arrive(page, 'attacks succeed.');
    await page.goto(`${own.url}/train/campaigns/audited`);
    await arrive(page, '0 finished');
    expect(await page.locator('main nav a').allTextContents()).toEqual(['Tests', 'Results']);
    expect(await page.getByRole('button', { name: /links|End/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Results' }).click();
    await arrive(page, 'A test is told once');
    await leave(page);
  });
});

const HOSTILE = [
  '<script>window.ran = 1</script>',
  '"><img src=x onerror="window.ran = 1">',
  'javascript:window.ran=1',
  '<svg/onload=window.ran=1>',
  '</title></textarea><iframe srcdoc="<script>parent.ran=1</script>">',
  '=HYPERLINK("http://attacker.example","x")',
  '\u202e reversed \u2066 isolated',
];
/** What could have become of a text, or that it ran. */
const BORN = `document.querySelectorAll('main script, main img, main iframe, main svg script, main a[href^="javascript:" i], main [onload], main [onerror]').length
  + (window.ran === undefined ? 0 : 1000)`;

test('hostile names, groups and titles stay text in every part', async () => {
  const time = { now: FIRST };
  const own = await serveConsole({ trainingTime: () => time.now });
  const asked = { training: own.training, clock: time };
  const hostile = HOSTILE.flatMap((text) =>
    Array.from({ length: 5 }, (_, at) => ({ name: `${text} ${at}`, group: text.slice(0, 100) })),
  );
  await makeCampaign(asked, {
    id: 'x',
    title: HOSTILE.join(' ').slice(0, 200),
    items: 4,
    days: [0, 7],
    people: hostile,
  });
  await takeTest(asked, 'x', 0);
  time.now = FIRST + 7 * DAY_MS;
  const { page, errors, requests } = await browser.open(`${own.url}/train`, { theme: 'light', width: 360 });
  await arrive(page, '35 people');
  for (const [path, text] of [
    ['/train', '35 people'],
    ['/train/campaigns/x', 'Make links'],
    ['/train/campaigns/x/people', 'Name, address or group'],
    ['/train/campaigns/x/results', 'All of it as a table'],
  ] as const) {
    await page.goto(`${own.url}${path}`);
    await arrive(page, text);
    if (path.endsWith('/x')) {
      await page.getByRole('button', { name: 'Make links' }).click();
      await arrive(page, '35 links');
    }
    expect(await page.evaluate(BORN), path).toBe(0);
    expect(await overflow(page), path).toBe(0);
    const shown = (await page.locator('main').textContent()) ?? '';
    expect(shown, path).toContain('<script>window.ran = 1</script>');
    expect(shown, path).not.toMatch(/[\u202e\u2066]/);
  }
  await picture(page, 'train-hostile-light-360');
  expect(errors).toEqual([]);
  expect(requests.filter((address) => !address.startsWith(`${own.url}/`))).toEqual([]);
  await leave(page);
});
