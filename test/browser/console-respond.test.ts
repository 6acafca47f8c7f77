// SPDX-License-Identifier: Apache-2.0
// The screen on which incidents are worked, in Chromium: every part by day and by night, from the first look to the close, and
// a playbook that two persons approve.
import type { Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/server/api/contract/index.ts';
import { type Ask, settle } from '../../src/server/api/settle.fixture.ts';
import { overflow, overflowIn, picture, useChromium, violations } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { testScreens } from './console-screens.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';
import { unfold } from './hostile.ts';

const browser = useChromium();
const SKIMMER = 'e-commerce/playbook/checkout-skimmer';
const INCIDENTS = [
  incidentOf({ id: 'i-worst', title: 'Card data skimmed', level: 'critical', texts: ['shop'] }),
  incidentOf({ id: 'i-triage', title: 'Unpaid orders leave the hall', texts: ['orders'] }),
];
let server: ConsoleServer;
let ask: Ask;

beforeAll(async () => {
  server = await serveConsole({ incidents: INCIDENTS });
  ask = askOf(server);
  await ask('POST', '/v1/cases', { incident: 'i-worst', zone: 'Europe/Athens' });
  const record = (name: string, body: object) => ask('POST', '/v1/cases/i-worst/events', { name, body });
  await record('advanced', { to: 'triaged' });
  await record('advanced', { to: 'declared' });
  await record('assigned', { owner: 'Maria Papadaki' });
  await record('hit', { asset: 'shop', has: 'controls:shop' });
  await record('hit', { asset: 'payments', has: 'controls:payments' });
  await record('backup', { asset: 'shop', sha256: 'a'.repeat(64) });
  await record('tasked', { task: 't1', text: 'Call the acquirer', owner: 'Maria Papadaki' });
  for (const [field, value] of STATED) await record('stated', { field, value });
  const down = [
    { asset: 'shop', hours: 3, perHour: 300 },
    { asset: 'checkout', hours: 1, perHour: 2600 },
    { asset: 'orders', hours: 1 },
    { asset: 'order-records', hours: 4 },
    { asset: 'payments', hours: 2 },
    { asset: 'wms', hours: 6, perHour: 400 },
    { asset: 'labels', hours: 1 },
    { asset: 'load', hours: 1, perHour: 900 },
  ];
  await ask('POST', '/v1/cases/i-worst/recovery', { crews: 2, down });
  const event = {
    id: 'e1',
    source: 'shop',
    type: 'pay.auth',
    time: 1_790_000_000_000,
    keys: { account: 'c-1', order: 'o-1' },
    data: {},
  };
  await server.log.append({
    records: [{ source: 'shop', id: 'e1', key: 'o-1', body: JSON.stringify(event) }],
  });
  await ask('POST', '/v1/cases/i-worst/affected', { types: ['pay.auth'], keys: ['account', 'order'] });
  const begun = await ask('PUT', '/v1/runs/drill', { case: 'i-worst', playbook: SKIMMER, simulated: true });
  expect(begun.status).toBe(200);
  await untilTogether('drill');
}, 600_000);

const STATED: readonly (readonly [string, string | number | boolean])[] = [
  ['operator', 'Nordwind'],
  ['contact', 'security@shop.example'],
  ['is-controller', true],
  ['personal-data-breach', true],
  ['risk-to-people', 'high'],
  ['data-unreadable', false],
  ['nature', 'A tag from a foreign address read the fields of the card form'],
  ['accepts-cards', true],
  ['account-data-exposed', true],
];

function askOf({ url }: ConsoleServer): Ask {
  return async <T>(method: string, path: string, body?: object) => {
    const answered = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answered.status, said: (await answered.json()) as T };
  };
}

/** Does what people are asked for, until several of them are asked at the same time. */
async function untilTogether(run: string): Promise<void> {
  const { said } = await ask<Answer<'run'>>('GET', `/v1/runs/${run}`);
  const waiting = said.report.effects.filter(({ state }) => state === 'parked' || state === 'asked');
  if (waiting.length > 1) return;
  const values = { __script__: 'https://cdn-metrics.example/m.js', __by_third_party__: 'false' };
  for (const { number, sets, state } of waiting) {
    if (state === 'asked') await server.desk.runs.approve(run, number, 'person:maria');
    if (state === 'asked') continue;
    const set = Object.fromEntries(Object.entries(values).filter(([name]) => sets.includes(name)));
    await ask('POST', `/v1/runs/${run}/answers`, { number, answer: 'done', values: set, note: 'seen twice' });
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  return untilTogether(run);
}

async function arrive(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor({ timeout: 120_000 });
}

async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear()');
  await page.goto('about:blank');
}

