// SPDX-License-Identifier: Apache-2.0
// Every hostile text in every text that screens show of a model, a campaign and the server itself. A page takes hundreds at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, useChromium } from './chromium.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';
import { FIRST, makeCampaign } from './console-training.ts';
import { born, HOSTILE, OWN, packed, unfold } from './hostile.ts';

const browser = useChromium();
const clock = { now: FIRST };
let server: ConsoleServer;

interface Element {
  readonly id?: string;
  readonly name?: string;
}
type Model = Readonly<Record<string, unknown>>;
const SHOP = load(readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8')) as Model;
/** A name is this long at most. */
const NAME = 200;
/** A heap of marks on one letter is a letter wider than a phone: lists of settings cut it off, drawings and tables do not. */
const NAMES = packed(
  HOSTILE.filter((text) => !/\p{M}{5,}/u.test(text)),
  NAME,
);

/** The demo shop with other names, and how many were used. What is drawn comes first. */
function named(names: readonly string[]): { readonly model: Model; readonly used: number } {
  let used = 0;
  const take = (each: Element): Element => ({ ...each, name: names[used++ % names.length] ?? 'x' });
  const lists = ['assets', 'zones', 'people', 'identities', 'suppliers'].filter((key) => key in SHOP);
  const changed = lists.map((key) => [key, (SHOP[key] as readonly Element[]).map(take)]);
  return { model: { ...SHOP, name: names[0], ...Object.fromEntries(changed) }, used };
}

const first = named(NAMES);
const MODELS = Array.from({ length: Math.ceil(NAMES.length / first.used) }, (_, at) => {
  const from = at * first.used;
  return named([...NAMES.slice(from), ...NAMES.slice(0, from)]).model;
});

const isPlain = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);

beforeAll(async () => {
  server = await serveConsole({ model: JSON.stringify(MODELS[0]), trainingTime: () => clock.now });
});

interface Looking {
  readonly page: Page;
  readonly path: string;
  /** Those that have to be there. */
  readonly texts?: readonly string[];
}

/** All that is looked at on a page that is there. */
async function stayText({ page, path, texts = [] }: Looking): Promise<void> {
  await unfold(page);
  expect(await born(page), path).toBe(0);
  expect(await overflow(page), path).toBe(0);
  const shown = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  expect(shown, path).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  const lacking = texts.filter((text) => isPlain(text) && !shown.includes(text.replaceAll(/\s+/g, ' ')));
  expect(lacking, path).toEqual([]);
}

describe('names of a model stay text', () => {
  const CASCADE = '/cascade?scenario=e-commerce%2Fscenario%2Fwarehouse-ransom&why=parcel&t=80';
  const PARTS: readonly (readonly [path: string, there: string])[] = [
    ['/cascade', '.choice'],
    [CASCADE, '.replay .node'],
    ['/', 'h1'],
    ['/paths', '[data-row]'],
    [
      '/paths?open=e-commerce%2Fattack%2Funpaid-order-shipped+e-commerce%2Fattacker%2Finternet-stranger+orders',
      '.steps, ol',
    ],
    ['/respond/hostile', 'main section h2'],
    ['/respond/hostile/recovery', 'main section h2'],
  ];

  test.each(MODELS.map((model, at) => ({ at, model })))('model $at', async ({ at, model }) => {
    writeFileSync(server.path, JSON.stringify(model));
    const { cases } = server.desk;
    if (at === 0) {
      await cases.open({ title: OWN.join(' '), pack: 'e-commerce', zone: 'UTC' }, 'x', 'hostile');
      for (const asset of ['shop', 'checkout', 'labels'])
        await cases.record('hostile', { name: 'hit', body: { asset, has: 'executes' } } as never, 'x');
    }
    const { page, errors, requests } = await browser.open(`${server.url}/cascade`, {
      theme: 'light',
      width: at % 2 === 0 ? 360 : 1440,
    });
    for (const [path, there] of PARTS) {
      await page.goto(`${server.url}${path}`);
      await page.locator(there).first().waitFor({ timeout: 60_000 });
      await page.getByText('Asking the server').first().waitFor({ state: 'detached', timeout: 60_000 });
      await stayText({ page, path });
    }
    await page.goto(`${server.url}${CASCADE}`);
    await page.locator('.replay .node').first().waitFor({ timeout: 60_000 });
    const drawn = await page.locator('main').textContent();
    const names = (model['assets'] as readonly Element[]).map(({ name = '' }) => name);
    expect(names.filter((name) => isPlain(name) && drawn?.includes(name)).length).toBeGreaterThan(10);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
    await leave(page);
  });

  test('in the editor: written, wrong, and completed', async () => {
    const { page, errors } = await browser.open(`${server.url}/settings`, { theme: 'dark', width: 1440 });
    const field = page.getByLabel('Text of the model');
    const of = (text: string): string => JSON.stringify(text);
    const wrong = OWN.map((text) => `  - { id: ${of(text)}, type: ${of(text)} }\n`).join('');
    const more = HOSTILE.map((text) => `  - { id: hall, type: ${of(text.slice(0, 300))} }\n`).join('');
    await field.fill(`ensuresec: 1\nname: x\npack: e-commerce\nzones:\n${wrong}${more}`);
    await page.locator('.problem').nth(OWN.length).waitFor();
    await stayText({ page, path: 'problems' });
    await field.fill(
      `ensuresec: 1\nname: ${of(OWN.join(' '))}\npack: e-commerce\nzones:\n${wrong}assets:\n  - { id: a, zone: `,
    );
    await page.keyboard.press('Control+End');
    // Under load an answer may come late; a person would ask again, too.
    const offered = async (): Promise<boolean> => {
      await page.keyboard.press('Control+Space');
      const first = page.locator('[role=option]').first().waitFor({ timeout: 5000 });
      return first.then(
        () => true,
        () => false,
      );
    };
    await expect.poll(offered, { timeout: 30_000 }).toBe(true);
    await stayText({ page, path: 'completion' });
    await page.evaluate('sessionStorage.clear()');
    expect(errors).toEqual([]);
    await leave(page);
  });
});

