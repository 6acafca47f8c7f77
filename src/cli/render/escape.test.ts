// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forCsv, forHtml, forJson, forSarif, forTerminal } from './escape.ts';

const check = (write: (text: string) => string, rows: readonly (readonly [string, string])[]) =>
  test.each(rows)('%j', (text, expected) => expect(write(text)).toBe(expected));

describe('forTerminal writes acting characters out', () => {
  check(forTerminal, [
    ['plain', 'plain'],
    ['Βόλος 東京 👩‍🚒', 'Βόλος 東京 👩‍🚒'],
    ['\u001b[2J\u001b]0;pwned\u0007', '\\x1b[2J\\x1b]0;pwned\\x07'],
    ['\u009b31m', '\\x9b31m'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['user\u202egnp.exe', 'user\\u202egnp.exe'],
    ['\u2066x\u2069\u200b\ufeff', '\\u2066x\\u2069\\u200b\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800x', '\\ud800x'],
    [`Z${'\u0351'.repeat(40)}!`, `Z${'\u0351'.repeat(6)}!`],
  ]);
});

describe('forHtml leaves no markup', () => {
  check(forHtml, [
    [`<img src=x onerror='a("b")'>`, '&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;'],
    ['a & b', 'a &amp; b'],
    ['\u0000<', '\\x00&lt;'],
  ]);
});

describe('forCsv starts no formula', () => {
  check(forCsv, [
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["=cmd|'/C calc'!A0", `"'=cmd|'/C calc'!A0"`],
    [' +1', `"' +1"`],
    ['@SUM(1)', `"'@SUM(1)"`],
    ['two\nlines', 'two\\nlines'],
    ['\t=1', '\\t=1'],
    ['\uff1d1+1', `"'\uff1d1+1"`],
    ['http://a.example/;%20', '"http://a.example/;%20"'],
    ['night;=1+1', `"night;'=1+1"`],
    ['night; "@x";-1', `"night;' ""@x"";'-1"`],
    ['a;b', '"a;b"'],
  ]);
});

/** Cells as a spreadsheet cuts a line: a quote counts where a cell begins, and what follows its end belongs to the cell. */
function cellsOf(line: string, separator: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (let at = 0, begins = true; at < line.length; at++) {
    const character = line[at] as string;
    const own = cells.length - 1;
    if (isQuoted && character === '"' && line[at + 1] === '"') {
      cells[own] += character;
      at++;
    } else if (character === '"' && (begins || isQuoted)) isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) cells.push('');
    else cells[own] += character;
    begins = character === separator && !isQuoted;
  }
  return cells;
}

test.each([',', ';', '\t'])('forCsv starts no formula in a spreadsheet that cuts at %j', (separator) => {
  const text = fc.string({ unit: fc.constantFrom(...'=+-@;,"\' \t\r\na1\uff1d'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const line = texts.map(forCsv).join(',');
      expect(cellsOf(line, ',')).toHaveLength(texts.length);
      for (const cell of cellsOf(line, separator)) expect(cell).not.toMatch(/^\s*[=+\-@\uff1d]/);
    }),
    { numRuns: 2000 },
  );
});

describe('forSarif makes neither link nor placeholder', () => {
  check(forSarif, [
    ['see [here](javascript:x)', 'see \\[here\\](javascript:x)'],
    ['{0} and }', '{{0}} and }}'],
  ]);
});

test('forJson keeps the value and shows no acting character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = forJson({ text });
      expect(JSON.parse(json)).toEqual({ text });
      expect(forTerminal(json.replaceAll('\n', ''))).toBe(json.replaceAll('\n', ''));
    }),
  );
});

test('forTerminal changes nothing the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(forTerminal(forTerminal(text))).toBe(forTerminal(text));
    }),
  );
});
