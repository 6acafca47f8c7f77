// SPDX-License-Identifier: Apache-2.0
// Texts that stand in a program, as far as they can be told without running it.

/** Characters of a program that are read; the rest is cut. */
export const MAX_PROGRAM = 2_000_000;
const MAX_LITERALS = 20_000;
const MAX_LITERAL = 10_000;

/** Texts in quotes, their escapes undone, and what base64 in them means. */
export function literalsOf(program: string): readonly string[] {
  const texts: string[] = [];
  for (const { kind, start, end } of tokens(program)) {
    if (texts.length >= MAX_LITERALS) break;
    if (kind !== 'text') continue;
    const text = unescaped(program.slice(start + 1, Math.min(end - 1, start + MAX_LITERAL)));
    texts.push(text);
    const hidden = fromBase64(text);
    if (hidden !== undefined) texts.push(hidden);
  }
  return texts;
}

/** The program with one mark for each text and number: two renderings of one template have the same shape. */
export function shapeOf(program: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { kind, start, end } of tokens(program)) {
    parts.push(program.slice(from, start), kind === 'text' ? '""' : ' ');
    from = end;
  }
  parts.push(program.slice(from, MAX_PROGRAM));
  return parts
    .join('')
    .replaceAll(/\b\d[\w.]*/g, '0')
    .replaceAll(/\s+/g, ' ');
}

interface Token {
  readonly kind: 'text' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Quoted texts and comments. One pass: what is not closed goes on to the end, so nothing is read twice. */
function* tokens(program: string): Generator<Token> {
  const last = Math.min(program.length, MAX_PROGRAM);
  for (let at = 0; at < last; at++) {
    const character = program[at] as string;
    if (character === '/' && (program[at + 1] === '/' || program[at + 1] === '*')) {
      const mark = program[at + 1] === '/' ? '\n' : '*/';
      const found = program.indexOf(mark, at + 2);
      const end = found < 0 || found > last ? last : found + mark.length;
      yield { kind: 'comment', start: at, end };
      at = end - 1;
    } else if (character === '"' || character === "'" || character === '`') {
      const end = endOfText(program, at, character, last);
      yield { kind: 'text', start: at, end };
      at = end - 1;
    }
  }
}

function endOfText(program: string, start: number, quote: string, last: number): number {
  for (let at = start + 1; at < last; at++) {
    if (program[at] === '\\') at++;
    else if (program[at] === quote) return at + 1;
    // Most likely an apostrophe of a regular expression: the next line starts anew.
    else if (program[at] === '\n' && quote !== '`') return at;
  }
  return last;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Text that base64 hides; undefined when it is no base64 or hides no text. */
function fromBase64(text: string): string | undefined {
  if (text.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return /^[\t\n\r -~]{5,}$/.test(decoded) ? decoded : undefined;
}
