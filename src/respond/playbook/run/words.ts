// SPDX-License-Identifier: Apache-2.0

const WORD = /[^\s'"\\]+|'[^']*'|"(?:\\.|[^"\\])*"|\\./gsy;
/** What only a shell understands, outside of single quotes. */
const SHELL = /[|&;<>()`*?[\]{}!~#]|\$(?!\$*__)/;

/**
 * The words of a simple command (POSIX Shell Command Language §2.2, §2.9.1), quotes taken off. Variables stay names in their
 * word and are filled in afterwards: a value makes no second word.
 *
 * @returns undefined when it needs a shell: pipes, redirections, patterns, several commands.
 */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  for (const chunk of chunksOf(line.trim())) {
    if (chunk === undefined) return undefined;
    let word = '';
    for (const piece of chunk) {
      const text = unquoted(piece);
      if (text === undefined) return undefined;
      word += text;
    }
    words.push(word);
  }
  return words.length === 0 ? undefined : words;
}

/** The pieces of each word; undefined where a quote is not closed. */
function* chunksOf(line: string): Generator<readonly string[] | undefined> {
  let at = 0;
  let pieces: string[] = [];
  while (at < line.length) {
    const space = /\s+/y;
    space.lastIndex = at;
    const gap = space.exec(line);
    if (gap !== null) {
      if (gap[0].includes('\n')) yield undefined;
      yield pieces;
      pieces = [];
      at = space.lastIndex;
      continue;
    }
    WORD.lastIndex = at;
    const piece = WORD.exec(line);
    if (piece === null) return yield undefined;
    pieces.push(piece[0]);
    at = WORD.lastIndex;
  }
  if (pieces.length > 0) yield pieces;
}

function unquoted(piece: string): string | undefined {
  if (piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.startsWith('\\')) return piece.slice(1);
  if (!piece.startsWith('"')) return SHELL.test(piece) ? undefined : piece;
  const inner = piece.slice(1, -1);
  return /`|\$(?!\$*__)/.test(inner.replaceAll(/\\./gs, ''))
    ? undefined
    : inner.replaceAll(/\\([$`"\\])/g, '$1');
}
