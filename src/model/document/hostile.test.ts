// SPDX-License-Identifier: Apache-2.0
// Inputs made to stop, fill or change the program that reads them.
import { describe, expect, test } from 'vitest';
import { within } from '../../../test/support/patience.ts';
import { readDocuments } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const MILLION = 1_000_000;

/** What it is, the name of the file, its bytes, the code of the first problem. */
const HOSTILE: readonly (readonly [string, string, () => Uint8Array, string])[] = [
  ['100 MB', 'a.yaml', () => new Uint8Array(100 * MILLION), 'DOCUMENT_TOO_LARGE'],
  ['100 MB of JSON', 'a.json', () => new Uint8Array(100 * MILLION), 'DOCUMENT_TOO_LARGE'],
  ['a million [ in YAML', 'a.yaml', () => bytes('['.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  ['a million { in YAML', 'a.yaml', () => bytes('{'.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  ['a million dashes', 'a.yaml', () => bytes('- '.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  ['a million question marks', 'a.yaml', () => bytes('? '.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  ['a million [ in JSON', 'a.json', () => bytes('['.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  ['a million objects in JSON', 'a.json', () => bytes('{"a":'.repeat(MILLION)), 'DOCUMENT_TOO_DEEP'],
  [
    'a million closed lists',
    'a.json',
    () => bytes('['.repeat(MILLION) + ']'.repeat(MILLION)),
    'DOCUMENT_TOO_DEEP',
  ],
  ['lists by indentation', 'a.yaml', () => bytes(indented(2_000, '-')), 'DOCUMENT_TOO_DEEP'],
  ['sections by indentation', 'a.yaml', () => bytes(indented(2_000, 'a:')), 'DOCUMENT_TOO_DEEP'],
  ['anchors without end', 'a.yaml', () => bytes('&a '.repeat(MILLION)), 'DOCUMENT_YAML_SYNTAX'],
  ['a billion laughs', 'a.yaml', () => bytes(laughs(10, 10)), 'DOCUMENT_TOO_MANY_NODES'],
  ['laughs by twos', 'a.yaml', () => bytes(laughs(2, 90)), 'DOCUMENT_TOO_MANY_NODES'],
  ['laughs by merges', 'a.yaml', () => bytes(merges(20_000)), 'DOCUMENT_TOO_MANY_NODES'],
  ['a chain of aliases deeper than the limit', 'a.yaml', () => bytes(laughs(1, 200)), 'DOCUMENT_TOO_DEEP'],
  [
    'sixteen million items',
    'a.yaml',
    () => bytes(`[${'a,'.repeat(15 * MILLION)}]`),
    'DOCUMENT_TOO_MANY_NODES',
  ],
  ['millions of documents', 'a.yaml', () => bytes('---\n'.repeat(5 * MILLION)), 'DOCUMENT_TOO_MANY_NODES'],
  [
    'half a million equal keys',
    'a.json',
    () => bytes(`{${'"a":1,'.repeat(MILLION / 2)}"b":1}`),
    'DOCUMENT_DUPLICATE_KEY',
  ],
  ['__proto__', 'a.json', () => bytes('{"__proto__": {"polluted": true}}'), 'DOCUMENT_FORBIDDEN_KEY'],
  [
    '__proto__ by a merge',
    'a.yaml',
    () => bytes('a: &a {__proto__: {polluted: 1}}\nb: {<<: *a}\n'),
    'DOCUMENT_FORBIDDEN_KEY',
  ],
  ['invalid UTF-8 after 30 MB', 'a.yaml', () => lateInvalid(30 * MILLION), 'DOCUMENT_NOT_UTF8'],
];

function indented(levels: number, mark: string): string {
  return Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}${mark}\n`).join('');
}

function laughs(width: number, levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? 'lol' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array(width).fill(item).join(', ')}]\n`;
  });
  return lines.join('');
}

function merges(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `a${index + 1}: &a${index + 1} {<<: *a${index}, k${index}: 1}\n`,
  );
  return `a0: &a0 {k: 1}\n${lines.join('')}`;
}

function lateInvalid(length: number): Uint8Array {
  const text = new Uint8Array(length).fill(0x61);
  text[length - 10] = 0xc3;
  return text;
}

describe('readDocuments refuses within a second', () => {
  test.each(HOSTILE)('%s', (_, file, make, code) => {
    const input = make();
    const { problems } = within(1_000, file, () => readDocuments(input, file));
    expect(problems[0]?.code).toBe(code);
    expect(problems[0]?.at.file).toBe(file);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('takes one hundred levels and not one more', () => {
    for (const file of ['a.json', 'a.yaml']) {
      expect(readDocuments(bytes('['.repeat(100) + ']'.repeat(100)), file).problems).toEqual([]);
      expect(readDocuments(bytes('['.repeat(101) + ']'.repeat(101)), file).problems[0]?.code).toBe(
        'DOCUMENT_TOO_DEEP',
      );
    }
    expect(readDocuments(bytes(indented(100, '-')), 'a.yaml').problems).toEqual([]);
  });

  test('takes limits of the caller', () => {
    const code = (limits: Parameters<typeof readDocuments>[2], file = 'a.json') =>
      readDocuments(bytes('[[1, 2, 3]]'), file, limits).problems[0]?.code;
    for (const file of ['a.json', 'a.yaml']) {
      expect(code({ maxBytes: 10 }, file)).toBe('DOCUMENT_TOO_LARGE');
      expect(code({ maxNodes: 4 }, file)).toBe('DOCUMENT_TOO_MANY_NODES');
      expect(code({ maxDepth: 1 }, file)).toBe('DOCUMENT_TOO_DEEP');
      expect(code({ maxBytes: 11, maxNodes: 6, maxDepth: 2 }, file)).toBeUndefined();
    }
  });

  test('stops after five hundred problems', () => {
    const { problems, value } = readDocuments(bytes('a: 1\n'.repeat(5_000)), 'a.yaml');
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(501);
    expect(problems[500]?.code).toBe('DOCUMENT_TOO_MANY_PROBLEMS');
  });
});

describe('decoding', () => {
  /** Bytes after `ab\nc`, and the place of the first that is not UTF-8 (RFC 3629 §3, §4). */
  test.each([
    ['a lone continuation byte', [0x80], '2:2'],
    ['an overlong slash', [0xc0, 0xaf], '2:2'],
    ['an overlong three-byte form', [0xe0, 0x80, 0xaf], '2:2'],
    ['a surrogate', [0xed, 0xa0, 0x80], '2:2'],
    ['past the last code point', [0xf4, 0x90, 0x80, 0x80], '2:2'],
    ['a cut sequence', [0xe2, 0x82], '2:2'],
    ['a broken sequence', [0xf0, 0x9f, 0x98, 0x41], '2:2'],
    ['a bad byte after good ones', [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff], '2:5'],
  ])('refuses %s', (_, tail, expected) => {
    const { problems, value } = readDocuments(new Uint8Array([0x61, 0x62, 0x0a, 0x63, ...tail]), 'a.yaml');
    expect(value).toBeUndefined();
    expect(problems.map(({ code, at }) => `${at.line}:${at.column} ${code}`)).toEqual([
      `${expected} DOCUMENT_NOT_UTF8`,
    ]);
  });

  test('names UTF-16', () => {
    const { problems } = readDocuments(new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'a.yaml');
    expect(problems[0]?.message).toBe('Byte 0 (0xFF) is not UTF-8: expected a UTF-8 text');
    expect(problems[0]?.hint).toBe('The file is UTF-16: save it as UTF-8');
  });
});
