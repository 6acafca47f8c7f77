// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test.each([
  ['site/ensuresec.yaml', 'site/ensuresec.yaml'],
  ['Läden/übersicht.json', 'Läden/übersicht.json'],
  ['my site', "'my site'"],
  ["Tom's", "'Tom'\\''s'"],
  ['', "''"],
  ['-rf', "'-rf'"],
  ['$(id)', "'$(id)'"],
  ['a\nb', "$'a\\x0ab'"],
  ["\u202e'\\", "$'\\xe2\\x80\\xae\\'\\\\'"],
])('%j is written %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test('bash reads back what was written', () => {
  for (const text of [
    'a b',
    "it's",
    'x;id',
    '`id`',
    '!!',
    '~',
    '*',
    'a\tb\nc',
    "\u202ertl\\n'",
    '#no',
    'ü $HOME "q"',
  ])
    expect(execFileSync('bash', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
});
