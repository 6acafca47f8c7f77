// SPDX-License-Identifier: Apache-2.0
// Sigma strings: wildcards and their escaping (rules specification 2.0.0, "String Wildcard", "Escaping").
import type { Folding, GlobToken, Match, TextMode } from '../rule.ts';

const ANY: GlobToken = { wild: '*' };
const ONE: GlobToken = { wild: '?' };

/** Plain runs and wildcards of a Sigma string. A backslash escapes `*`, `?` and itself, and is plain anywhere else. */
export function readGlob(text: string): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  let plain = '';
  const wild = (token: GlobToken): void => {
    if (plain !== '') tokens.push(plain);
    plain = '';
    // Two runs of anything in a row are one.
    if (token === ONE || tokens.at(-1) !== ANY) tokens.push(token);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const next = text[at + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      at++;
    } else if (char === '*') wild(ANY);
    else if (char === '?') wild(ONE);
    else plain += char;
  }
  if (plain !== '') tokens.push(plain);
  return tokens;
}

/** The plain text of a Sigma string; undefined when it holds a wildcard. */
export function plainText(text: string): string | undefined {
  const tokens = readGlob(text);
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : undefined;
}

/** The cheapest match that says the same: `*abc` is `endswith`, `a*c` remains a glob. */
export function textMatch(text: string, mode: TextMode, folding: Folding): Match {
  const tokens = [...readGlob(text)];
  if ((mode === 'contains' || mode === 'endswith') && tokens[0] !== ANY) tokens.unshift(ANY);
  if ((mode === 'contains' || mode === 'startswith') && tokens.at(-1) !== ANY) tokens.push(ANY);
  return globMatch(tokens, folding);
}

const DASHES = /[/\u2013\u2014\u2015]/g;

/** The form in which text is compared. `windash`: `-`, `/`, en dash, em dash and horizontal bar are the same. */
export function fold(text: string, { cased, dash }: Folding): string {
  const lower = cased ? text : lowered(text);
  return dash ? lower.replace(DASHES, '-') : lower;
}

/** By `indexOf`: in a text of one byte a character, `includes` of it costs half of what lowering does. */
const FINAL = 'ς';

/** Of a sigma, what stands after it decides which small letter it gets; a needle does not know what stands after it. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.indexOf(FINAL) >= 0 ? lower.replaceAll(FINAL, 'σ') : lower;
}

function globMatch(tokens: readonly GlobToken[], folding: Folding): Match {
  const folded = tokens.map((token) => (typeof token === 'string' ? fold(token, folding) : token));
  const starts = folded[0] === ANY;
  const ends = folded.length > (starts ? 1 : 0) && folded.at(-1) === ANY;
  const inner = folded.slice(starts ? 1 : 0, ends ? -1 : undefined);
  if (inner.length > 1 || (inner.length === 1 && typeof inner[0] !== 'string'))
    return { kind: 'glob', tokens: folded, ...folding };
  const text = (inner[0] ?? '') as string;
  const mode = starts
    ? ends || inner.length === 0
      ? 'contains'
      : 'endswith'
    : ends
      ? 'startswith'
      : 'equals';
  return { kind: 'text', mode, text, ...folding };
}
