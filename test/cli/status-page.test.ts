// SPDX-License-Identifier: Apache-2.0
// What the public may read of an incident: news, and where it stands only when it is marked for everybody.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, ensuresec } from './terminal.ts';

let cwd = '';
const run = (...argv: string[]): Promise<Ended> => ensuresec(['incident', ...argv], { cwd });
const page = async (language: string, ...more: string[]): Promise<string> => {
  const ended = await run('status-page', 'x', '--out', `${language}.html`, '--language', language, ...more);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  return readFileSync(path.join(cwd, `${language}.html`), 'utf8');
};
const SECRET = 'The plug-in of the card form was replaced';

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-status-'));
  await run('open', SECRET, '--id', 'x');
  await run('advance', 'x', 'triaged');
  await run('hit', 'x', 'shop-server');
  await run('observe', 'x', 'domain-name', 'cdn-metrics.example');
  await run('note', 'x', 'Ada of the host was slow');
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('who writes it and whom to ask must be stated first', async () => {
  const ended = await run('status-page', 'x', '--out', 'early.html');
  expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('whom to ask')]);
  await run('state', 'x', 'operator', 'Kerameikos Crafts <b>');
  await run('state', 'x', 'contact', 'help@crafts.example');
});

test('nothing is published of an incident that is not for everybody', async () => {
  const ended = await run('status-page', 'x', '--out', 'none.html');
  expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('it is not TLP:CLEAR')]);
  expect(readdirSync(cwd)).not.toContain('none.html');
});

test('what was announced is published, and nothing else', async () => {
  await run('announce', 'x', 'Orders by card\nare paused <script>alert(1)</script>');
  const html = await page('en');
  expect(html).toContain('Orders by card<br>are paused &lt;script&gt;');
  expect(html).toContain('Kerameikos Crafts &lt;b&gt;');
  for (const secret of [SECRET, 'cdn-metrics', 'shop-server', 'Ada', 'Looking into it', 'Reported'])
    expect(html).not.toContain(secret);
});

test('where it stands is told once it is marked clear, in five languages, with the steps of a notice', async () => {
  await run('mark', 'x', 'clear');
  await run('announce', 'x', 'Zahlung mit Karte ruht', '--language', 'de');
  const states = {
    en: 'Looking into it',
    de: 'Wird untersucht',
    fr: 'En cours',
    es: 'En estudio',
    el: 'Υπό',
  };
  for (const [language, label] of Object.entries(states)) {
    const html = await page(language, '--notice', 'personal-data');
    expect(html, language).toContain(`<html lang="${language}">`);
    expect(html, language).toContain(label);
    expect(html.match(/<li>/g)?.length, language).toBeGreaterThan(1);
    expect(html, language).toContain(language === 'de' ? 'Zahlung mit Karte ruht' : 'Orders by card');
    for (const secret of [SECRET, 'cdn-metrics', 'shop-server', 'Ada'])
      expect(html, language).not.toContain(secret);
  }
  expect(await page('fr')).toContain('<p lang="en">Orders by card');
});

test('what was published is in the log, with its digest', async () => {
  const shown = JSON.parse((await run('show', 'x', '--json')).stdout) as { timeline: { event: string }[] };
  expect(JSON.stringify(shown.timeline.at(-1))).toMatch(/published.*sha256.*[0-9a-f]{64}/);
});
