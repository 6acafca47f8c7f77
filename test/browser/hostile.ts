// SPDX-License-Identifier: Apache-2.0
// Text that would like to be more than text: of our own, the big list of naughty strings, and published attacks.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { corpus } from '../conformance/corpora.ts';
import { crsCases } from '../conformance/crs-requests.ts';

export const OWN = [
  '<script>window.ran = 1</script>',
  '"><img src=x onerror="window.ran = 1">',
  "'-window.ran=1-'",
  'javascript:window.ran=1',
  '<svg/onload=window.ran=1>',
  '{{constructor.constructor("window.ran=1")()}}',
  '</title></textarea></style><iframe srcdoc="<script>parent.ran=1</script>">',
  '<a href="javascript:window.ran=1" autofocus onfocus=window.ran=1>x</a>',
  '\u202e reversed \u2066 isolated',
];

export const HOSTILE = [...OWN, ...published()];

function published(): readonly string[] {
  const naughty = corpus('blns/blns.json');
  const crs = corpus('crs/tests/regression/tests');
  const cases = crs === undefined ? [] : crsCases(crs).filter(({ family }) => family === 'XSS');
  return [
    ...(naughty === undefined ? [] : (JSON.parse(readFileSync(naughty, 'utf8')) as string[])),
    ...cases.flatMap(({ request }) => [safely(request.uri), request.body ?? '']),
  ].filter((text) => text !== '');
}

/** As a log that decodes addresses would show it. */
function safely(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** What could have become of a text: an element, a handler, a link that runs something; or that it ran. */
const BORN = `[...document.querySelectorAll('main script, main img, main iframe, main object, main embed, main svg script, main style, main base, main form[action], main a[href^="javascript:" i]'),
  ...[...document.querySelectorAll('main *')].filter((each) => each.getAttributeNames().some((name) => name.startsWith('on') || name === 'style' && /url\\(|expression/.test(each.getAttribute(name))))].length
  + (window.ran === undefined ? 0 : 1000)`;

/** How many; 1000 and more: something ran. */
export async function born(page: Page): Promise<number> {
  return Number(await page.evaluate(BORN));
}

export async function unfold(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
}

/** As few texts of at most so many characters as hold all of these. */
export function packed(texts: readonly string[], most: number): readonly string[] {
  const pieces = texts.flatMap((text) => text.match(new RegExp(`[^]{1,${most}}`, 'g')) ?? []);
  const all: string[] = [];
  for (const piece of pieces.map((each) => each.toWellFormed())) {
    const last = all.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= most)
      all[all.length - 1] = `${last} ${piece}`;
    else all.push(piece);
  }
  return all;
}
