// SPDX-License-Identifier: Apache-2.0
// Text of others in every place where the console shows some: nothing of it runs, becomes an element or is reported.
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, useChromium, violations } from './chromium.ts';
import { incidentOf } from './console-incidents.ts';
import { type ConsoleServer, serveConsole } from './console-server.ts';
import { born, HOSTILE, OWN, unfold } from './hostile.ts';

const CHUNK = 150;

const texts = HOSTILE;
const chunks = Array.from({ length: Math.ceil(texts.length / CHUNK) }, (_, at) =>
  texts.slice(at * CHUNK, (at + 1) * CHUNK),
);
const incidents = chunks.map((chunk, at) =>
  incidentOf({
    id: `incident-${at}`,
    title: chunk.join(' '),
    fingerprint: `${chunk[0]} / ${chunk[1]} / ${at}`,
    texts: chunk,
  }),
);
const browser = useChromium();
let server: ConsoleServer;
beforeAll(async () => {
  server = await serveConsole({ incidents });
  for (const [at, text] of texts.entries())
    await server.log.append({
      records: [
        {
          source: text.slice(0, 100),
          id: String(at),
          key: text.slice(0, 100),
          body: JSON.stringify({ type: text, data: { [text]: text } }),
        },
      ],
    });
});

/** What people may write about a case, with every text in every place that takes it. */
async function tellCase(at: number, chunk: readonly string[]): Promise<void> {
  const { cases } = server.desk;
  const told = chunk.filter((text) => text.isWellFormed());
  const id = `case-${at}`;
  await cases.open(
    { title: chunk.join(' ').toWellFormed().slice(0, 500), pack: 'e-commerce', zone: 'UTC' },
    OWN[0] ?? '',
    id,
  );
  const record = (name: string, body: object) =>
    cases.record(id, { name, body } as Parameters<typeof cases.record>[1], told[0] ?? 'x');
  for (const [index, text] of told.entries()) {
    await record('noted', { text });
    if (index > 15) continue;
    await record('tasked', { task: `t${index}`, text, owner: text.slice(0, 200).toWellFormed() });
    await record('hit', { asset: text.slice(0, 200).toWellFormed(), has: text.slice(0, 200).toWellFormed() });
  }
  for (const field of ['nature', 'operator', 'contact', 'measures-taken'])
    await record('stated', {
      field,
      value: told.join(' ').slice(0, 2000).toWellFormed(),
      source: told[1]?.slice(0, 500).toWellFormed() ?? 'x',
    });
  await record('assigned', { owner: told[2]?.slice(0, 200) ?? 'x' });
}

const RESPOND_PARTS = ['', '/playbooks', '/recovery', '/obligations', '/people', '/evidence'];

describe('hostile text', () => {
  test('stays text in every part of a case that is worked', async () => {
    const { page, errors, requests } = await browser.open(`${server.url}/respond`, {
      theme: 'light',
      width: 1440,
    });
    for (const [at, chunk] of chunks.entries()) {
      await tellCase(at, chunk);
      // Every part is made of the same pieces: one case goes through all of them.
      for (const part of at === 0 ? RESPOND_PARTS : ['']) {
        await page.goto(`${server.url}/respond/case-${at}${part}`);
        await page.locator('main .tabs').waitFor();
        await page.locator('main section h2, main section.empty').first().waitFor();
        await page.getByText('Asking the server').first().waitFor({ state: 'detached', timeout: 120_000 });
        await unfold(page);
        expect(await born(page), part).toBe(0);
        expect(await overflow(page), part).toBe(0);
      }
      await page.goto(`${server.url}/respond/case-${at}`);
      await page.locator('main .told').first().waitFor();
      const shown = await page.locator('main').textContent();
      expect(chunk.filter((text) => /^[\x20-\x7e]+$/.test(text) && !shown?.includes(text))).toEqual([]);
    }
    await page.goto(`${server.url}/respond`);
    await page.locator('[data-row]').first().waitFor();
    expect(await page.locator('[data-row]').count()).toBe(chunks.length);
    expect(await born(page)).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
  });

  test('stays text in a run, answered and shown', async () => {
    const { runs } = server.desk;
    const { page, errors } = await browser.open(`${server.url}/respond/case-0/playbooks`, {
      theme: 'light',
      width: 360,
    });
    await page.getByText('Playbooks that fit').waitFor();
    const start = { case: 'case-0', playbook: 'e-commerce/playbook/checkout-skimmer', simulated: true };
    const begun = await fetch(`${server.url}/v1/runs/hostile`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(start),
    });
    expect(begun.status).toBe(200);
    await expect.poll(async () => (await runs.get('hostile')).effects.size).toBeGreaterThan(0);
    const values = { __script__: OWN.join(' '), __by_third_party__: OWN[0] ?? '' };
    // A step that was begun is asked of somebody a moment later.
    const answer = (): Promise<unknown> =>
      runs.answer('hostile', 1, { answer: 'done', values, note: OWN.join(' ') }, OWN[1] ?? '');
    const isTaken = (): Promise<boolean> =>
      answer().then(
        () => true,
        () => false,
      );
    await expect.poll(isTaken, { timeout: 20_000 }).toBe(true);
    await expect.poll(async () => (await runs.get('hostile')).effects.size).toBeGreaterThan(1);
    await page.goto(`${server.url}/respond/case-0/playbooks?run=hostile`);
    await page.getByText('Waits for somebody').waitFor();
    expect(await born(page)).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(errors).toEqual([]);
  });

  test('stays text in the list of incidents', async () => {
    const { page, errors, requests } = await browser.open(`${server.url}/live`, {
      theme: 'light',
      width: 360,
    });
    await page.locator('[data-row]').first().waitFor();
    expect(await page.locator('[data-row]').count()).toBe(chunks.length);
    expect(await born(page)).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
  });

  test('stays text in every part of an incident', async () => {
    const { page, errors, requests } = await browser.open(`${server.url}/live`, {
      theme: 'light',
      width: 1440,
    });
    for (const [at, chunk] of chunks.entries()) {
      await page.goto(`${server.url}/live/incident-${at}`);
      await page.locator('article h2').first().waitFor();
      await unfold(page);
      expect(await born(page)).toBe(0);
      const shown = await page.locator('article').textContent();
      expect(chunk.filter((text) => /^[\x20-\x7e]+$/.test(text) && !shown?.includes(text))).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${server.url}/`))).toEqual([]);
  });

  test('stays text in events, searched for and shown', async () => {
    const { page, errors } = await browser.open(`${server.url}/events`, { theme: 'dark', width: 360 });
    await page.locator('[data-row]').first().waitFor();
    for (let pages = 1; pages < Math.min(20, texts.length / 50); pages++) {
      const before = await page.locator('[data-row]').count();
      await page.locator('button.older').click();
      await expect.poll(() => page.locator('[data-row]').count()).toBeGreaterThan(before);
    }
    await unfold(page);
    expect(await born(page)).toBe(0);
    expect(await overflow(page)).toBe(0);
    for (const text of OWN) {
      await page.goto(
        `${server.url}/events?text=${encodeURIComponent(text)}&source=${encodeURIComponent(text)}`,
      );
      await page.locator('main figcaption, main p[role=status]').first().waitFor();
      expect(await page.getByLabel('Says').inputValue()).toBe(text);
      expect(await born(page)).toBe(0);
    }
    expect(errors).toEqual([]);
  });
});
