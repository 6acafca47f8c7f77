// SPDX-License-Identifier: Apache-2.0
// The words of reports: one file a language, of which only the one asked for is read.
import { readdirSync, readFileSync } from 'node:fs';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type english from './en.json';

type Whole<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
export type Word = Whole<keyof typeof english>;
type Values = Readonly<Record<string, string | number>>;
type Words = Readonly<Record<string, string>>;

export interface Tongue {
  readonly language: string;
  /** All of them as they are written. */
  readonly words: Readonly<Record<keyof typeof english, string>>;
  /** `count` chooses between one and more. */
  readonly say: (word: Word, values?: Values) => string;
  /** A word of packs, by the last part of its id; what has none is shown as it is. */
  readonly named: (kind: 'attacker' | 'lane' | 'level' | 'gap', id: string) => string;
  /** With the point of the language. */
  readonly fixed: (value: number, digits: number) => string;
  readonly euros: (amount: number) => string;
}

/** The languages there are, English first. */
export function reportLanguages(): readonly string[] {
  const found = readdirSync(new URL('.', import.meta.url)).flatMap(
    (file) => /^([a-z]{2})\.json$/.exec(file)?.[1] ?? [],
  );
  return ['en', ...found.filter((each) => each !== 'en').sort()];
}

/** What a page of the language is written with. @throws Failure 2 when there is no such language. */
export function pageTongue(language: string): Tongue {
  const known = reportLanguages();
  if (!known.includes(language))
    throw new Failure(EXIT.usage, `Cannot report in \`${language}\`: expected ${known.join(', ')}`);
  const tongue = tongueOf(language);
  // An amount stays on one line.
  return { ...tongue, euros: (amount) => tongue.euros(amount).replaceAll(' ', '\u00a0') };
}

/** Of the option `--language`. @throws Failure 2 when there is no such language. */
export function tongueAsked({ options }: Call): Tongue {
  return pageTongue(options.text('language') ?? 'en');
}

const read = new Map<string, Words>();

export function wordsOf(language: string): Words {
  const known = read.get(language);
  if (known !== undefined) return known;
  const words = JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Words;
  read.set(language, words);
  return words;
}

function tongueOf(language: string): Tongue {
  const plurals = new Intl.PluralRules(language);
  const find = (word: string, count: number): string | undefined =>
    wordsOf(language)[`${word}_${plurals.select(count)}`] ?? wordsOf(language)[`${word}_other`];
  const say: Tongue['say'] = (word, values = {}) => {
    const { count } = values;
    const text = (typeof count === 'number' ? find(word, count) : undefined) ?? wordsOf(language)[word];
    return (text ?? word).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
  return {
    language,
    get words() {
      return wordsOf(language) as Tongue['words'];
    },
    say,
    named: (kind, id) => {
      const name = id.slice(id.lastIndexOf('/') + 1);
      const words = wordsOf(language);
      const key = `${kind}.${name}`;
      return Object.hasOwn(words, key) ? (words[key] as string) : name.replaceAll('-', ' ');
    },
    fixed: (value, digits) => value.toFixed(digits).replace('.', say('number.point')),
    euros: (amount) =>
      amount === 0
        ? say('money.free')
        : say('money', { amount: String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, ' ') }),
  };
}

/** What terminals are told in. */
export const ENGLISH: Tongue = tongueOf('en');
