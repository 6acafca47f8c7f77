// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toldIn } from './told.ts';

const FOLDER = join(import.meta.dirname, 'told');
const OTHERS = ['de', 'fr', 'es', 'el'];

function patterns(language: string): Record<string, string> {
  return JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Record<string, string>;
}

const namesIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();

describe('sentences of the engine', () => {
  test('there is a file for each language', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...OTHERS, 'en'].map((each) => `${each}.json`).sort());
  });

  test.each(OTHERS)('%s has all of them, with the same names', (language) => {
    const english = patterns('en');
    const own = patterns(language);
    expect(Object.keys(own)).toEqual(Object.keys(english));
    for (const [key, pattern] of Object.entries(english)) {
      expect([key, namesIn(own[key] ?? '')]).toEqual([key, namesIn(pattern)]);
      // Two names beside each other cannot be told apart; a name alone would be anything.
      expect([key, /\}\{/.test(pattern), /^\{\w+\}$/.test(pattern)]).toEqual([key, false, false]);
    }
  });

  test.each(OTHERS)('each is said in %s, and no two are taken for one another', (language) => {
    const english = patterns('en');
    const own = patterns(language);
    const told = toldIn(english, own);
    const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, '<$1>');
    for (const [key, pattern] of Object.entries(english))
      expect([key, told(filled(pattern))]).toEqual([key, filled(own[key] ?? '')]);
  });

  test('parts of a sentence are said too, unknown ones stay', () => {
    const told = toldIn(
      { then: '{saidFirst}; then {saidNext}', walk: 'walks to {place}' },
      { then: '{saidFirst}; dann {saidNext}', walk: 'geht zu {place}' },
    );
    expect(told('walks to A; then walks to B; then sleeps')).toBe('geht zu A; dann geht zu B; dann sleeps');
    expect(told('something else')).toBe('something else');
  });
});
