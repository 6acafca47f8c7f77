// SPDX-License-Identifier: Apache-2.0
// Who chose a language in the console reads titles of packs in it: each has all of them in every language of the console.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePack, TITLED, titlesIn } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/pack-files.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'packs');
const languages = readdirSync(join(root, 'console/src/words'))
  .flatMap((file) => /^([a-z]{2})\.json$/.exec(file)?.[1] ?? [])
  .filter((language) => language !== 'en');

it('the console speaks other languages than English', () => {
  expect(languages.toSorted()).toEqual(['de', 'el', 'es', 'fr']);
});

describe.each(packIds(folder))('pack %s', (id) => {
  const { value: pack } = resolvePack(id, packReader(folder));
  if (pack === undefined) throw new Error(id);

  it.each(languages)('has every title in %s, and no English one instead', (language) => {
    const own = new Set(
      pack.titles.filter((each) => each.language === language).flatMap(({ titles }) => Object.keys(titles)),
    );
    const inline = new Set(
      [...pack.scenarios].flatMap((each) => (each.title[language] === undefined ? [] : [each.id])),
    );
    const numbers = new Map(pack.threats.map((threat) => [String(threat.number), threat.id]));
    const said = titlesIn(pack, language);
    const missing = TITLED.flatMap((of) =>
      Object.keys(said[of])
        .map((key) => (of === 'threats' ? (numbers.get(key) ?? key) : key))
        .filter((key) => !own.has(key) && !inline.has(key)),
    );
    expect(missing).toEqual([]);
    expect(Object.values(said.attacks).filter(({ en, title }) => en === title)).toEqual([]);
  });

  it.each(languages)('says titles of %s that fit in a row', (language) => {
    const long = TITLED.flatMap((of) =>
      Object.values(titlesIn(pack, language)[of])
        .map(({ en, title }) => ({ en, title }))
        .filter(({ en, title }) => title.length > 2 * en.length + 20),
    );
    expect(long).toEqual([]);
  });

  it.each(languages)('writes %s in its own letters', (language) => {
    const greek = /\p{Script=Greek}/u;
    const others = TITLED.flatMap((of) =>
      Object.values(titlesIn(pack, language)[of])
        .map(({ title }) => title)
        .filter((title) =>
          language === 'el' ? !greek.test(title) : greek.test(title) || /\p{Script=Cyrillic}/u.test(title),
        ),
    );
    expect(others).toEqual([]);
  });
});
