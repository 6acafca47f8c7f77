// SPDX-License-Identifier: Apache-2.0
// The hints of a pack → what importers ask of it.
import type { Hint } from '../pack/schema.ts';
import type { ImportContext, TypeGuess } from './importer.ts';

/** Longest name that is looked at. */
const MAX_NAME = 500;

/**
 * Guesses asset types by the hints of a pack: a hint holds when one of its words is a whole word of the name, case
 * ignored. Of several hints the surest counts, then the one with the longest word, then the first. Words of a name end
 * where letters change to capitals, and at every sign: `PaymentService`, `payment-service` and `payment_service` are the
 * same two words, and `paymentservice` is `payment` with the suffix that says nothing.
 */
export function contextOf(hints: readonly Hint[]): ImportContext {
  const indexes = new Map<Hint['on'], Map<string, Candidate>>();
  for (const hint of hints) {
    const index = indexes.get(hint.on) ?? new Map<string, Candidate>();
    indexes.set(hint.on, index);
    for (const word of hint.words) {
      const key = hint.on === 'port' ? word : wordsOf(word).join(' ');
      const candidate = { type: hint.type, confidence: hint.confidence, length: key.length };
      if (key !== '' && isBetter(candidate, index.get(key))) index.set(key, candidate);
    }
  }
  return { guess: (on, text) => guess(indexes.get(on), on, text) };
}

/** The surest of several guesses, the first of equals: `orders` on the image of a database is a database. */
export function surest(...guesses: readonly (TypeGuess | undefined)[]): TypeGuess | undefined {
  return guesses.reduce(
    (best, guess) => ((guess?.confidence ?? -1) > (best?.confidence ?? -1) ? guess : best),
    undefined,
  );
}

interface Candidate extends TypeGuess {
  readonly length: number;
}

function isBetter(one: Candidate, other: Candidate | undefined): boolean {
  if (other === undefined || one.confidence !== other.confidence)
    return one.confidence > (other?.confidence ?? -1);
  return one.length > other.length;
}

function guess(
  index: ReadonlyMap<string, Candidate> | undefined,
  on: Hint['on'],
  text: string,
): TypeGuess | undefined {
  if (index === undefined) return undefined;
  const keys = on === 'port' ? portKeys(text) : phrasesOf(on === 'image' ? imageName(text) : text, index);
  let best: Candidate | undefined;
  for (const key of keys) {
    const candidate = index.get(key);
    if (candidate !== undefined && isBetter(candidate, best)) best = candidate;
  }
  return best === undefined ? undefined : { type: best.type, confidence: best.confidence };
}

/** `5432` and `5432/tcp` are one port. */
function portKeys(text: string): readonly string[] {
  return text.endsWith('/tcp') ? [text, text.slice(0, -4)] : [text, `${text}/tcp`];
}

/** Without registry, tag and digest: `ghcr.io/acme/web-shop:1.2@sha256:…` gives `acme/web-shop`. */
function imageName(image: string): string {
  const name = image.slice(0, MAX_NAME).split('@')[0] ?? '';
  const parts = name.split('/');
  const first = parts[0] ?? '';
  const withoutRegistry = parts.length > 1 && /[.:]|^localhost$/.test(first) ? parts.slice(1) : parts;
  return withoutRegistry.join('/').replace(/:[^/]*$/, '');
}

/** One to three words in a row, for hints such as `label printer`. */
function phrasesOf(text: string, index: ReadonlyMap<string, Candidate>): readonly string[] {
  const words = wordsOf(text).flatMap((word) => withoutSuffix(word, index));
  return words.flatMap((word, at) => [
    word,
    words.slice(at, at + 2).join(' '),
    words.slice(at, at + 3).join(' '),
  ]);
}

function wordsOf(text: string): string[] {
  return text
    .slice(0, MAX_NAME)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** `redis7` is `redis`, `cartservice` is `cart`, when a hint knows what is left but not the whole. */
const EMPTY_SUFFIXES = [/\d+$/, /(?:services?|svc|server|srv|app|db)\d*$/];

function withoutSuffix(word: string, index: ReadonlyMap<string, Candidate>): readonly string[] {
  if (index.has(word)) return [word];
  for (const suffix of EMPTY_SUFFIXES) {
    const stem = word.replace(suffix, '');
    if (stem.length >= 2 && stem !== word && (index.has(stem) || suffix !== EMPTY_SUFFIXES[0]))
      return [stem, word.slice(stem.length)];
  }
  return [word];
}