/** The path, and a text that is there when the part has its answers. */
const SCREENS: readonly (readonly [path: string, text: string])[] = [
  ['/respond', 'Maria Papadaki'],
  ['/respond/i-worst', 'Cuts most:'],
  ['/respond/i-worst/playbooks', 'Card skimmer on the payment page'],
  [`/respond/i-worst/playbooks?playbook=${encodeURIComponent(SKIMMER)}`, 'nothing has happened yet'],
  ['/respond/i-worst/playbooks?run=drill', 'Waits for somebody'],
  ['/respond/i-worst/playbooks?playbook=recovery', 'nothing has happened yet'],
  ['/respond/i-worst/recovery', 'Order of repair'],
  ['/respond/i-worst/obligations', 'GDPR'],
  ['/respond/i-worst/people', 'Show the names'],
  ['/respond/i-worst/evidence', 'Never witnessed'],
  ['/', 'Legal clocks running'],
];

describe('parts', () => {
  testScreens('respond', SCREENS, browser, () => server.url);

  test.each(['de', 'fr', 'es', 'el'])('%s has no overflow on a phone', async (language) => {
    const { page, errors } = await browser.open(`${server.url}/respond`, { theme: 'light', width: 360 });
    await arrive(page, 'Maria Papadaki');
    await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
    for (const path of [
      '/respond/i-worst',
      '/respond/i-worst/playbooks?run=drill',
      '/respond/i-worst/obligations',
    ]) {
      await page.goto(`${server.url}${path}`);
      await page.locator(`html[lang=${language}]`).waitFor({ timeout: 40_000, state: 'attached' });
      await page.locator('main section h2').first().waitFor({ timeout: 40_000 });
      expect(await overflow(page)).toBe(0);
    }
    expect(errors).toEqual([]);
    await picture(page, `respond-${language}-360`);
    await leave(page);
  });

  test.each([360, 1440])('entries, deadlines and repairs are in words of people, %i px', async (width) => {
    const { page, errors } = await browser.open(`${server.url}/respond/i-worst`, { theme: 'light', width });
    await arrive(page, 'Cuts most:');
    await unfold(page);
    const told = (await page.locator('.told').allTextContents()).join('\n');
    expect(told).toContain('Accepts payment cards: Yes');
    expect(told).toContain('Payment service · the attacker has full control of Payment service');
    expect(told).not.toMatch(/\b(?:field|value|simulated|to|has): /);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${server.url}/respond/i-worst/obligations`);
    await arrive(page, /\d\d:\d\d Europe\/Athens/);
    expect(await page.locator('main').innerText()).not.toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    await page.goto(`${server.url}/respond/i-worst/recovery`);
    await arrive(page, 'Order of repair');
    const row = page.getByRole('row', { name: /^Checkout/ });
    expect(await row.innerText()).toContain('Order management, Payment service, Order database');
    expect(await page.getByLabel('Asset: Warehouse system').inputValue()).toBe('wms');
    expect(await overflowIn(page, '.graph, .table')).toBe(0);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('a case calls things of the model by their names', async () => {
    const { page, errors } = await browser.open(`${server.url}/respond/i-worst`, {
      theme: 'light',
      width: 1440,
    });
    await arrive(page, 'Cuts most:');
    await page.getByText('Nordwind shop', { exact: true }).waitFor();
    await page.getByText('Payment service', { exact: true }).waitFor();
    const lines = (await page.locator('main').innerText()).split('\n');
    expect(lines.filter((line) => /\b(?:on|of) (?:shop|payments|orders)\b/.test(line))).toEqual([]);
    expect(errors).toEqual([]);
    await leave(page);
  });

  test.each([1440, 700])('what is down stands in columns, whatever buttons are called: %i', async (width) => {
    const { page } = await browser.open(`${server.url}/respond/i-worst/recovery`, { theme: 'light', width });
    await arrive(page, 'Order of repair');
    const lefts = async (selector: string): Promise<readonly number[]> => {
      const found = await page.locator(`.downs ${selector}`).all();
      const boxes = await Promise.all(found.map((each) => each.boundingBox()));
      return boxes.map((box) => Math.round(box?.x ?? -1));
    };
    for (const selector of ['li > :nth-child(1)', 'li > :nth-child(2)', 'li > button']) {
      const found = await lefts(selector);
      expect(found).toHaveLength(8);
      expect(new Set(found).size).toBe(1);
    }
    expect(new Set([...(await lefts('li > :nth-child(2)')), ...(await lefts('li > button'))]).size).toBe(2);
    await picture(page, `respond-recovery-down-${width}`);
    await leave(page);
  });

  test('commands in the text of a playbook are code, without their marks', async () => {
    const path = `/respond/i-worst/playbooks?playbook=${encodeURIComponent(SKIMMER)}`;
    const { page, errors } = await browser.open(`${server.url}${path}`, { theme: 'light', width: 1440 });
    await arrive(page, 'nothing has happened yet');
    expect(await page.locator('code').allInnerTexts()).toEqual(
      expect.arrayContaining(['ensuresec incident affected', 'ensuresec obligations']),
    );
    expect(await page.locator('main').innerText()).not.toContain('`');
    expect(await page.locator('.graph').first().textContent()).not.toContain('`');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('on a phone the picture of a playbook begins at its first step', async () => {
    const { page } = await browser.open(`${server.url}/respond/i-worst/playbooks?run=drill`, {
      theme: 'light',
      width: 360,
    });
    await arrive(page, 'Waits for somebody');
    const box = await page.locator('.graph .box rect').first().boundingBox();
    expect([(box?.x ?? 0) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 360]).toEqual([true, true]);
    await leave(page);
  });

  test('nothing being worked is said in a sentence, with a way on', async () => {
    const empty = await serveConsole({ incidents: INCIDENTS });
    const { page, errors } = await browser.open(`${empty.url}/respond`, { theme: 'dark', width: 360 });
    await arrive(page, 'No incident is being worked');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'respond-empty-dark-360');
    await page.getByLabel('What happened').fill('A van does not come back');
    await page.getByRole('button', { name: 'Begin' }).click();
    await arrive(page, 'Then the next phase: acknowledged');
    expect(errors).toEqual([]);
    await leave(page);
  });

  test('by keyboard: there, down the list, into a case', async () => {
    const { page } = await browser.open(`${server.url}/respond`, { theme: 'light', width: 1440 });
    await arrive(page, 'Maria Papadaki');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await arrive(page, 'What was recorded');
    expect(new URL(page.url()).pathname).toBe('/respond/i-worst');
    await leave(page);
  });
});

test('from an incident that was found to the close, past the clocks of the law', async () => {
  const { page, errors } = await browser.open(`${server.url}/live/i-triage`, { theme: 'light', width: 1440 });
  await page.getByRole('button', { name: 'Respond' }).click();
  await arrive(page, 'Then the next phase: acknowledged');
  expect(new URL(page.url()).pathname).toBe('/respond/i-triage');
  for (const phase of ['acknowledged', 'declared', 'contained', 'eradicated', 'recovering', 'monitored']) {
    await page.getByRole('button', { name: `Go on: ${phase}` }).click();
    await page.locator('header strong').getByText(phase, { exact: true }).waitFor({ timeout: 40_000 });
  }
  await page.getByRole('button', { name: 'Go on: closed' }).click();
  await page
    .getByRole('alert')
    .getByText(/The clock of .* runs/)
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'respond-refused-light-1440');
  await page.getByRole('link', { name: 'Obligations' }).click();
  await page.getByRole('button', { name: /^Personal data were destroyed.*: No$/ }).click();
  await page
    .getByRole('button', { name: /^Personal data were destroyed.*: No$/ })
    .waitFor({ state: 'detached' });
  await settle('/v1/cases/i-triage', ask);
  await page.getByRole('link', { name: 'People affected' }).click();
  await page.getByRole('button', { name: 'Now: nobody was hit' }).click();
  await page.getByRole('button', { name: 'Now: nobody was hit' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'What to do now' }).click();
  await page.getByRole('button', { name: 'Go on: closed' }).click();
  await page.locator('header strong').getByText('closed', { exact: true }).waitFor({ timeout: 40_000 });
  await arrive(page, 'Nothing waits for anybody.');
  expect(errors.filter((text) => !text.includes('409'))).toEqual([]);
  await leave(page);
});

