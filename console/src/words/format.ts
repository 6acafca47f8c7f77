// SPDX-License-Identifier: Apache-2.0
// Numbers and times as the reader's language writes them; times are of the reader's clock.
import type { Language } from './index.ts';

const REGION: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr', es: 'es', el: 'el' };

/** @param least Digits after the point that are there even when they are zero. */
export function number(language: Language, value: number, digits = 0, least = 0): string {
  return new Intl.NumberFormat(REGION[language], {
    maximumFractionDigits: digits,
    minimumFractionDigits: least,
    // What is rounded to zero has no sign.
    signDisplay: 'negative',
  }).format(value);
}

/** A share of one. */
export function percent(language: Language, share: number): string {
  return new Intl.NumberFormat(REGION[language], { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

export function euro(language: Language, value: number): string {
  return new Intl.NumberFormat(REGION[language], {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  }).format(value);
}

/** A code of a language, such as `de`, by its name; a code that has none is shown as it is. */
export function languageName(language: Language, code: string): string {
  try {
    return new Intl.DisplayNames(REGION[language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Day and minute; with seconds where order matters, and the year when it is another than this one. */
export function instant(language: Language, iso: string | null, seconds = false): string {
  if (iso === null) return '–';
  return formatOf(language, iso, seconds ? { second: '2-digit' } : {});
}

/** To the minute by the clock of another place; undefined when there is no such zone. */
export function instantIn(language: Language, iso: string, timeZone: string): string | undefined {
  try {
    return formatOf(language, iso, { timeZone });
  } catch {
    return undefined;
  }
}

function formatOf(language: Language, iso: string, more: Intl.DateTimeFormatOptions): string {
  const time = new Date(iso);
  return new Intl.DateTimeFormat(REGION[language], {
    ...(time.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...more,
  }).format(time);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;
export type Unit = (typeof UNITS)[number];

/** The largest unit of which there are two, and its seconds. */
export function unitOf(seconds: number): Unit {
  return UNITS.find(([, each]) => seconds >= 2 * each) ?? UNITS[3];
}

/** Seconds in the largest unit that has two of them. */
export function duration(language: Language, seconds: number): string {
  const [unit, size] = unitOf(seconds);
  return measured(language, seconds / size, unit, 'long', 0);
}

/** A value of a unit, short, as it stands beside a line. */
export function marked(language: Language, value: number, [unit]: Unit): string {
  return measured(language, value, unit, 'short', 1);
}

function measured(
  language: Language,
  value: number,
  unit: Unit[0],
  unitDisplay: 'long' | 'short',
  digits: number,
): string {
  return new Intl.NumberFormat(REGION[language], {
    ...{ style: 'unit', unit, unitDisplay, maximumFractionDigits: digits },
  }).format(value);
}
