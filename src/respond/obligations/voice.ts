// SPDX-License-Identifier: Apache-2.0
// The language that duties and drafts are written in: sentences are data, one file a language, of which English is always
// there and another one is read when it is asked for. Titles are those of the pack.
import { type Pack, titlesIn } from '../../model/index.ts';
import english from './words/en.json' with { type: 'json' };
import { dayText, wallTime } from './zoned.ts';

type Whole<K> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
export type DutyWord = Whole<keyof typeof english>;
type Words = Readonly<Record<string, string>>;
type Titles = ReturnType<typeof titlesIn>;
type Kind = keyof Titles & ('incidentFields' | `obligation${string}`);

export interface Voice {
  readonly language: string;
  readonly words: Words;
  /** @param count Chooses between one and more; it stands there as `{number}`. */
  readonly say: (word: DutyWord, values?: Readonly<Record<string, string>>, count?: number) => string;
  /** The title of the pack; the English one where it is not that of the pack. */
  readonly titled: (of: Kind, id: string, text: string) => string;
  readonly number: (value: number) => string;
  /** `2026-03-02`. */
  readonly day: (iso: string) => string;
  /** A moment that was written with its offset, on clocks of the zone; English has it as it was written. */
  readonly moment: (iso: string, zone: string) => string;
  /** @param instant Milliseconds; on clocks of the zone. */
  readonly local: (instant: number, zone: string) => string;
}

const OTHERS = {
  de: () => import('./words/de.json', { with: { type: 'json' } }),
  fr: () => import('./words/fr.json', { with: { type: 'json' } }),
  es: () => import('./words/es.json', { with: { type: 'json' } }),
  el: () => import('./words/el.json', { with: { type: 'json' } }),
} as const;

export const DUTY_LANGUAGES = ['en', 'de', 'fr', 'es', 'el'] as const;
export type DutyLanguage = (typeof DUTY_LANGUAGES)[number];

const ENGLISH_NUMBERS = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

/** What records, terminals and other programs get. */
export const ENGLISH: Voice = {
  language: 'en',
  words: english,
  say: sayerOf('en', english),
  titled: (_of, _id, text) => text,
  number: (value) => ENGLISH_NUMBERS.format(value),
  day: (iso) => iso,
  moment: (iso) => iso,
  local: (instant, zone) => {
    const wall = wallTime(instant, zone);
    const clock = [wall.hour, wall.minute, wall.second].map((part) => String(part).padStart(2, '0'));
    return `${dayText(wall)} ${clock.join(':')} ${zone}`;
  },
};

/** With titles of the pack in the language. */
export async function voiceIn(language: DutyLanguage, pack: Pack): Promise<Voice> {
  if (language === 'en') return ENGLISH;
  const { default: words } = await OTHERS[language]();
  const titles = titlesIn(pack, language);
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const format = datesIn(language);
  const local = (instant: number, zone: string): string => {
    const clock = Math.floor(instant / 1000) % 60 === 0 ? 'minutes' : 'seconds';
    return `${format(instant, zone, clock)} ${zone}`;
  };
  return {
    language,
    words,
    say: sayerOf(language, words),
    titled: (of, id, text) => {
      const own = titles[of][id];
      return own?.en === text ? own.title : text;
    },
    number: (value) => numbers.format(value),
    day: (iso) => format(Date.parse(`${iso}T00:00:00Z`), 'UTC', 'none'),
    moment: (iso, zone) => (Number.isNaN(Date.parse(iso)) ? iso : local(Date.parse(iso), zone)),
    local,
  };
}

function sayerOf(language: string, words: Words): Voice['say'] {
  const plurals = new Intl.PluralRules(language);
  return (word, values = {}, count) => {
    const one = count === undefined ? word : `${word}_${plurals.select(count)}`;
    const text = words[one] ?? words[`${word}_other`] ?? word;
    // A value is put in as it is: what it holds in braces is its own.
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
}

const CLOCKS = {
  none: {},
  minutes: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Days with the name of their month. A format is slow to make, so each is kept as long as its voice. */
function datesIn(language: string) {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (instant: number, timeZone: string, clock: keyof typeof CLOCKS): string => {
    const key = `${clock} ${timeZone}`;
    const format =
      formats.get(key) ??
      new Intl.DateTimeFormat(language, {
        ...{ timeZone, day: 'numeric', month: 'long', year: 'numeric', hourCycle: 'h23' },
        ...CLOCKS[clock],
      });
    formats.set(key, format);
    return format.format(instant);
  };
}
