// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packReader } from '../../platform/index.ts';
import { resolvePack } from '../pack/resolve.ts';
import { complete } from './complete.ts';
import { cursorAt } from './cursor.ts';

const pack = resolvePack('e-commerce', packReader('packs')).value;

/** `|` is the cursor. */
function at(text: string): readonly [text: string, line: number, column: number] {
  const before = text.slice(0, text.indexOf('|')).split('\n');
  return [text.replace('|', ''), before.length, (before.at(-1) ?? '').length + 1];
}

const HEAD = 'ensuresec: 1\nname: A shop\npack: e-commerce\n';

const PLACES: readonly (readonly [text: string, way: string, place: string, typed: string])[] = [
  ['|', '', 'name', ''],
  ['na|', '', 'name', 'na'],
  ['name: A|', 'name', 'value', 'A'],
  ['zones:\n  |', 'zones', 'name', ''],
  ['zones:\n  - |', 'zones []', 'name', ''],
  ['zones:\n- |', 'zones []', 'name', ''],
  ['zones:\n  - id: a\n    ty|', 'zones []', 'name', 'ty'],
  ['zones:\n  - id: a\n    type: in|', 'zones [] type', 'value', 'in'],
  ['zones:\n  - id: a\n  - id: b\n    type: |', 'zones [] type', 'value', ''],
  [
    'assets:\n  - id: a\n    listens:\n      - port: 443\n        accepts: |',
    'assets [] listens [] accepts',
    'value',
    '',
  ],
  ['assets:\n  - id: a\n    measures:\n    - t|', 'assets [] measures []', 'name', 't'],
  ['assets:\n  - id: a\n    measures: [x, |', 'assets [] measures []', 'value', ''],
  ['assets:\n  - { id: a, type: |', 'assets [] type', 'value', ''],
  ['assets:\n  - { id: a, |', 'assets []', 'name', ''],
  ['assets:\n  - { id: a,\n      measures: [x, ti|', 'assets [] measures []', 'value', 'ti'],
  ['assets:\n  - { id: a, listens: [{ port: 1, acc|', 'assets [] listens []', 'name', 'acc'],
  ['zones:\n  - { id: a }\n\n# words\nassets:\n  |', 'assets', 'name', ''],
];

describe('cursorAt', () => {
  test.each(PLACES)('%j', (text, way, place, typed) => {
    const found = cursorAt(...at(text));
    expect([found?.way.join(' '), found?.place, found?.typed]).toEqual([way, place, typed]);
  });

  test('keys of the same section are taken, those of others are not', () => {
    const found = cursorAt(...at('zones:\n  - id: a\n    |\n    type: t\n  - id: b\n    within: a\n'));
    expect(found?.taken).toEqual(['id', 'type']);
  });

  test('nothing in a comment', () => {
    expect(cursorAt(...at('zones: # she said |'))).toBeUndefined();
  });

  test('never throws, and the word typed stands before the cursor', () => {
    const bits = fc.constantFrom(
      'a',
      'zones:',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      ': ',
      '"',
      '#',
      'id: ',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), fc.nat(40), (parts, cut) => {
        const text = parts.join('');
        const before = text.slice(0, cut);
        const column = before.length - before.lastIndexOf('\n');
        const found = cursorAt(text, before.split('\n').length, column);
        if (found === undefined) return;
        expect(found.from).toBe(column - found.typed.length);
        expect(before.endsWith(found.typed)).toBe(true);
      }),
    );
  });
});

describe('complete', () => {
  const labels = (text: string): readonly string[] =>
    complete(...at(text), pack).suggestions.map(({ label }) => label);

  test('offers what the format, the pack and the model have', () => {
    expect(labels(`${HEAD}zo|`)).toEqual(['zones']);
    expect(labels(`${HEAD}zones:\n  - |`).slice(0, 2)).toEqual(['id', 'type']);
    expect(labels(`${HEAD}zones:\n  - id: a\n    type: warehouse-n|`)).toEqual(['warehouse-network']);
    expect(labels(`${HEAD}assets:\n  - id: a\n    measures: [parametrised-q|`)).toEqual([
      'parametrised-queries',
    ]);
    expect(
      labels(`${HEAD}zones:\n  - { id: hall, type: warehouse }\nassets:\n  - id: hallway\n    zone: ha|`),
    ).toEqual(['hall']);
    expect(labels(`${HEAD}attackers:\n  - e-commerce/attacker/courier|`)).toContain(
      'e-commerce/attacker/courier-insider',
    );
    expect(labels(`${HEAD}zones:\n  - id: a\n    open: |`)).toEqual(['true', 'false']);
  });

  test('what is written again as the model has it is offered where it stands', () => {
    const text = readFileSync('examples/demo-shop/ensuresec.yaml', 'utf8');
    const lines = text.split('\n');
    let asked = 0;
    lines.forEach((line, number) => {
      for (const { 1: before = '', 2: word = '', index } of line.matchAll(
        /(\b(?:type|zone|runsOn): )([a-z][a-z-]*)/g,
      )) {
        if (/#/.test(line.slice(0, index))) continue;
        asked++;
        const column = index + before.length + 1;
        const found = complete(text, number + 1, column + 1, pack);
        expect([
          line,
          word,
          found.suggestions.map(({ label }) => label).includes(word) || found.suggestions.length === 50,
        ]).toEqual([line, word, true]);
        expect(found.from).toBe(column);
      }
    });
    expect(asked).toBeGreaterThan(100);
  });
});

test('a line of nothing but dashes is not looked through to its end', () => {
  const column = 10_002;
  const text = `${'- '.repeat(5000)}\n${' '.repeat(column - 1)}a`;
  expect(cursorAt(text, 2, column + 1)?.way.length).toBeLessThan(100);
});
