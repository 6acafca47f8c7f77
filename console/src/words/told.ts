// SPDX-License-Identifier: Apache-2.0
// Sentences of the engine in another language. Answers are English, as the evidence has them; a sentence is found by its
// English pattern, and what varies in it is put into that of the language. What no pattern fits stays as it is.
import { type Sentence, saidAs, sentenceOf } from './sentence.ts';

export type Patterns = Readonly<Record<string, string>>;
/** @param titled Says a title that stands in the sentence. */
export type Told = (text: string, titled?: (title: string) => string) => string;

const FILES = {
  en: () => import('./told/en.json'),
  de: () => import('./told/de.json'),
  fr: () => import('./told/fr.json'),
  es: () => import('./told/es.json'),
  el: () => import('./told/el.json'),
} as const;

/** Parts of which sentences are put together; deeper, they stay as they are. */
const MAX_DEPTH = 6;

/**
 * @param english Patterns: `{name}` stands for anything that is not empty, `{saidName}` for another sentence, `{titleName}`
 * for a title.
 * @param own The same keys and names in the language.
 */
export function toldIn(english: Patterns, own: Patterns): Told {
  const length = (text: string): number => text.replaceAll(/\{\w+\}/g, '').length;
  const isJoined = (text: string): number => (text.includes('{said') ? 1 : 0);
  // Joined ones are taken apart first; then what says most of its own.
  const sentences = Object.entries(english)
    .toSorted(([, a], [, b]) => isJoined(b) - isJoined(a) || length(b) - length(a))
    .flatMap(([key, pattern]): Sentence[] => {
      const said = own[key];
      return said === undefined ? [] : [sentenceOf(pattern, said)];
    });
  const tell = (text: string, titled: (title: string) => string, depth: number): string => {
    const as = (name: string, value: string): string => {
      if (name.startsWith('title')) return titled(value);
      return name.startsWith('said') && depth < MAX_DEPTH ? tell(value, titled, depth + 1) : value;
    };
    for (const sentence of sentences) {
      const said = saidAs(sentence, text, as);
      if (said !== undefined) return said;
    }
    return text;
  };
  return (text, titled = (title) => title) => tell(text, titled, 0);
}

const asItIs: Told = (text) => text;
let current: Told = asItIs;

/** In the language that is spoken. */
export const told: Told = (text, titled) => current(text, titled);

/** Makes `told` speak the language; to be called before it is shown. */
export async function tellIn(language: keyof typeof FILES): Promise<void> {
  if (language === 'en') {
    current = asItIs;
    return;
  }
  const [{ default: english }, { default: own }] = await Promise.all([FILES.en(), FILES[language]()]);
  current = toldIn(english, own);
}
