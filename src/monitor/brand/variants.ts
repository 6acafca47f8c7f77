// SPDX-License-Identifier: Apache-2.0
// Names that somebody may take in order to be taken for another: the techniques of typosquatting, one function each.
import { inOtherScripts } from './skeleton.ts';

/** How a name is made from another one. */
export const TECHNIQUES = [
  'omission',
  'repetition',
  'transposition',
  'replacement',
  'insertion',
  'bit-flip',
  'hyphenation',
  'vowel-swap',
  'homoglyph',
  'plural',
] as const;
export type Technique = (typeof TECHNIQUES)[number];

export interface Variant {
  readonly label: string;
  readonly technique: Technique;
}

/** Neighbours on a QWERTY keyboard; QWERTZ and AZERTY differ in few. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  ...{ q: 'wa12', w: 'qes23', e: 'wrd34', r: 'etf45', t: 'ryg56', y: 'tuh67', u: 'yij78', i: 'uok89' },
  ...{ o: 'ipl90', p: 'ol0', a: 'qsz', s: 'adwx', d: 'sfec', f: 'dgrv', g: 'fhtb', h: 'gjyn', j: 'hkum' },
  ...{ k: 'jlim', l: 'kop', z: 'asx', x: 'zsdc', c: 'xdfv', v: 'cfgb', b: 'vghn', n: 'bhjm', m: 'njk' },
};
/** Digits and pairs of letters that are drawn alike. */
const DRAWN: readonly (readonly [string, string])[] = [
  ...([
    ['o', '0'],
    ['l', '1'],
    ['i', '1'],
    ['l', 'i'],
    ['i', 'l'],
    ['s', '5'],
    ['e', '3'],
    ['a', '4'],
  ] as const),
  ...([
    ['m', 'rn'],
    ['w', 'vv'],
    ['d', 'cl'],
    ['rn', 'm'],
    ['vv', 'w'],
    ['cl', 'd'],
  ] as const),
];
const VOWELS = 'aeiou';
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;
/** RFC 1035 §2.3.4. */
const MAX_LABEL = 63;

/** Each name once, under the first technique that makes it; the label itself is none of them. */
export function variantsOf(label: string): readonly Variant[] {
  const found = new Map<string, Technique>();
  for (const technique of TECHNIQUES)
    for (const made of MAKERS[technique](label))
      if (made !== label && made.length <= MAX_LABEL && LABEL.test(made) && !found.has(made))
        found.set(made, technique);
  return [...found].map(([made, technique]) => ({ label: made, technique }));
}

const MAKERS: Readonly<Record<Technique, (label: string) => Iterable<string>>> = {
  omission: (label) => places(label, (at) => [label.slice(0, at) + label.slice(at + 1)]),
  repetition: (label) => places(label, (at) => [label.slice(0, at + 1) + label.slice(at)]),
  transposition: (label) =>
    places(label, (at) => [
      `${label.slice(0, at)}${label[at + 1] ?? ''}${label[at] ?? ''}${label.slice(at + 2)}`,
    ]),
  replacement: (label) =>
    places(label, (at) => near(label, at).map((key) => label.slice(0, at) + key + label.slice(at + 1))),
  insertion: (label) =>
    places(label, (at) =>
      near(label, at).flatMap((key) => [
        label.slice(0, at) + key + label.slice(at),
        label.slice(0, at + 1) + key + label.slice(at + 1),
      ]),
    ),
  'bit-flip': (label) => places(label, (at) => flipped(label, at)),
  hyphenation: (label) =>
    label.includes('-')
      ? [label.replaceAll('-', '')]
      : places(label, (at) => [`${label.slice(0, at)}-${label.slice(at)}`]),
  'vowel-swap': (label) =>
    places(label, (at) =>
      VOWELS.includes(label[at] ?? '')
        ? [...VOWELS].map((vowel) => label.slice(0, at) + vowel + label.slice(at + 1))
        : [],
    ),
  homoglyph: homoglyphs,
  plural: (label) => [`${label}s`, `${label}es`, label.replace(/s$/, '')],
};

function places(label: string, make: (at: number) => Iterable<string>): string[] {
  return Array.from(label, (_, at) => [...make(at)]).flat();
}

function near(label: string, at: number): string[] {
  return [...(NEIGHBOURS[label[at] ?? ''] ?? '')];
}

/** A bit that flips in memory or on the way asks for another name (Dinaburg, “Bitsquatting”, 2011). */
function flipped(label: string, at: number): string[] {
  const code = label.charCodeAt(at);
  return [1, 2, 4, 8, 16, 32, 64]
    .map((bit) => String.fromCharCode(code ^ bit))
    .filter((sign) => /[a-z0-9-]/.test(sign))
    .map((sign) => label.slice(0, at) + sign + label.slice(at + 1));
}

function* homoglyphs(label: string): Generator<string> {
  for (const [plain, drawn] of DRAWN)
    for (let at = label.indexOf(plain); at >= 0; at = label.indexOf(plain, at + 1))
      yield label.slice(0, at) + drawn + label.slice(at + plain.length);
  for (const [plain, drawn] of DRAWN) if (label.includes(plain)) yield label.replaceAll(plain, drawn);
  yield* inOtherScripts(label);
}
