// SPDX-License-Identifier: Apache-2.0
// Words of the console: one file a language, of which only the spoken one is loaded.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type english from './en.json';
import { tellIn } from './told.ts';

export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  el: 'Ελληνικά',
} as const;
export type Language = keyof typeof LANGUAGES;

type Whole<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
export type Word = Whole<keyof typeof english>;
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

const FILES = {
  en: () => import('./en.json'),
  de: () => import('./de.json'),
  fr: () => import('./fr.json'),
  es: () => import('./es.json'),
  el: () => import('./el.json'),
} as const;

const KEPT = 'ensuresec.language';

export async function startWords(): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'none',
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: {},
  });
  await speak(preferred());
  return i18next;
}

export async function speak(language: Language): Promise<void> {
  const [{ default: words }] = await Promise.all([FILES[language](), tellIn(language)]);
  i18next.addResourceBundle(language, 'translation', words, true, true);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}

function preferred(): Language {
  const asked = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return asked.find((tag): tag is Language => tag in LANGUAGES) ?? 'en';
}

export interface Words {
  readonly say: Say;
  readonly language: Language;
  /** A word that data name, by its id or the last part of it; what has none is shown as it is. */
  readonly named: (prefix: string, id: string, values?: Readonly<Record<string, string>>) => string;
  /** Whether there is such a word. */
  readonly knows: (prefix: string, id: string) => boolean;
}

type Named = (key: string, values?: Readonly<Record<string, string>>) => string;

export function useWords(): Words {
  const {
    t,
    i18n: { language, exists },
  } = useTranslation();
  return {
    say: t as unknown as Say,
    language: language as Language,
    named: (prefix, id, values) => {
      const key = [id, lastOf(id)].map((each) => `${prefix}.${each}`).find((each) => exists(each));
      return key === undefined ? plain(id) : (t as unknown as Named)(key, values);
    },
    knows: (prefix, id) => exists(`${prefix}.${id}`),
  };
}

/** `e-commerce/attacker/courier-insider` as `courier insider`. */
function plain(id: string): string {
  return lastOf(id).replaceAll('-', ' ');
}

/** Of what a pack names, what it calls it. */
function lastOf(id: string): string {
  return id.split('/').at(-1) ?? id;
}
