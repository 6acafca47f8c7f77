// SPDX-License-Identifier: Apache-2.0
// The screen on which incidents are worked, in Chromium: every part by day and by night.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/server/api/contract/index.ts';
import type { Ask } from '../../src/server/api/settle.fixture.ts';
import { overflow, picture, useChromium, VIEWS, violations } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';

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
  const rounds = SCREENS.flatMap(([path, text]) => VIEWS.map((view) => ({ path, text, ...view })));

  test.each(rounds)('$path at $width px, $theme', async ({ path, text, ...view }) => {
    const { page, errors, requests } = await browser.open(`${server.url}${path}`, view);
    await arrive(page, text);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
    await picture(page, `respond${path.replaceAll(/\W+/g, '-')}-${view.theme}-${view.width}`);
    await leave(page);
  });

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
