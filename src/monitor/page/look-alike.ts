// SPDX-License-Identifier: Apache-2.0
// Hosts that are made to be taken for others.

/** Letters that are drawn alike, as the one they are read as. A part of Unicode's confusables (UTS #39 §4) and digits. */
const DRAWN_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[1iı|íìІі]/g, 'l'],
  [/[0оοº]/g, 'o'],
  [/[5ѕ]/g, 's'],
  [/[аαá]/g, 'a'],
  [/[еεé]/g, 'e'],
  [/[рρ]/g, 'p'],
  [/[сϲ]/g, 'c'],
  [/[хχ]/g, 'x'],
  [/[уγ]/g, 'y'],
];

/** Names shorter than this have too many neighbours by chance. */
const MIN_NAME = 6;

export interface LookAlike {
  readonly of: string;
  readonly how: string;
}

/** The known host that `host` imitates; undefined when it is one of them, or is like none. */
export function lookAlike(host: string, known: readonly string[]): LookAlike | undefined {
  const plain = bare(host);
  const hosts = [...new Set(known.map(bare))].filter((each) => !/^[\d.:[\]]+$/.test(each));
  if (/^[\d.:[\]]+$/.test(plain) || hosts.some((each) => isWithin(plain, registered(each).domain)))
    return undefined;
  for (const each of hosts) {
    const how = imitation(plain, each);
    if (how !== undefined) return { of: each, how };
  }
  return undefined;
}

function bare(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function isWithin(host: string, known: string): boolean {
  return host === known || host.endsWith(`.${known}`);
}

function imitation(host: string, known: string): string | undefined {
  const [name, theirs] = [registered(host), registered(known)];
  if (host.includes(`${known}.`) || host.startsWith(`${theirs.domain}.`))
    return `the whole of ${known} stands in front of another domain`;
  if (theirs.label.length < MIN_NAME) return undefined;
  if (skeleton(name.label) === skeleton(theirs.label) && name.label !== theirs.label)
    return 'letters that are drawn alike';
  if (name.label === theirs.label) return 'the same name under another ending';
  if (distance(name.label, theirs.label) === 1) return 'one letter is another, missing or too much';
  const parts = host.split(/[.-]/);
  return parts.includes(theirs.label) ? `it carries the name ${theirs.label}` : undefined;
}

/** The last label before the ending. Endings of two parts (`co.uk`) are told by their length. */
function registered(host: string): { readonly label: string; readonly domain: string } {
  const labels = host.split('.');
  const ending = labels.length > 2 && /^(?:co|com|net|org|gov|ac)$/.test(labels.at(-2) ?? '') ? 2 : 1;
  const at = Math.max(0, labels.length - ending - 1);
  return { label: labels[at] ?? host, domain: labels.slice(at).join('.') };
}

function skeleton(label: string): string {
  return DRAWN_ALIKE.reduce((text, [letters, one]) => text.replaceAll(letters, one), label);
}

/** Optimal string alignment: swaps of neighbours count one. Only whether it is 0, 1 or more matters. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [left, right] = [a.length, b.length];
  while (left > start && right > start && a[left - 1] === b[right - 1]) {
    left--;
    right--;
  }
  const [x, y] = [a.slice(start, left), b.slice(start, right)];
  if (x === y) return 0;
  if (Math.max(x.length, y.length) === 1) return 1;
  return x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0] ? 1 : 2;
}
