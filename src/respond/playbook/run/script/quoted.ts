// SPDX-License-Identifier: Apache-2.0
// Values of variables put into a text that a program reads. Where a value stands, in code, in this kind of quotes or in that,
// says how it is written so that it stays one value; where that cannot be told for sure, none is put.
import { insert, VARIABLE, type Values } from '../values.ts';

/** Why a person has to do it: no text is safe. */
export class UnclearPlace extends Error {}

/** How a value is written in a place; undefined for a value that cannot stand there. */
type Write = (value: string) => string | undefined;

interface Quotes {
  readonly open: RegExp;
  readonly close: RegExp;
  /** What inside takes the meaning of a closing quote. */
  readonly skip: RegExp;
  /** From here on only the program itself can tell what is code. */
  readonly unclear: RegExp;
  readonly write: Write;
}

/** All expressions are sticky. */
export interface Language {
  readonly name: string;
  readonly quotes: readonly Quotes[];
  /** In code: escapes, and comments as a whole. */
  readonly skip: RegExp;
  readonly unclear: RegExp;
  /** A value outside of quotes. */
  readonly write: Write;
  /** Of the text before a word: a value that begins it must not begin like an option. */
  readonly takesOptions?: (before: string) => boolean;
  /** What stands between words; white space and the operators of a shell when absent. */
  readonly between?: RegExp;
}

export const NEVER = /(?!)/y;

/**
 * The text with its values.
 *
 * @throws UnclearPlace for a variable in a place where a value could become code; Unresolved for one without a value.
 */
export function fillQuoted(text: string, values: Values, language: Language): string {
  const { between = /^[\s;&|()]$/ } = language;
  const use = new RegExp(VARIABLE.source, 'y');
  if (text.search(VARIABLE) === -1) return text;
  let filled = '';
  let at = 0;
  let inside: Quotes | undefined;
  let word = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    return found === '' ? undefined : found;
  };
  while (at < text.length) {
    const place: Pick<Language, 'skip' | 'unclear' | 'write'> = inside ?? language;
    use.lastIndex = at;
    const variable = use.exec(text);
    if (variable !== null) {
      const isFirst = at === word && language.takesOptions?.(text.slice(0, word)) === true;
      filled += written(
        variable[1] as string,
        values,
        isFirst ? noOption(place.write) : place.write,
        language.name,
      );
      at = use.lastIndex;
      continue;
    }
    const skipped = take(place.skip);
    if (skipped === undefined && take(place.unclear) !== undefined)
      return filled + withoutVariables(text.slice(at), language.name);
    // An escape that takes the first character of a variable.
    if (skipped !== undefined) use.lastIndex = at + skipped.length - 1;
    const cut = skipped === undefined ? null : use.exec(text);
    if (cut !== null) withoutVariables(cut[0], language.name);
    const quote = skipped === undefined ? quoteAt(inside, language, take) : undefined;
    const isOpened = quote !== undefined && inside === undefined && at === word;
    if (quote !== undefined) inside = inside === undefined ? quote.quotes : undefined;
    const piece = withoutVariables(skipped ?? quote?.text ?? (text[at] as string), language.name);
    filled += piece;
    at += piece.length;
    // A word begins after what is between words, and goes on where its first quote opens.
    if (isOpened || (inside === undefined && skipped === undefined && between.test(piece))) word = at;
  }
  return filled;
}

function noOption(write: Write): Write {
  return (value) => (value.startsWith('-') ? undefined : write(value));
}

function quoteAt(
  inside: Quotes | undefined,
  { quotes }: Language,
  take: (pattern: RegExp) => string | undefined,
): { readonly quotes: Quotes; readonly text: string } | undefined {
  if (inside !== undefined) {
    const text = take(inside.close);
    return text === undefined ? undefined : { quotes: inside, text };
  }
  for (const each of quotes) {
    const text = take(each.open);
    if (text !== undefined) return { quotes: each, text };
  }
  return undefined;
}

function written(name: string, values: Values, write: Write, language: string): string {
  return insert(name, values, (value) => {
    const text = write(value);
    if (text === undefined)
      throw new UnclearPlace(`The value of ${name} cannot stand where ${language} would read it`);
    return text;
  });
}

/** What an escape or a comment swallows, and what follows a place that is unclear. */
function withoutVariables(text: string, language: string): string {
  const name = VARIABLE.exec(text)?.[1];
  if (name !== undefined)
    throw new UnclearPlace(`${name} stands where its value could become code of ${language}`);
  return text;
}
