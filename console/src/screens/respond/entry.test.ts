// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Words } from '../../words/index.ts';
import type { Titles } from '../../words/titles.ts';
import { entrySaid } from './entry.ts';

const german = JSON.parse(readFileSync(`${import.meta.dirname}/../../words/de.json`, 'utf8')) as Readonly<
  Record<string, string>
>;
type Values = Readonly<Record<string, string | number>>;
const say = (word: string, values: Values = {}): string =>
  (german[word] ?? word).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const words: Words = {
  say,
  language: 'de',
  named: (prefix, id, values) => (`${prefix}.${id}` in german ? say(`${prefix}.${id}`, values) : id),
  knows: (prefix, id) => `${prefix}.${id}` in german,
};
const known: Readonly<Record<string, string>> = {
  'incidentFields accepts-cards': 'Nimmt Karten an',
  'obligations gdpr/33': 'Der Behörde melden',
  'obligations gdpr/33/first': 'Erste Meldung',
};
const titles = { title: (of: string, id: string) => known[`${of} ${id}`] } as unknown as Titles;

test.each([
  ['stated', { field: 'accepts-cards', value: true }, 'Nimmt Karten an: Ja'],
  ['stated', { field: 'own', value: ['a', 'b'], source: 'query' }, 'own: a, b · aus: query'],
  ['sent', { obligation: 'gdpr/33', step: 'first' }, 'Der Behörde melden: Erste Meldung'],
  ['sent', { obligation: 'x', step: 'y' }, 'x: y'],
  ['advanced', { to: 'triaged' }, 'gesichtet'],
  ['hit', { asset: 'shop', has: 'controls:shop' }, 'shop · der Angreifer beherrscht shop ganz'],
  ['hit', { asset: 'shop', has: 'odd' }, 'shop · odd'],
  ['marked', { to: 'amber+strict' }, 'TLP:AMBER+STRICT'],
  ['assigned', { owner: 'Maria' }, 'Maria'],
  ['tasked', { task: 't1', text: 'Anrufen', owner: 'Maria' }, 'Aufgabe: t1 · Anrufen · übernimmt: Maria'],
  [
    'affected',
    { query: {}, matches: 1, counts: { account: 2, order: 3 } },
    'gefundene Ereignisse: 1 · betroffen: account 2, order 3',
  ],
  ['backup', { asset: 'shop', sha256: 'a'.repeat(64) }, 'shop · Prüfsumme: aaaaaaaaaaaa…'],
  ['noted', { text: '<b>\u202e' }, '<b>\\u{202e}'],
])('%s %j', (event, body, said) => {
  expect(entrySaid({ event, body } as Parameters<typeof entrySaid>[0], words, titles).join(' · ')).toBe(said);
});

test('things of the model have the names that it gives them', () => {
  const hit = { event: 'hit', body: { asset: 'shop', has: 'controls:shop' } } as Parameters<
    typeof entrySaid
  >[0];
  const said = entrySaid(hit, words, titles, (id) => (id === 'shop' ? 'Nordwind-Laden' : id));
  expect(said.join(' · ')).toBe('Nordwind-Laden · der Angreifer beherrscht Nordwind-Laden ganz');
});
