// SPDX-License-Identifier: Apache-2.0
// Steps that make a text comparable, by the names that packs use.
import { decodeEntities, decodeEscapes, decodePercent, foldUnicode } from './decode.ts';

export const STEPS: Readonly<Record<string, (text: string) => string>> = {
  percent: decodePercent,
  entities: decodeEntities,
  escapes: decodeEscapes,
  unicode: foldUnicode,
  lower: (text) => text.toLowerCase(),
  spaces: foldSpaces,
  slashes: (text) => text.replaceAll('\\', '/').replace(/\/(?:\.?\/)+/g, '/'),
  comments: dropComments,
  'sql-comments': openComments,
  tight: (text) => text.replace(/ ?([(),=<>!|&;+*/]) ?/g, '$1'),
  shell: dropQuoting,
  squeeze: (text) => text.replaceAll('\0', '').replace(/\s+/g, ''),
};

/** Runs of white space and control characters are one space; zero bytes vanish. */
function foldSpaces(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is folded
  return text.replaceAll('\0', '').replace(/[\s\u0001-\u001f\u007f\u00a0]+/g, ' ');
}

function dropComments(text: string): string {
  return text.includes('/*') ? text.replace(/\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g, '') : text;
}

/** MySQL runs what stands in version comments (MySQL manual, "Comments"); other comments are white space. */
function openComments(text: string): string {
  if (!text.includes('/*')) return text;
  return text
    .replace(/\/\* ?!\d{0,6}/g, ' ')
    .replace(/\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g, ' ')
    .replaceAll('*/', ' ');
}

/** What a shell takes away before it looks for a command: quotes, escapes, empty expansions (POSIX XCU §2.2, §2.6). */
function dropQuoting(text: string): string {
  return text
    .replace(/\$\{?ifs(?:%\?\?)?\}?(?:\$\d)?/gi, ' ')
    .replace(/\$(?:\{[a-z_]{0,20}\}|\(\)|\((?:echo)?\)|[@*!?_$-])|<\(\)|``/gi, '')
    .replace(/(\w)\$[a-z](?=\W|$)/gi, '$1')
    .replace(/['"\\^]/g, '');
}
