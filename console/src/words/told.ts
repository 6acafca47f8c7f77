// SPDX-License-Identifier: Apache-2.0
// Sentences of the engine in another language. Answers are English, as the evidence has them; a sentence is found by its
// English pattern, and what varies in it is put into that of the language. What no pattern fits stays as it is.
import { type Sentence, saidAs, sentenceOf } from './sentence.ts';

export type Patterns = Readonly<Record<string, string>>;

/** What is told about, and the first parts of the keys of its patterns: those of others are not looked at. */
export const AREAS = {
  incident: ['incident', 'policy', 'usual'],
  duty: ['duty', 'count'],
  upkeep: ['upkeep', 'count'],
  step: ['start'],
  move: ['move'],
  refusal: ['refusal', 'move', 'count'],
  damage: ['damage'],
  recovery: ['recovery'],
  cascade: ['limit', 'attacker'],
  campaign: ['campaign'],
} as const satisfies Record<string, readonly string[]>;
export type Area = keyof typeof AREAS;

/** @param titled Says a title that stands in the sentence. */
export type Told = (area: Area, text: string, titled?: (title: string) => string) => string;

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
  const byArea = new Map(
    (Object.keys(AREAS) as Area[]).map((area) => [area, sentencesOf(area, english, own)]),
  );
  return (area, text, titled = (title) => title) => tell(byArea.get(area) ?? [], text, titled, 0);
}

function sentencesOf(area: Area, english: Patterns, own: Patterns): readonly Sentence[] {
  const length = (text: string): number => text.replaceAll(/\{\w+\}/g, '').length;
  const isJoined = (text: string): number =>
    Number(text.includes('{said')) + Number(/^\{said.*\{said\w+\}$/.test(text));
  const prefixes: readonly string[] = AREAS[area];
  // Joined ones are taken apart first; then what says most of its own.
  return Object.entries(english)
    .filter(([key]) => prefixes.includes(key.slice(0, key.indexOf('.'))))
    .toSorted(([, a], [, b]) => isJoined(b) - isJoined(a) || length(b) - length(a))
    .flatMap(([key, pattern]): Sentence[] => {
      const said = own[key];
      return said === undefined ? [] : [sentenceOf(pattern, said)];
    });
}

function tell(
  sentences: readonly Sentence[],
  text: string,
  titled: (title: string) => string,
  depth: number,
): string {
  const as = (name: string, value: string): string => {
    if (name.startsWith('title')) return titled(value);
    return name.startsWith('said') && depth < MAX_DEPTH ? tell(sentences, value, titled, depth + 1) : value;
  };
  for (const sentence of sentences) {
    const said = saidAs(sentence, text, as);
    if (said !== undefined) return said;
  }
  return text;
}

const asItIs: Told = (_, text) => text;
let current: Told = asItIs;

/** In the language that is spoken. */
export const told: Told = (area, text, titled) => current(area, text, titled);

/** Makes `told` speak the language; to be called before it is shown. */
export async function tellIn(language: keyof typeof FILES): Promise<void> {
  if (language === 'en') {
    current = asItIs;
    return;
  }
  const [{ default: english }, { default: own }] = await Promise.all([FILES.en(), FILES[language]()]);
  current = toldIn(english, own);
}
