// SPDX-License-Identifier: Apache-2.0
// Names, texts and file names come from files of strangers. Nothing of theirs may move a cursor, recolour a line, turn
// the reading direction, close a tag or become a formula in the place where it is shown.

/**
 * Characters that act instead of showing: controls (ESC, CSI, DEL, line ends), lone surrogates, the bidirectional
 * overrides and isolates of UAX #9, invisible separators, interlinear annotations and the tag block (UTS #51).
 * ZWJ and ZWNJ stay: scripts and emoji need them, and they act only on their neighbours.
 */
const ACTING =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\u034f/gu;

/** Most texts: nothing in them acts or stacks, which this sees ten times as fast. */
const PLAIN = /^[ -~]*$/;

/** More combining marks than this on one letter climb over the lines above and below; Unicode's stream-safe limit is 30. */
const TALL_STACK = /(\p{M}{6})\p{M}+/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `text` on one line, every acting character written out: `\n`, `\x1b`, `\u202e`. */
export function forTerminal(text: string): string {
  return PLAIN.test(text) ? text : text.replace(ACTING, visible).replace(TALL_STACK, '$1');
}

function visible(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as HTML text or as a quoted attribute value. */
export function forHtml(text: string): string {
  return forTerminal(text).replace(/[&<>"']/g, (character) => HTML[character] as string);
}

/** What begins a formula, also as East Asian keyboards write it; `|` and `%` begin a command in some spreadsheets. */
const STARTS_FORMULA = /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/;
const CUT_TO_FORMULA = /;(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * A cell of RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection), after white
 * space too, and after a semicolon: spreadsheets of many countries cut cells there, whatever is quoted. A number is as it is.
 */
export function forCsv(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  const safe = forTerminal(value).replaceAll(CUT_TO_FORMULA, ";'");
  const text = STARTS_FORMULA.test(safe) ? `'${safe}` : safe;
  return /[",;']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every acting character of `text` as `write` says. */
export function withoutActing(text: string, write: (character: string) => string): string {
  return PLAIN.test(text) ? text : text.replace(ACTING, write);
}
