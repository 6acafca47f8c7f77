// SPDX-License-Identifier: Apache-2.0
// Titles of the pack in Chromium: who reads another language reads those of attacks, measures, rules and scenarios in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { titlesIn } from '../../src/model/index.ts';
import { overflow, useChromium } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { arrive, leave } from './console-page.ts';
import { type ConsoleServer, PACK, serveConsole } from './console-server.ts';

const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole({
    incidents: [
      {
        ...incidentOf({
          id: 'i-pack',
          fingerprint: 'fulfilment / paid / order 7',
          title: 'Shipped without payment (order 7)',
          texts: ['Driver calls for help'],
        }),
        why: { text: 'Driver calls for help', of: REASONS },
      },
      incidentOf({
        id: 'i-goal',
        fingerprint: 'payment / cards / vault',
        title: 'Stored cards read on vault: 2 of 3 steps seen',
      }),
      incidentOf({ id: 'i-own', fingerprint: 'own / rule / order 8', title: 'A rule of our own (order 8)' }),
    ],
  });
});

/** As the tree of reasons has them. */
const REASONS = [
  { text: 'It opened the incident' },
  { text: 'It belongs here: similarity 0.90', of: [{ text: 'the same event (0.90)' }] },
];

describe.each(['de', 'fr', 'es', 'el'] as const)('a reader of %s', (language) => {
  const { attacks, policies, detections, measures, scenarios, threats } = titlesIn(PACK, language);
  const said = (of: Readonly<Record<string, { title: string }>>, id: string): string => of[id]?.title ?? id;

  test('reads what the pack calls things, and what it does not name as it is', async () => {
    const { page, errors } = await browser.open(`${server.url}/live`, { theme: 'light', width: 1440 });
    // The language that it began with is kept by now, and is not kept over the one that follows.
    await arrive(page, 'A rule of our own (order 8)');
    await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
    await page.reload();
    await arrive(page, `${said(policies, 'e-commerce/policy/ship-implies-paid')} (order 7)`);
    await arrive(page, said(attacks, 'e-commerce/attack/stored-cards-read'));
    await arrive(page, 'A rule of our own (order 8)');
    await page.goto(`${server.url}/live/i-pack`);
    await arrive(page, said(detections, 'e-commerce/detection/panic'));
    await arrive(page, said(threats, '1'));
    await page.goto(`${server.url}/paths`);
    await arrive(page, said(attacks, 'e-commerce/attack/unpaid-order-shipped'));
    const chip = await page.locator('.chip').first().innerText();
    expect(Object.values(measures).some(({ title }) => chip.startsWith(title))).toBe(true);
    await page.goto(`${server.url}/cascade`);
    await arrive(page, said(scenarios, 'e-commerce/scenario/payment-provider-down'));
    await page.goto(`${server.url}/`);
    await page.locator('.fix strong').first().waitFor();
    const fix = await page.locator('.fix strong').first().innerText();
    expect(Object.values(measures).map(({ title }) => title)).toContain(fix);
    expect([await overflow(page), errors]).toEqual([0, []]);
    await leave(page);
  });

  test('reads no sentence of the engine in English', async () => {
    const own = JSON.parse(readFileSync(join(TOLD, `${language}.json`), 'utf8')) as Record<string, string>;
    const { page, errors } = await browser.open(`${server.url}/live`, { theme: 'light', width: 1440 });
    await arrive(page, 'A rule of our own (order 8)');
    await page.evaluate(`localStorage.setItem('ensuresec.language', '${language}')`);
    for (const [path, said] of [
      ['/live/i-pack', own['incident.opened']],
      ['/settings/upkeep', own['upkeep.clock-fine']],
      ['/cascade?scenario=e-commerce%2Fscenario%2Fpayment-provider-down', own['limit.assumed']],
    ] as const) {
      await page.goto(`${server.url}${path}`);
      await arrive(page, said ?? '');
      const text = await page.locator('main').innerText();
      expect([path, ENGLISH.filter((each) => text.includes(each))]).toEqual([path, []]);
    }
    expect([await overflow(page), errors]).toEqual([0, []]);
    await leave(page);
  });
});

const TOLD = join(import.meta.dirname, '../../console/src/words/told');
/** What stands between the values of English sentences, where it is long enough to be nothing else. */
const ENGLISH = Object.values(
  JSON.parse(readFileSync(join(TOLD, 'en.json'), 'utf8')) as Record<string, string>,
)
  .flatMap((pattern) => pattern.split(/\{\w+\}/))
  .filter((part) => part.length >= 14);
