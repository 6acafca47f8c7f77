// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AREAS, type Area, toldIn } from './told.ts';

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

  test.each(OTHERS)('each is said in %s, and no two of an area are taken for one another', (language) => {
    const english = patterns('en');
    const own = patterns(language);
    const told = toldIn(english, own);
    const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, '<$1>');
    const areasOf = (key: string): Area[] =>
      (Object.keys(AREAS) as Area[]).filter((area) =>
        (AREAS[area] as readonly string[]).includes(key.slice(0, key.indexOf('.'))),
      );
    for (const [key, pattern] of Object.entries(english)) {
      const areas = areasOf(key);
      expect([key, areas.length > 0]).toEqual([key, true]);
      for (const area of areas)
        expect([key, told(area, filled(pattern))]).toEqual([key, filled(own[key] ?? '')]);
    }
  });

  test('parts of a sentence are said too, titles by who knows them; unknown ones stay, and those of other areas', () => {
    const told = toldIn(
      { 'duty.then': '{saidFirst}; then {saidNext}', 'duty.walk': 'walks to {title}', 'upkeep.run': 'runs' },
      { 'duty.then': '{saidFirst}; dann {saidNext}', 'duty.walk': 'geht zu {title}', 'upkeep.run': 'läuft' },
    );
    const text = 'walks to A; then walks to B; then sleeps; then runs';
    expect(told('duty', text, (title) => title.toLowerCase())).toBe(
      'geht zu a; dann geht zu b; dann sleeps; dann runs',
    );
    expect(told('upkeep', 'runs')).toBe('läuft');
    expect(told('step', 'runs')).toBe('runs');
  });
});
