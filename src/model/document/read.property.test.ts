// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Path } from './document.ts';
import { readDocuments } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = fc.constantFrom('a', 'a.yaml', 'a.json');

/** Text that is nearly YAML or JSON. */
const scraps = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'b: ',
        '- ',
        '? ',
        ': ',
        ', ',
        '[',
        ']',
        '{',
        '}',
        '&x ',
        '*x',
        '!t ',
        '!!str ',
        '|',
        '>',
        '"',
        "'",
        '\\',
        '\n',
      ],
      ...[
        '\n  ',
        '  ',
        '\t',
        '#',
        '%TAG ',
        '---\n',
        '...\n',
        '<<: ',
        '"\\u',
        'd800',
        '1e999',
        '\ufeff',
        '\r',
        '\u2028',
        '~',
      ],
      ...['"\\UFFFFFFFF"', '__proto__', '\u{10ffff}'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).filter(isKept);

/** JSON values that come back unchanged: our readers refuse `__proto__`, and JSON.stringify writes -0 as 0. */
function isKept(json: unknown): boolean {
  const text = JSON.stringify(json);
  return !text.includes('__proto__') && !text.includes('\\ud');
}

describe('readDocuments', () => {
  test('answers any bytes with a value or a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), file, (input, name) => {
        const { value: read, problems } = readDocuments(input, name);
        expect(read !== undefined || problems.length > 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('answers any scraps with places inside the text', () => {
    fc.assert(
      fc.property(scraps, file, (text, name) => {
        const lines = text.toWellFormed().split(/\r\n?|\n/);
        for (const { at } of readDocuments(bytes(text), name).problems) {
          expect(at.line).toBeGreaterThanOrEqual(1);
          expect(at.line).toBeLessThanOrEqual(lines.length);
          expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 2);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('reads the JSON that JSON.stringify writes', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(json, null, indent);
        const [document] = readDocuments(bytes(text), 'a.json').value ?? [];
        expect(document?.value).toEqual(JSON.parse(text));
        checkPlaces(document?.value, [], (path) => textAt(text, document?.locate(path)));
      }),
      { numRuns: 500 },
    );
  });

  test('reads the YAML that js-yaml writes', () => {
    fc.assert(
      fc.property(value, (json) => {
        const plain: unknown = JSON.parse(JSON.stringify(json));
        const text = dump(plain, { noRefs: true });
        const { value: read, problems } = readDocuments(bytes(text), 'a.yaml');
        expect(problems).toEqual([]);
        expect(read?.[0]?.value).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });
});

function textAt(text: string, at: { line: number; column: number } | undefined): string {
  return (text.split('\n')[(at?.line ?? 0) - 1] ?? '').slice((at?.column ?? 1) - 1);
}

/** Every place starts with the text of the value. */
function checkPlaces(json: unknown, path: Path, at: (path: Path) => string): void {
  const start = Array.isArray(json)
    ? '['
    : typeof json === 'object' && json !== null
      ? '{'
      : JSON.stringify(json);
  expect(at(path).startsWith(start)).toBe(true);
  if (typeof json !== 'object' || json === null) return;
  for (const [key, inner] of Object.entries(json)) {
    checkPlaces(inner, [...path, Array.isArray(json) ? Number(key) : key], at);
  }
}
