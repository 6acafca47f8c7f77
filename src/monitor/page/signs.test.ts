// SPDX-License-Identifier: Apache-2.0
// Signs of a skimmer, each beside something harmless that comes near.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalsOf, shapeOf } from './literals.ts';
import { lookAlike } from './look-alike.ts';
import { obfuscationOf } from './obfuscation.ts';
import { findProbes } from './probe.ts';

const NUMBER = '4000056655665556';
const PROBES = [{ id: 'number', value: NUMBER }];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const xored = (text: string, key: number) => Uint8Array.from(Buffer.from(text), (byte) => byte ^ key);

describe('findProbes', () => {
  test.each([
    ['plain', `n=${NUMBER}&e=12/39`, ['plain']],
    ['with blanks', 'n=4000 0566 5566 5556', ['plain']],
    ['with blanks of a form', 'n=4000+0566+5566+5556', ['plain']],
    ['reversed', [...NUMBER].reverse().join(''), ['reversed']],
    ['in base64', `d=${base64(`{"n":"${NUMBER}"}`)}`, ['base64']],
    ['in base64 of an address', `d=${encodeURIComponent(base64(`x${NUMBER}`))}`, ['base64']],
    ['in base64 twice', base64(base64(`n=${NUMBER}`)), ['base64', 'base64']],
    ['in hex', Buffer.from(NUMBER).toString('hex'), ['hex']],
    ['as codes', [...NUMBER].map((each) => each.charCodeAt(0)).join(','), ['codes']],
    ['under one key', xored(`n=${NUMBER}`, 0x5a), ['xor']],
    ['under one key in base64', Buffer.from(xored(NUMBER, 0x91)).toString('base64'), ['base64', 'xor']],
    ['percent by percent', [...NUMBER].map((each) => `%3${each}`).join(''), ['percent']],
  ])('finds a number %s', (_, body, how) => {
    expect(findProbes(body, PROBES)).toEqual([{ id: 'number', how }]);
  });

  test.each([
    ['another number', 'n=4111111111111111'],
    ['a part of it', 'bin=40000566&last=5556'],
    ['its hash', 'h=7c222fb2927d828af22f592134e8932480637c0d'],
    ['zeros', '0'.repeat(5000)],
    ['nothing', ''],
  ])('does not find it in %s', (_, body) => {
    expect(findProbes(body, PROBES)).toEqual([]);
  });

  test('finds it under any key, in anything, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 255 }), (noise, key) => {
        findProbes(noise, PROBES);
        const body = Buffer.concat([noise, xored(NUMBER, key), noise]);
        expect(findProbes(body, PROBES)).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

const MINIFIED = `!function(e,t){"object"==typeof exports?module.exports=t():e.lib=t()}(this,function(){var e=[1,2,3],t=function(n){return n*e.length};return{a:t,b:function(r){return String.fromCharCode(r)}}});`;

describe('obfuscationOf', () => {
  test.each([
    ['a packer', 'eval(function(p,a,c,k,e,d){return p}("0 1",2,2,"a|b".split("|"),0,{}))'],
    ['text that is decoded and run', 'Function(atob("YWxlcnQoMSk="))()'],
    ['names of a known tool', Array.from({ length: 12 }, (_, at) => `var _0x${at + 10}ab=${at};`).join('')],
    ['brackets alone', '[][(![]+[])[+[]]+([![]]+[][[]])[+!+[]+[+[]]]]'.repeat(10)],
    ['a fight with debuggers', 'setInterval(()=>{Function("debugger")()},50)'],
    [
      'codes beside base64',
      `var k=[${'104,'.repeat(31)}1];var s=atob("${base64('https://collect.example/gate.php?x=aaaaaaaaaaaa')}")`,
    ],
  ])('sees %s', (_, program) => {
    expect(obfuscationOf(program)).not.toEqual([]);
  });

  test.each([
    ['a minified bundle', MINIFIED.repeat(20)],
    ['words of another language', `var words={pay:"${'\\u0417\\u0430\\u043f'.repeat(200)}"}`],
    ['a font in base64', `var f="data:font/woff2;base64,${'d09GMgABAAAA'.repeat(500)}"`],
    ['a token that is decoded', 'const claims=JSON.parse(atob(token.split(".")[1]))'],
    [
      'a polyfill',
      'String.fromCodePoint=function(c){return String.fromCharCode(55296+(c>>10),56320+(c&1023))}',
    ],
    ['one weak sign', `const logo=atob("${'QUJD'.repeat(40)}")`],
  ])('lets pass %s', (_, program) => {
    expect(obfuscationOf(program)).toEqual([]);
  });
});

describe('lookAlike', () => {
  const known = ['own.example', 'google-analytics.com', 'stripe.com', 'js.stripe.com'];
  test.each([
    ['google-anaiytics.com', 'google-analytics.com'],
    ['google-analytic.com', 'google-analytics.com'],
    ['googel-analytics.com', 'google-analytics.com'],
    ['google-analytics.net', 'google-analytics.com'],
    ['www.google-analytics.com.cdn-eu.example', 'google-analytics.com'],
    ['str1pe.com', 'stripe.com'],
    ['stripe-cdn.net', 'stripe.com'],
    ['ѕtripe.com', 'stripe.com'],
  ])('takes %s for an imitation of %s', (host, of) => {
    expect(lookAlike(host, known)?.of).toBe(of);
  });

  test.each([
    'google-analytics.com',
    'www.google-analytics.com',
    'm.stripe.com',
    'cdn.example',
    'own.example',
    '127.0.0.1:8080',
    'www.example',
  ])('lets pass %s', (host) => {
    expect(lookAlike(host, known)).toBeUndefined();
  });
});

describe('shapeOf', () => {
  test('is the same for other values and another for another program', () => {
    const shape = shapeOf('config({ token: "a1b2", at: 17 }) // x');
    expect(shapeOf("config({ token: 'zz\\'z', at: 1_800 }) /* y */")).toBe(shape);
    expect(shapeOf('config({ token: steal(), at: 17 })')).not.toBe(shape);
  });

  test('comes to an end with megabytes that are never closed', () => {
    for (const part of ['"\\"', '/*', '`', "'\\'", '//', '/*/'])
      expect(shapeOf(part.repeat(600_000)).length).toBeGreaterThan(0);
  });
});

test('literalsOf gives what stands in quotes, decoded', () => {
  const hidden = base64('https://evil.example/x');
  expect(literalsOf(`a("\\x63ard", '${hidden}') // "no"`)).toEqual([
    'card',
    hidden,
    'https://evil.example/x',
  ]);
});
