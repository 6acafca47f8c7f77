// SPDX-License-Identifier: Apache-2.0
// A report says everything in each language: no word is missing, and no value of a sentence is lost.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePack } from '../../model/index.ts';
import { packIds, packReader } from '../../platform/pack-files.ts';
import { pageTongue, reportLanguages, wordsOf } from './tongue.ts';

const root = join(import.meta.dirname, '../../..');
const english = wordsOf('en');
const others = reportLanguages().filter((language) => language !== 'en');
const valuesIn = (text = ''): string[] => (text.match(/\{+\w+\}+/g) ?? []).sort();

it('there are the languages of the console', () => {
  expect(others).toEqual(['de', 'el', 'es', 'fr']);
});

describe.each(others)('the words in %s', (language) => {
  const words = wordsOf(language);

  it('are those of English', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
  });

  it('keep every value', () => {
    const lost = Object.entries(english).filter(
      ([word, text]) => valuesIn(text).join() !== valuesIn(words[word]).join(),
    );
    expect(lost).toEqual([]);
  });

  it('are no English sentences', () => {
    const same = Object.entries(english).filter(
      ([word, text]) => words[word] === text && text.replaceAll(/\{+\w+\}+/g, '').split(/\s+/).length > 3,
    );
    expect(same).toEqual([]);
  });
});

describe('sentences that packs have and no title file', () => {
  const folder = join(root, 'packs');
  const known = new Set(
    Object.entries(english)
      .filter(([word]) => /^(?:start|if|fact)\./.test(word))
      .map(([, text]) => text.replaceAll('{{', '{').replaceAll('}}', '}')),
  );
  it.each(packIds(folder))('of %s are words of reports', (id) => {
    const { value: pack } = resolvePack(id, packReader(folder));
    if (pack === undefined) throw new Error(id);
    const told = [
      ...pack.attackers.flatMap(({ starts }) => starts.map(({ narrate }) => narrate['en'])),
      ...pack.hypotheses.map(({ narrate }) => narrate['en']),
      ...pack.predicates.flatMap(({ narrate }) => narrate?.['en'] ?? []),
    ];
    expect(told.filter((each) => !known.has(each ?? ''))).toEqual([]);
    const named = new Set([
      ...pack.attackers.map((each) => each.id),
      ...pack.rules.map((each) => each.group),
    ]);
    expect([...named].filter((each) => !isNamed(each))).toEqual([]);
  });

  it('what figures do not say is what the simulation says', () => {
    const source = readFileSync(join(root, 'src/cascade/simulation/request.ts'), 'utf8');
    const limits = Object.entries(english).filter(([word]) => word.startsWith('limit.'));
    expect(limits.filter(([, text]) => !source.includes(`'${text}'`))).toEqual([]);
    expect(limits).toHaveLength(5);
  });
});

function isNamed(id: string): boolean {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return ['attacker', 'lane'].some((kind) => Object.hasOwn(english, `${kind}.${name}`));
}

it.each([
  ['en', 'EUR\u00a02\u00a0000', '3.1'],
  ['de', '2\u00a0000\u00a0EUR', '3,1'],
])('in %s an amount stays on one line', (language, amount, value) => {
  const tongue = pageTongue(language);
  expect([tongue.euros(2000), tongue.fixed(3.14, 1)]).toEqual([amount, value]);
});

it('names the languages when there is no such one', () => {
  expect(() => pageTongue('it')).toThrow('Cannot report in `it`: expected en, de, el, es, fr');
});
