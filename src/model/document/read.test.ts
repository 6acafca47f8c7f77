// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { readDocuments } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readDocuments', () => {
  /** What it is, the text, the values of its documents. */
  const READ: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['nothing', '', []],
    ['an empty document', '---\n', [null]],
    ['several documents', 'a: 1\n---\n- b\n---\nc\n', [{ a: 1 }, ['b'], 'c']],
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    ['JSON inside YAML', '{"a": [1, true, null, "x"]}', [{ a: [1, true, null, 'x'] }]],
    [
      'the scalars of the core schema',
      '[~, Null, TRUE, false, 0o17, 0xff, -1, 1.5e3, .5, yes, 1_000, 0b1]',
      [[null, null, true, false, 15, 255, -1, 1500, 0.5, 'yes', '1_000', '0b1']],
    ],
    ['quoted scalars as text', `['1', "true", ~]`, [['1', 'true', null]]],
    [
      'explicit tags',
      '[!!str 1, !!int "2", !!float "2", !!bool "true", !!null "", ! 3]',
      [['1', 2, 2, true, null, '3']],
    ],
    ['a declared tag handle', '%TAG !y! tag:yaml.org,2002:\n---\n!y!str 1\n', ['1']],
    ['block scalars', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n', [{ a: 'x\ny\n', b: 'x y' }]],
    [
      'keys as they are written',
      '80: a\ntrue: b\n1.0: c\n? d\n: e\n',
      [{ 80: 'a', true: 'b', '1.0': 'c', d: 'e' }],
    ],
    ['aliases', 'a: &x {k: [1]}\nb: *x\n', [{ a: { k: [1] }, b: { k: [1] } }]],
    ['an anchor set twice', 'a: &x 1\nb: &x 2\nc: *x\n', [{ a: 1, b: 2, c: 2 }]],
    [
      'a merge, keys written out win',
      'a: &a {x: 1, y: 1}\nb:\n  y: 2\n  <<: *a\n  z: 3\n',
      [{ a: { x: 1, y: 1 }, b: { x: 1, y: 2, z: 3 } }],
    ],
    [
      'a merge of several, the first wins',
      'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n',
      [{ a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } }],
    ],
    ['a quoted << as a key', '"<<": 1\n', [{ '<<': 1 }]],
  ];

  test.each(READ)('reads %s', (_, text, values) => {
    const { value, problems } = readDocuments(bytes(text), 'a.yaml');
    expect(problems).toEqual([]);
    expect(value?.map((document) => document.value)).toEqual(values);
  });

  test('makes objects that inherit nothing', () => {
    const value = readDocuments(bytes('a: 1\n'), 'a.yaml').value?.[0]?.value as object;
    expect(['constructor', 'toString', '__proto__'].filter((key) => key in value)).toEqual([]);
  });

  test('chooses JSON by the name, then by the first letter', () => {
    const yaml = '{a: 1}';
    expect(readDocuments(bytes(yaml), 'a.yaml').problems).toEqual([]);
    expect(readDocuments(bytes(yaml), 'a.json').problems).toHaveLength(1);
    expect(readDocuments(bytes(yaml), 'a').problems).toHaveLength(1);
    expect(readDocuments(bytes('a: 1'), 'a').problems).toEqual([]);
  });
});

describe('locate', () => {
  const text = `a: &x
  k: one
  "q": 'two'
b: *x
c:
  <<: *x
  d:
    - e: |
        block
    -
f: {g: [1, 22]}
`;
  const [document] = readDocuments(bytes(text), 'a.yaml').value ?? [];

  test.each([
    ['the root', [], 'value', '1:1'],
    ['a section', ['a'], 'value', '2:3'],
    ['its key', ['a'], 'key', '1:1'],
    ['a scalar', ['a', 'k'], 'value', '2:6'],
    ['a quoted scalar', ['a', 'q'], 'value', '3:8'],
    ['a quoted key', ['a', 'q'], 'key', '3:3'],
    ['an alias', ['b'], 'value', '4:4'],
    ['what an alias stands for', ['b', 'k'], 'value', '2:6'],
    ['a merged key', ['c', 'q'], 'key', '3:3'],
    ['a block scalar', ['c', 'd', 0, 'e'], 'value', '9:9'],
    ['an item', ['f', 'g', 1], 'value', '11:12'],
    ['an item has no key', ['f', 'g', 1], 'key', '11:12'],
    ['the nearest ancestor of what is missing', ['f', 'g', 7, 'x'], 'value', '11:8'],
    ['a missing key', ['a', 'constructor'], 'key', '2:3'],
  ] as const)('finds %s', (_, path, on, expected) => {
    const at = document?.locate(path, on);
    expect(`${at?.line}:${at?.column}`).toBe(expected);
  });

  test('counts CR, LF and CR LF as line breaks', () => {
    const [json] = readDocuments(bytes('[1,\r\n2,\r3,\n4]'), 'a.json').value ?? [];
    expect([0, 1, 2, 3].map((index) => json?.locate([index]).line)).toEqual([1, 2, 3, 4]);
  });

  test('counts columns in UTF-16 code units', () => {
    const [json] = readDocuments(bytes('["\u{1f600}é", 1]'), 'a.json').value ?? [];
    expect(json?.locate([1]).column).toBe(9);
  });
});
