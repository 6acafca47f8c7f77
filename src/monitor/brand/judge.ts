// SPDX-License-Identifier: Apache-2.0
// How likely a place on the net deceives customers: what is seen of it, and the signs of the pack that hold, with points.
import type { Pack } from '../../model/index.ts';
import type { Sighting } from './feed.ts';
import { domainParts } from './name.ts';
import { wordsIn } from './page-words.ts';
import { protect, type Resemblance, resemblanceOf } from './resemble.ts';

const DAY = 86_400_000;
/** From here on it is called deceitful. */
export const SUSPECT = 50;
const MAX_SCORE = 100;

export type Seen = Readonly<Record<string, string | number | boolean>>;

export interface Judgement {
  readonly sighting: Sighting;
  /** A-label form. */
  readonly domain: string;
  /** As people see it, where that differs. */
  readonly shown?: string;
  readonly resemblance?: Resemblance;
  /** From 0 to 100; from 50 on it is suspect. */
  readonly score: number;
  readonly reasons: readonly { readonly sign: string; readonly points: number; readonly text: string }[];
  readonly seen: Seen;
}

export interface BrandKnowledge {
  readonly words: Pack['brandWords'];
  readonly signs: Pack['brandSigns'];
}

export interface BrandWatch {
  /** Undefined for names of one's own, and for texts that are no domain name. */
  judge(sighting: Sighting): Judgement | undefined;
}

/** @param own domains that are protected, each readable; @param today milliseconds since 1970 @param language of reasons. */
export function watchBrand(
  own: readonly string[],
  knowledge: BrandKnowledge,
  at: { readonly today: number; readonly language: string },
): BrandWatch {
  const ours = own.flatMap((each) => domainParts(each) ?? []).map(protect);
  return {
    judge(sighting) {
      const parts = domainParts(sighting.domain);
      if (parts === undefined || ours.some((each) => each.parts.registered === parts.registered))
        return undefined;
      const resemblance = resemblanceOf(parts, ours);
      const shown = [...parts.before, parts.label, parts.ending].join('.');
      const seen = {
        ...seenOf(sighting, resemblance, knowledge.words, at.today, shown),
        ending: parts.ending,
      };
      const reasons = reasonsOf(seen, knowledge.signs, at.language);
      const total = reasons.reduce((sum, { points }) => sum + points, 0);
      return {
        sighting,
        domain: parts.domain,
        ...(shown === parts.domain ? {} : { shown }),
        ...(resemblance === undefined ? {} : { resemblance }),
        score: Math.max(0, Math.min(MAX_SCORE, total)),
        reasons,
        seen,
      };
    },
  };
}

function seenOf(
  { page, issuer, issued, registered, report }: Sighting,
  resemblance: Resemblance | undefined,
  words: BrandKnowledge['words'],
  today: number,
  shown: string,
): Seen {
  const days = (time: number): number => Math.max(0, Math.floor((today - time) / DAY));
  const texts = { page, issuer, name: shown };
  const counts = words.flatMap(({ id, in: place, words: all }) => {
    const text = texts[place];
    return text === undefined
      ? []
      : [[id.slice(id.lastIndexOf('/') + 1), wordsIn(text, all, place)] as const];
  });
  return {
    ...Object.fromEntries(counts),
    ...(resemblance === undefined
      ? {}
      : { how: resemblance.how, similarity: resemblance.similarity, of: resemblance.of }),
    ...(registered === undefined ? {} : { 'age-days': days(registered) }),
    ...(issued === undefined ? {} : { 'certificate-days': days(issued) }),
    ...(page === undefined ? {} : pageSeen(page)),
    ...(report === undefined ? {} : { reported: report.about }),
  };
}

/** What a page asks for and promises, whatever its language. */
function pageSeen(page: string): Seen {
  const discounts = [...page.matchAll(/(?<!\d)(\d{1,2})\s?%/g)].map(([, percent]) => Number(percent));
  return {
    'takes-data':
      /<input[^>]{0,500}(?:type\s*=\s*["']?password|cc-number|card[-_ ]?number|cvc|cvv|iban)/i.test(page),
    discount: Math.max(0, ...discounts),
    'mail-address': /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{2,63}/.test(page),
    telephone: /(?:tel:|\+\d{2}[\s\d/()-]{7,20})/.test(page),
  };
}

function reasonsOf(seen: Seen, signs: BrandKnowledge['signs'], language: string): Judgement['reasons'] {
  return signs
    .filter(({ when }) => when.every((condition) => holds(seen[condition.field], condition)))
    .map(({ id, points, say }) => {
      const text = say[language] ?? say['en'] ?? '';
      return {
        sign: id,
        points,
        text: text.replaceAll(/\{([\w-]+)\}/g, (_, field: string) => String(seen[field] ?? '')),
      };
    })
    .sort((one, other) => Math.abs(other.points) - Math.abs(one.points));
}

function holds(
  value: Seen[string] | undefined,
  { is, above, below }: BrandKnowledge['signs'][number]['when'][number],
): boolean {
  if (value === undefined) return false;
  if (is !== undefined && !(Array.isArray(is) ? is.includes(value) : is === value)) return false;
  if (above !== undefined && !(typeof value === 'number' && value > above)) return false;
  return below === undefined || (typeof value === 'number' && value < below);
}
