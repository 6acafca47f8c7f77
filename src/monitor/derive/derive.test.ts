// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CUTS } from './cut.ts';
import { decodeEntities, decodeEscapes, decodePercent, foldUnicode } from './decode.ts';
import { compileDerivations } from './derive.ts';
import { STEPS } from './steps.ts';
import { accounts, addresses } from './who.ts';

describe('decoding', () => {
  test.each([
    ['percent, once', decodePercent, 'a%20b+c', 'a b c'],
    ['percent, inside itself', decodePercent, '%25252e%25252e%25252f', '../'],
    ['percent, as IIS writes it', decodePercent, '%u0041%u002f', 'A/'],
    ['percent, UTF-8', decodePercent, '%C3%A9', 'é'],
    ['percent, longer than it need be', decodePercent, '%c0%ae%c0%af', './'],
    ['percent, bytes that are no UTF-8', decodePercent, '%ff%41', 'ÿA'],
    ['percent, no encoding at all', decodePercent, '100% of 5%', '100% of 5%'],
    ['references, numbered', decodeEntities, '&#60;&#x73;&#99', '<sc'],
    ['references, named', decodeEntities, 'ja&Tab;vascript&colon;', 'ja\tvascript:'],
    [
      'references that are none',
      decodeEntities,
      'a&b;c &nosuch; &#x7fffffff;',
      'a&b;c &nosuch; &#x7fffffff;',
    ],
    ['escapes', decodeEscapes, '\\x3c\\u0073\\u{63}\\n.', '<sc .'],
    ['UTF-7', decodeEscapes, '+ADw-script+AD4-', '<script>'],
    ['full width', foldUnicode, '＜ｓｃｒｉｐｔ＞ ①⑥', '<script> 16'],
    ['quotes of print', foldUnicode, '’ or “1”', '\' or "1"'],
  ])('%s', (_, decode, text, expected) => {
    expect(decode(text)).toBe(expected);
  });

  test('never throws, and takes time linear in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const step of Object.values(STEPS)) expect(typeof step(text)).toBe('string');
        for (const cut of Object.values(CUTS)) expect(Array.isArray(cut(text))).toBe(true);
      }),
    );
    for (const hostile of ['%25', '/*', '&#x', '\\u', '${', ' (', '1.', 'user=', '::', 'a-']) {
      const long = hostile.repeat(8192 / hostile.length);
      for (const run of [...Object.values(STEPS), ...Object.values(CUTS)]) {
        const start = performance.now();
        run(long);
        expect(performance.now() - start, hostile).toBeLessThan(1000);
      }
    }
  });
});

describe('parts of a request', () => {
  test.each([
    ['query', '/s?q=a&b=', ['q', 'a', 'b', 'q=a&b=']],
    ['query', '/s', []],
    ['path', '/a/b?c', ['/a/b']],
    ['cookies', 'a=1; b=2', ['a', '1', 'b', '2', 'a=1; b=2']],
    ['body', '{"a":{"b":["c",1]}}', ['a', 'b', 'c']],
    ['body', '{"a":', ['{"a":']],
    ['body', '<?xml version="1.0"?><a b="c">d</a>', ['1.0', 'c', 'd']],
    [
      'body',
      '--x\r\nContent-Disposition: form-data; name="f"; filename="a.php"\r\n\r\nhello\r\n--x--',
      ['f', 'a.php', 'hello'],
    ],
    ['body', 'a=1', ['a', '1']],
  ])('%s of %j', (cut, text, expected) => {
    expect(CUTS[cut]?.(text)).toEqual(expected);
  });
});

describe('who a line is about', () => {
  test.each([
    ['Failed password for root from 203.0.113.9 port 4022 ssh2', ['203.0.113.9'], ['root']],
    ['Invalid user anna from ::ffff:203.0.113.9', ['203.0.113.9'], ['anna']],
    ['seen by 192.0.2.1, rhost=2001:db8::7 user=ben', ['2001:db8::7', '192.0.2.1'], ['ben']],
    ['12:32:19 Login of "carl@mail.example" failed (IP: 203.0.113.9)', ['203.0.113.9'], []],
    ['{"type":"LOGIN","ip":"203.0.113.9","username":"dora"}', ['203.0.113.9'], ['dora']],
    ['version 1.2.3.4.5 at 17:33:10', [], []],
    ['', [], []],
  ])('%s', (text, from, whom) => {
    expect(addresses(text)).toEqual(from);
    expect(accounts(text)).toEqual(whom);
  });
});

describe('derived fields', () => {
  const derive = compileDerivations([
    {
      field: 'web',
      categories: ['webserver'],
      from: [{ field: 'uri', cut: 'query' }],
      steps: ['percent', 'lower'],
      skip: 'words',
    },
    { field: 'who', categories: ['application'], from: [{ field: 'message', cut: 'address' }], steps: [] },
  ]);
  const web = { product: undefined, services: [], categories: ['webserver'] };
  test.each([
    ['are made for their source', { uri: '/?a=%3CB%3E' }, web, { web: ['<b>'] }],
    ['leave out words', { uri: '/?a=b-c/d' }, web, {}],
    ['are not made for another source', { message: 'from 192.0.2.1' }, web, {}],
    [
      'are made for the log of a program when nothing is known',
      { message: 'from 192.0.2.1' },
      undefined,
      { who: ['192.0.2.1'] },
    ],
    [
      'look behind padding',
      { uri: `/?a=${'x'.repeat(50_000)}<b>` },
      web,
      { web: [expect.stringMatching(/<b>$/)] },
    ],
    ['pass over what is no text', { uri: { a: 1 }, message: null }, web, {}],
  ])('%s', (_, record, source, expected) => {
    expect(derive(record, source)).toEqual({ ...record, ...expected });
  });
});
