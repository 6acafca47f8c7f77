// SPDX-License-Identifier: Apache-2.0
// Duties and drafts say everything in each language: no word is missing, and no value of a sentence is lost.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../model/index.ts';
import { DUTY_LANGUAGES, ENGLISH, voiceIn } from '../voice.ts';

const others = DUTY_LANGUAGES.filter((language) => language !== 'en');
const english = ENGLISH.words;
const valuesIn = (text = ''): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
const bare = (text: string): string => text.replaceAll(/\{\w+\}/g, '');
/** Titles come from it, and no word does. */
const noPack = { threats: [], titles: [], words: { measure: new Map() } } as unknown as Pack;
for (const kind of ['attacks', 'rules', 'policies', 'detections', 'baselines', 'obligations'])
  Object.assign(noPack, { [kind]: [] });
Object.assign(noPack, { incidentFields: [], scenarios: [] });

it('there is a file for each language', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
  expect(files.toSorted()).toEqual(DUTY_LANGUAGES.map((each) => `${each}.json`).toSorted());
});

describe.each(others)('the words in %s', async (language) => {
  const { words } = await voiceIn(language, noPack);

  it('are those of English', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
  });

  it('keep every value', () => {
    const lost = Object.entries(english).filter(
      ([word, text]) => valuesIn(text).join() !== valuesIn(words[word]).join(),
    );
    expect(lost).toEqual([]);
  });

  it('are no English ones', () => {
    // What is the same in both, as `Incident` is in French, is one word or none.
    const same = Object.entries(english).filter(
      ([word, text]) => words[word] === text && /\p{L}\s+\p{L}/u.test(bare(text)),
    );
    expect(same).toEqual([]);
    expect(others).toHaveLength(4);
  });

  it('are written in its own letters', () => {
    const isOwn = (text: string): boolean =>
      language === 'el' ? !/[a-z]/i.test(bare(text)) : !/\p{Script=Greek}|\p{Script=Cyrillic}/u.test(text);
    expect(Object.values(words).filter((text) => !isOwn(text))).toEqual([]);
  });

  it('hold no markup: they stand in pages and in Markdown as they are', () => {
    expect(Object.values(words).filter((text) => /[<>&"`*_[\]|\\#]/.test(text))).toEqual([]);
  });
});

it('English has no markup either', () => {
  expect(Object.values(english).filter((text) => /[<>&"`*_[\]|\\#]/.test(text))).toEqual([]);
});
