// SPDX-License-Identifier: Apache-2.0
// Numbers and times as the reader's language writes them; times are of the reader's clock.
import type { Language } from './index.ts';

const REGION: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de', fr: 'fr', es: 'es', el: 'el' };

export function number(language: Language, value: number, digits = 0): string {
  return new Intl.NumberFormat(REGION[language], { maximumFractionDigits: digits }).format(value);
}

export function euro(language: Language, value: number): string {
  return new Intl.NumberFormat(REGION[language], {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  }).format(value);
}

/** Day and minute; with seconds where order matters. */
export function instant(language: Language, iso: string | null, seconds = false): string {
  if (iso === null) return '–';
  return new Intl.DateTimeFormat(REGION[language], {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(new Date(iso));
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Seconds in the largest unit that has two of them. */
export function duration(language: Language, seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= 2 * each) ?? (['second', 1] as const);
  return new Intl.NumberFormat(REGION[language], {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(seconds / size);
}