test('titles and people of campaigns stay text, for the trainer and for who plays', async () => {
  const asked = { training: server.training, clock };
  const groups = packed(NAMES, 100);
  const people = NAMES.map((name, at) => ({ name, group: groups[at % groups.length] }));
  const least = { items: 4, days: [0] };
  await makeCampaign(asked, { ...least, id: 'all', title: NAMES[0], people });
  // A list of titles: as many as there are, by a few people.
  for (const [at, title] of NAMES.entries())
    await makeCampaign(asked, { ...least, id: `c${at}`, title, people: people.slice(0, 1) });
  const { page, errors } = await browser.open(`${server.url}/train`, { theme: 'light', width: 360 });
  await page.locator('[data-row]').nth(NAMES.length).waitFor({ timeout: 60_000 });
  await stayText({ page, path: '/train', texts: NAMES });
  await page.goto(`${server.url}/train/campaigns/all/people`);
  await arrive(page, 'Name, address or group');
  await stayText({ page, path: 'people' });
  await page.goto(`${server.url}/train/campaigns/all`);
  await page.getByRole('button', { name: 'Make links' }).click();
  await arrive(page, `${NAMES.length} links`);
  await stayText({ page, path: 'links' });
  await page.goto(`${server.url}/train/new`);
  const text = HOSTILE.map((each) => `  - { name: ${JSON.stringify(each)}, mail: ${JSON.stringify(each)} }`);
  await page
    .locator('textarea')
    .fill(`campaign: 1\nid: x\ntitle: ${JSON.stringify(NAMES[0])}\npeople:\n${text.join('\n')}`);
  await page
    .locator('.problem')
    .nth(OWN.length - 1)
    .waitFor();
  await stayText({ page, path: 'new' });
  const link = await fetch(`${server.url}/v1/campaigns/c1/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { links } = (await link.json()) as { links: readonly { path: string }[] };
  await page.goto(`${server.url}${links[0]?.path}`);
  await page.locator('h1').waitFor();
  expect(await born(page)).toBe(0);
  expect(await overflow(page)).toBe(0);
  expect(errors).toEqual([]);
  await leave(page);
});

describe('what the server says of itself stays text', () => {
  const at = new Date(0).toISOString();
  // As long as each may be.
  const [names, labels] = [packed(HOSTILE, 64), packed(HOSTILE, 100)];
  const all = HOSTILE;
  const job = (text: string, index: number) => ({
    ...{ id: `job-${index}`, kind: 'simulation', title: text, by: text, state: 'failed', progress: 0 },
    ...{ question: { scenario: text, measures: [text], runs: 1 }, askedAt: at, startedAt: at, endedAt: at },
    ...{ why: text, result: '/v1/jobs/x/simulation', until: at, bytes: 1, sha256: null },
  });
  const user = (name: string, index: number) => ({
    ...{ id: `u-${index}`, name, role: 'analyst', disabled: false, state: 'ready', passkeys: 0 },
    ...{ ready: true, createdAt: at, signedInAt: at, linkUntil: null },
  });
  const token = (name: string, index: number) => ({
    ...{
      id: `t-${index}`,
      name,
      prefix: 'ensuresec_x',
      createdAt: at,
      usedAt: at,
      expiresAt: at,
      createdBy: name,
    },
    grant: { for: 'api', role: 'owner', scopes: ['status:read'] },
  });
  const source = (name: string) => ({
    ...{ name, kind: 'http', format: 'json', cadenceSeconds: 1, silentSeconds: 2, silent: true },
  });
  const SAID: readonly (readonly [
    path: string,
    texts: readonly string[],
    Readonly<Record<string, object>>,
  ])[] = [
    [
      '/settings/upkeep',
      all,
      {
        '/v1/jobs': { jobs: all.map(job) },
        '/v1/upkeep': {
          at,
          findings: all.map((text, index) => ({
            id: `finding-${index}`,
            level: 'problem',
            what: text,
            mend: text,
          })),
        },
      },
    ],
    [
      '/settings/account',
      labels,
      {
        '/v1/me': {
          ...{ kind: 'person', id: 'x', name: OWN[6]?.slice(0, 64), role: 'owner', csrf: 'x' },
          ...{ may: ['passkeys', 'newPasskey', 'model'], endsAt: at, freshUntil: at },
        },
        '/v1/me/passkeys': {
          passkeys: labels.map((name, index) => ({ id: `p-${index}`, name, createdAt: at, usedAt: at })),
        },
      },
    ],
    ['/settings/people', names, { '/v1/users': { users: names.map(user) } }],
    ['/settings/tokens', labels, { '/v1/tokens': { tokens: labels.map(token) } }],
    ['/settings/sources', all, { '/v1/sources': { sources: all.map(source) } }],
  ];

  test.each(SAID)('%s', async (path, texts, answers) => {
    const { page, errors } = await browser.open(`${server.url}/look`, { theme: 'light', width: 360 });
    for (const [asked, json] of Object.entries(answers))
      await page.route(`**${asked}`, (route) => route.fulfill({ json }));
    await page.goto(`${server.url}${path}`);
    await page
      .locator('main li, main tbody tr')
      .nth(texts.length - 1)
      .waitFor({ timeout: 60_000 });
    await stayText({ page, path, texts });
    expect(errors).toEqual([]);
    await leave(page);
  });
});
