// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { titlesOf } from './titles.ts';
import { tellIn } from './told.ts';

const german = JSON.parse(readFileSync(`${import.meta.dirname}/de.json`, 'utf8')) as Record<string, string>;
const say = (word: string, values: Readonly<Record<string, string | number>> = {}): string => {
  const counted = values['count'] === undefined ? word : `${word}_${values['count'] === 1 ? 'one' : 'other'}`;
  return (german[counted] ?? german[word] ?? word).replaceAll(/\{\{(\w+)\}\}/g, (_, name) =>
    String(values[name]),
  );
};
const none = {
  impacts: {},
  narrations: {
    'p/rule/touch': {
      en: 'In {Z} the attacker walks up to {A}.',
      title: 'Zu {A} geht der Angreifer in {Z}.',
    },
    'p/rule/open': { en: '{A} is open, so {A} is read.', title: 'Offen, also gelesen: {A}.' },
    'p/rule/alike': { en: 'In {Z} the attacker walks {A}.', title: 'Falsch.' },
  },
  sayings: {
    'p/policy/paid/1': { en: '{1} was sent at {2}, unpaid.', title: 'Unbezahlt ging {1} um {2} hinaus.' },
  },
  obligationLaws: {},
  obligationParties: {},
  obligationExplains: {},
  scenarioTexts: {},
  measures: {
    spares: { en: 'Spare parts', title: 'Ersatzteile' },
    on: { en: 'Eyes on it', title: 'Blick darauf' },
  },
  baselines: {},
  detections: {},
  obligations: {},
  incidentFields: {},
  scenarios: {},
};
const titles = titlesOf(
  {
    ...none,
    threats: { 32: { en: 'Cards tested', title: 'Karten ausprobiert' } },
    attacks: { 'p/attack/cards': { en: 'Cards on sale', title: 'Karten im Angebot' } },
    policies: {
      'p/policy/paid': { en: 'Paid (or not)', title: 'Bezahlt (oder nicht)' },
      'p/policy/sent': { en: 'Sent unpaid', title: 'Unbezahlt versandt' },
    },
  },
  say,
);

test.each([
  ['p/attack/cards', 'Cards on sale', 'Karten im Angebot'],
  ['p/attack/cards', 'What an older pack called it', 'What an older pack called it'],
  ['p/attack/other', 'Cards on sale', 'Cards on sale'],
  ['p/attack/other', 'a\u202eb', 'a\\u{202e}b'],
])('a title by its id %s, when it is that of the pack: %s', (id, text, said) => {
  expect(titles.titled('attacks', id, text)).toBe(said);
});

test.each([
  ['Sent unpaid', 'Unbezahlt versandt'],
  ['Sent unpaid (order 7)', 'Unbezahlt versandt (order 7)'],
  [
    'Sent unpaid (order 7 (b)), with 1 other detection',
    'Unbezahlt versandt (order 7 (b)), mit 1 weiterer Erkennung',
  ],
  [
    'Paid (or not) (order 7), with 2 other detections',
    'Bezahlt (oder nicht) (order 7), mit 2 weiteren Erkennungen',
  ],
  ['Sent unpaid (order 7), 3 times', 'Unbezahlt versandt (order 7), 3-mal'],
  [
    'Cards on sale on till on floor: 2 of 3 steps seen',
    'Karten im Angebot auf till on floor: 2 von 3 Schritten gesehen',
  ],
  ['Cards on sale', 'Karten im Angebot'],
  ['Sent unpaid by mistake', 'Sent unpaid by mistake'],
  ['A person wrote this (today)', 'A person wrote this (today)'],
  ['a\u202eb', 'a\\u{202e}b'],
])('what detection says: %s', (text, said) => {
  expect(titles.found(text)).toBe(said);
});

test.each([
  ['In Hall the attacker walks up to Box.', 'p/rule/touch', 'Zu Box geht der Angreifer in Hall.'],
  ['In Hall the attacker walks up to Box.', undefined, 'Zu Box geht der Angreifer in Hall.'],
  [
    'In Hall the attacker walks up to Box. (the last of 3 such steps)',
    'p/rule/touch',
    'Zu Box geht der Angreifer in Hall. (der letzte von 3 solchen Schritten)',
  ],
  ['Web is open, so web is read.', 'p/rule/open', 'Offen, also gelesen: web.'],
  ['Web is open, so shop is read.', 'p/rule/open', 'Web is open, so shop is read.'],
  ['In {A} the attacker walks up to {Z}.', 'p/rule/touch', 'Zu {Z} geht der Angreifer in {A}.'],
  ['In Hall the attacker walks up to Box.', 'p/rule/other', 'In Hall the attacker walks up to Box.'],
  ['In  the attacker walks up to Box.', 'p/rule/touch', 'In  the attacker walks up to Box.'],
  ['Something else.', undefined, 'Something else.'],
  ['a\u202eb', undefined, 'a\\u{202e}b'],
])('a step of a proof: %s by %s', (text, rule, said) => {
  expect(titles.step(text, rule)).toBe(said);
});

test.each([
  ['Spare parts on load', 'Ersatzteile an load'],
  ['Eyes on it on the van', 'Blick darauf an the van'],
  ['Spare parts', 'Ersatzteile'],
  ['Own idea on load', 'Own idea on load'],
])('a measure where it stands: %s', (name, said) => {
  expect(titles.measure(name)).toBe(said);
});

test('a path is said step by step', () => {
  const text =
    'A courier, 3 steps: In Hall the attacker walks up to Box. Assumed: web waits. Web is open, so web is read.';
  expect(titles.walk(text)).toBe(
    'A courier, 3 Schritte: Zu Box geht der Angreifer in Hall. Angenommen: web waits. Offen, also gelesen: web.',
  );
  expect(titles.walk('A scenario, in words.')).toBe('A scenario, in words.');
  expect(titles.step('In Hall the attacker walks up to Box.; then Something else.', 'p/rule/other')).toBe(
    'Zu Box geht der Angreifer in Hall; dann: Something else.',
  );
  expect(titles.found('o-7 was sent at nine, unpaid.')).toBe('Unbezahlt ging o-7 um nine hinaus.');
});

test('how much later something was is said in the language that is spoken', async () => {
  const text = 'o-7 was sent at 11 minutes 1 second, unpaid.';
  expect(titles.found(text)).toBe('Unbezahlt ging o-7 um 11 minutes 1 second hinaus.');
  await tellIn('de');
  expect(titles.found(text)).toBe('Unbezahlt ging o-7 um 11 Minuten 1 Sekunde hinaus.');
  await tellIn('en');
});

test('a title by its id alone; threats go by number', () => {
  expect([titles.title('threats', '32'), titles.title('threats', '33')]).toEqual([
    'Karten ausprobiert',
    undefined,
  ]);
});

test('until the server has told, all is as the answers have it', () => {
  const before = titlesOf(undefined, say);
  expect([before.found('Sent unpaid'), before.titled('attacks', 'p/attack/cards', 'Cards on sale')]).toEqual([
    'Sent unpaid',
    'Cards on sale',
  ]);
});
