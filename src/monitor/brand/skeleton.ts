// SPDX-License-Identifier: Apache-2.0
// Letters that are drawn alike, as the one they are taken for (UTS #39 §4, a part of its confusables, and digits).

/** Letters of other scripts for each letter of ours. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ a: 'аɑαạ', b: 'ЬƅᏏ', c: 'сϲᴄ', d: 'ԁɗժ', e: 'еҽєε', f: 'ғſ', g: 'ɡցġ', h: 'һհᏂ', i: 'іıɩιӏ' },
  ...{ j: 'јϳ', k: 'κкĸ', l: 'ӏŀłḷ', m: 'мṃ', n: 'ոпṇη', o: 'оοօσøо', p: 'рρ', q: 'ԛգ', r: 'гᴦɾ' },
  ...{ s: 'ѕꜱṣ', t: 'тτŧ', u: 'υսцʋ', v: 'ѵνᴠ', w: 'ԝωшѡ', x: 'хχ', y: 'уγүʏ', z: 'ᴢʐż' },
};

const PLAIN = new Map(
  Object.entries(ALIKE).flatMap(([plain, letters]) => [...letters].map((letter) => [letter, plain] as const)),
);

/** Signs that read as one letter in many typefaces. */
const READ_AS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[1|!i]/g, 'l'],
  [/0/g, 'o'],
  [/[5$]/g, 's'],
  [/3/g, 'e'],
  [/4/g, 'a'],
];

/** Without accents, other scripts as ours; two labels that look the same for a hasty reader have one skeleton. */
export function skeletonOf(label: string): string {
  const latin = latinOf(label);
  return READ_AS.reduce((text, [signs, letter]) => text.replaceAll(signs, letter), latin);
}

/** Only accents and other scripts are undone: what is left is what a careful reader takes it for. */
export function latinOf(label: string): string {
  const bare = label.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return [...bare].map((letter) => PLAIN.get(letter) ?? letter).join('');
}

/** A letter of another script for each place of the label where there is one. */
export function* inOtherScripts(label: string): Generator<string> {
  for (const [at, letter] of [...label].entries())
    for (const other of ALIKE[letter] ?? '') yield label.slice(0, at) + other + label.slice(at + 1);
}
