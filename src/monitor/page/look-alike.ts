// SPDX-License-Identifier: Apache-2.0
// Hosts that are made to be taken for others.

import { type DomainParts, domainParts } from '../brand/name.ts';
import { skeletonOf } from '../brand/skeleton.ts';

/** Names shorter than this have too many neighbours by chance. */
const MIN_NAME = 6;

export interface LookAlike {
  readonly of: string;
  readonly how: string;
}

/** The known host that `host` imitates; undefined when it is of one of them, or is like none. */
export function lookAlike(host: string, known: readonly string[]): LookAlike | undefined {
  const seen = partsOf(host);
  const theirs = [...new Set(known)].flatMap((each) => partsOf(each) ?? []);
  if (seen === undefined || theirs.some(({ registered }) => registered === seen.registered)) return undefined;
  for (const each of theirs) {
    const how = imitation(seen, each);
    if (how !== undefined) return { of: each.domain, how };
  }
  return undefined;
}

/** Undefined for addresses of machines and names of one label. */
function partsOf(host: string): DomainParts | undefined {
  return domainParts(host.replace(/:\d+$/, ''));
}

function imitation(seen: DomainParts, { registered, label }: DomainParts): string | undefined {
  if ([...seen.before, ''].join('.').includes(`${registered}.`))
    return `the whole of ${registered} stands in front of another domain`;
  if (label.length < MIN_NAME) return undefined;
  if (seen.label === label) return 'the same name under another ending';
  if (skeletonOf(seen.label) === skeletonOf(label)) return 'letters that are drawn alike';
  if (distance(seen.label, label) === 1) return 'one letter is another, missing or too much';
  const words = [...seen.before, seen.label].flatMap((each) => each.split('-'));
  return words.includes(label) ? `it carries the name ${label}` : undefined;
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