const PASSWORD = 'four words are enough here';

/** Somebody of their own: the two names of this machine have cookies of their own in one browser. */
async function comeIn(own: ConsoleServer, host: string, name: string): Promise<Page> {
  const url = own.url.replace('127.0.0.1', host);
  const { page } = await browser.open(`${url}/setup#${own.setupLink()}`, { theme: 'light', width: 1440 });
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').first().fill(PASSWORD);
  await page.getByLabel('The password once more').fill(PASSWORD);
  await page.getByRole('button', { name: 'Come in' }).click();
  await arrive(page, 'attacks succeed.');
  return page;
}

test('a playbook is rehearsed; two different persons approve what it destroys', async () => {
  const own = await serveConsole({ withSignIn: true });
  const ada = await comeIn(own, '127.0.0.1', 'ada');
  const bob = await comeIn(own, 'localhost', 'bob');
  await ada.keyboard.press('g');
  await ada.keyboard.press('r');
  await ada.getByLabel('What happened').fill('Card data read on the payment page');
  await ada.getByRole('button', { name: 'Begin' }).click();
  await ada.getByRole('link', { name: 'Playbooks' }).click();
  await ada.getByText(/other playbooks/).click();
  await ada.getByRole('link', { name: /Card skimmer on the payment page/ }).click();
  await arrive(ada, 'A rehearsal only simulates');
  // The run begins, and the answer is lost: whoever presses again comes to the same run.
  const lost = async (route: Route): Promise<void> => {
    await route.fetch();
    await route.abort();
  };
  const asked: string[] = [];
  ada.on('request', (request) => {
    if (request.method() === 'PUT') asked.push(new URL(request.url()).pathname);
  });
  await ada.route('**/v1/runs/*', lost, { times: 1 });
  await ada.getByRole('button', { name: 'Rehearse' }).click();
  await ada.getByRole('alert').waitFor();
  await ada.getByRole('button', { name: 'Rehearse' }).click();
  await arrive(ada, 'Waits for somebody');
  expect(asked).toEqual([expect.stringMatching(/-rehearsal$/), asked[0]]);
  await bob.goto(ada.url().replace('127.0.0.1', 'localhost'));
  await arrive(bob, 'Waits for somebody');
  await ada.getByLabel('by third party').fill('false');
  await ada.getByLabel('script').fill('inline');
  await ada.getByRole('button', { name: '1 is done' }).click();
  // What ada says comes to bob by itself, over the stream.
  await bob.getByRole('button', { name: '1 is done' }).waitFor({ state: 'detached', timeout: 40_000 });
  for (;;) {
    const rebuild = ada
      .locator('li.step', { hasText: 'destroys something' })
      .getByRole('button', { name: /^Approve/ });
    const next = ada.getByRole('button', { name: /^(Approve \d+|\d+ is done)$/ }).first();
    await next.waitFor({ timeout: 40_000 });
    if ((await rebuild.count()) > 0) break;
    const name = (await next.textContent()) ?? '';
    await next.click();
    await ada.getByRole('button', { name, exact: true }).waitFor({ state: 'detached', timeout: 40_000 });
  }
  const step = (page: Page) => page.locator('li.step', { hasText: 'destroys something' }).first();
  await step(ada)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await step(ada).getByText('1 of 2 approved').waitFor({ timeout: 40_000 });
  await step(ada)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await step(ada)
    .getByRole('alert')
    .getByText(/another person/)
    .waitFor();
  await step(bob).getByText('1 of 2 approved').waitFor({ timeout: 40_000 });
  await step(bob)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await step(ada).getByText('2 of 2 approved').waitFor({ timeout: 40_000 });
  await ada.getByLabel('Why').fill('the drill is over');
  await ada.getByRole('button', { name: 'Stop the run' }).click();
  await arrive(ada, 'Stopped: the drill is over');
  await ada
    .getByRole('button', { name: /^Take \d+ back/ })
    .first()
    .click();
  await arrive(ada, 'taken back');
  expect(await violations(ada)).toEqual([]);
  await leave(bob);
  await leave(ada);
});
