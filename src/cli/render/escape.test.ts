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
  ]);
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
