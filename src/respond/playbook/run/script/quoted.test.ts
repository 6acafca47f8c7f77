// SPDX-License-Identifier: Apache-2.0
// Values in scripts stay values: tables for each language, and for the shell the shell itself says so.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Values } from '../values.ts';
import { elasticRequest } from './elastic-query.ts';
import { KESTREL, POSIX, POWERSHELL, YARA } from './languages.ts';
import { fillQuoted, type Language, UnclearPlace } from './quoted.ts';
import { fillSigma } from './sigma-rule.ts';

const valued = (value: string): Values => ({ value: () => value, isSecret: (name) => name === '__secret__' });

test('the shell reads back exactly the value, in each kind of quotes and in none', () => {
  const text = `printf -- '%s\\1' __v__:value 'a__v__:value' "b __v__:value" x"__v__:value"'y'__v__:value`;
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(
        fc.constantFrom("'", '"', '\\', '$(id)', '`id`', '\n', '!', '*', ' ', '$v', ';', '-e', '~', '#'),
        {
          maxLength: 8,
        },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(
      value.filter(
        (each) =>
          each.isWellFormed() && !['\0', '\u0001', '\uE000', '\uE001'].some((mark) => each.includes(mark)),
      ),
      (given) => {
        const { stdout, status } = spawnSync('/bin/sh', ['-c', fillQuoted(text, valued(given), POSIX)]);
        expect(status).toBe(0);
        const whole = [given, `a${given}`, `b ${given}`, `x${given}y${given}`];
        expect(stdout.toString('utf8').split('\u0001').slice(0, -1)).toEqual(whole);
      },
    ),
    { numRuns: 150 },
  );
});

test.each<[Language, string, string, string]>([
  [POSIX, 'touch __v__:value', '/tmp/a-1.txt', 'touch /tmp/a-1.txt'],
  [POSIX, 'touch $$__v__:value', 'a b', "touch 'a b'"],
  [POSIX, 'rm "$(basename x)" # why', 'a', 'rm "$(basename x)" # why'],
  [POSIX, 'rm -- __v__:value "x __v__:value"', '-rf', 'rm -- -rf "x -rf"'],
  [POSIX, 'kill -__v__:value a-__v__:value "x __v__:value"', '-9', 'kill --9 a--9 "x -9"'],
  [POSIX, 'ipset flush __v__:value', 'a', 'ipset flush a'],
  [POSIX, 'login __secret__:value', 'a', 'login \uE000__secret__\uE001'],
  [POWERSHELL, 'Get-Item __v__:value', "a'b", "Get-Item 'a''b'"],
  [POWERSHELL, "Get-Item 'x__v__:value'", 'a\u2019; calc', "Get-Item 'xa\u2019\u2019; calc'"],
  [POWERSHELL, 'Write "x__v__:value"', '$(calc) "\u201D `', 'Write "x`$(calc) `"`\u201D ``"'],
  [POWERSHELL, "Write 'it''s' __v__:value", 'a', "Write 'it''s' 'a'"],
  [
    YARA,
    'rule a { strings: $x = "__v__:value" condition: $x }',
    'a"\\\n',
    'rule a { strings: $x = "a\\"\\\\\\x0a" condition: $x }',
  ],
  [
    KESTREL,
    "p = GET process FROM src WHERE name = '__v__:value'",
    "a'b",
    "p = GET process FROM src WHERE name = 'a\\'b'",
  ],
  [
    KESTREL,
    'p = GET ipv4-addr FROM src WHERE value = __v__:value',
    '192.0.2.1',
    'p = GET ipv4-addr FROM src WHERE value = 192.0.2.1',
  ],
])('%# a value is written so that it stays one', (language, text, value, filled) => {
  expect(fillQuoted(text, valued(value), language)).toBe(filled);
});

test.each<[string, Language, string, string]>([
  ['after a comment begins', POSIX, 'true # __v__:value', 'a'],
  ['in a sum', POSIX, 'echo $((1 + __v__:value))', 'a[$(id)]'],
  ['in old substitutions', POSIX, 'echo `x __v__:value`', 'a'],
  ['in a text in place', POSIX, 'cat << E\n__v__:value\nE', 'a'],
  ['in a substitution in quotes', POSIX, 'echo "$(x __v__:value)"', 'a'],
  ['behind an escape', POSIX, 'echo \\__v__:value', 'a'],
  ['with a character that ends texts', POSIX, 'echo __v__:value', 'a\0b'],
  ['like an option', POSIX, 'pkill -u x __v__:value', '-9'],
  ['like an option, in quotes', POSIX, 'tar cf x "__v__:value"', '--to-command=id'],
  ['like an option, after another command', POSIX, 'true -- a; rm __v__:value', '-rf'],
  ['that a second shell reads', POSIX, "sudo sh -c 'iptables -A INPUT -s __v__:value -j DROP'", '$(id)'],
  ['that a second shell reads, by its path', POSIX, '/bin/bash -c "x __v__:value"', ';id'],
  ['behind eval', POSIX, 'eval echo __v__:value', ';id'],
  ['in a program of awk', POSIX, `awk '/__v__:value/' log`, '/{system("id")}/'],
  ['in a sum of old shells', POSIX, 'echo $[1+__v__:value]', 'a[$(id)]'],
  ['in a comparison of numbers', POSIX, '[[ __v__:value -eq 1 ]]', 'a[$(id)]'],
  ['that is read as code', POWERSHELL, 'Invoke-Expression "Get-Item __v__:value"', ';calc'],
  ['that a second shell reads, in quotes', POSIX, `'sh' -c "x __v__:value"`, ';id'],
  [
    'that a second shell reads, in quotes, by its path',
    POSIX,
    `sudo "/usr/bin/env" "/bin/sh" -c __v__:value`,
    'id',
  ],
  ['that another shell reads, in quotes', POWERSHELL, "& 'cmd.exe' /c del __v__:value", 'a&calc'],
  [
    'that another shell reads, by its path',
    POWERSHELL,
    '& "C:\\Windows\\cmd.exe" /c del __v__:value',
    'a&calc',
  ],
  ['that a process is begun with', POWERSHELL, "[System.Diagnostics.Process]::Start('a', __v__:value)", '-x'],
  ['that another shell reads', POWERSHELL, 'cmd /c del __v__:value', 'a&calc'],
  ['in the name of a variable', POWERSHELL, '"\x24{__v__:value}"', 'c:\\secret.txt'],
  ['in a here-string', POWERSHELL, "@'\n__v__:value\n'@", 'a'],
  ['in a comment', POWERSHELL, "# don't\nRemove-Item __v__:value", 'a'],
  ['in an expression in quotes', POWERSHELL, '"$(Get-Item __v__:value)"', 'a'],
  ['outside of quotes', YARA, 'rule a { condition: __v__:value }', 'true'],
  ['in a regular expression', YARA, 'rule a { strings: $x = /a"__v__:value"/ condition: $x }', 'a'],
  ['as more than a word', KESTREL, 'x = GET process FROM src WHERE pid = __v__:value', '1 SAVE x TO y'],
])('a value %s is put nowhere', (_, language, text, value) => {
  expect(() => fillQuoted(text, valued(value), language)).toThrow(UnclearPlace);
});

test.each([
  'nft add element __v__:value',
  'nft add "__v__:value"',
  "& 'C:\\a b\\tool.exe' __v__:value",
  '& $tool __v__:value',
  '. ./tool.ps1 __v__:value',
  '$x = nft __v__:value',
  'return nft __v__:value',
  'nft a,__v__:value',
  'nft `\n __v__:value',
  'nft (Get-Item x) __v__:value',
  'nft "; Get-Item" __v__:value',
  'if ($a) { nft __v__:value }',
  'Get-Item x | xargs __v__:value',
  'nft "a--b" __v__:value',
  "&'C:\\a b\\tool.exe' __v__:value",
  '7z a __v__:value',
  'apt-get install __v__:value',
  'Get-Item a\rnft __v__:value',
  'Get-Item a & nft __v__:value',
  'nft 2>&1 __v__:value',
  '[string]$x = nft __v__:value',
  '$a, $b = nft __v__:value',
  '$x = $y = nft __v__:value',
  "Get-Item `'; nft `' __v__:value",
  'nft (__v__:value)',
  'nft @("a", __v__:value)',
  'nft $($a; __v__:value)',
  'if ($a) { Get-Item x } nft __v__:value',
])('PowerShell gives no program a value as an option: %s', (text) => {
  expect(() => fillQuoted(text, valued('-delete'), POWERSHELL)).toThrow(UnclearPlace);
  expect(fillQuoted(text, valued('delete'), POWERSHELL)).toContain('delete');
});

test.each([
  'Stop-Process -Name __v__:value',
  'Get-Item a | Stop-Process -Name __v__:value',
  '$x = __v__:value',
  '(Get-Date).AddDays(__v__:value)',
  'if ($a -eq __v__:value) { Get-Item x }',
  'nft -- __v__:value',
  'nft --name=__v__:value',
  'nft a; Stop-Process -Name __v__:value',
  'Get-Item a & Stop-Process -Name __v__:value',
  'Stop-Process -Id (5 + __v__:value)',
  'nft (Get-Date).AddDays(__v__:value)',
  '[int]$x = __v__:value',
  'do { nft a } while ($a -eq __v__:value)',
])('a value that begins with a dash is a value of PowerShell: %s', (text) => {
  expect(fillQuoted(text, valued('-7'), POWERSHELL)).toContain("'-7'");
});

test('brackets without end keep nobody waiting', () => {
  const text = `${'('.repeat(20_000)}${')'.repeat(20_000)} __v__:value`;
  const begin = performance.now();
  expect(fillQuoted(text, valued('-7'), POWERSHELL)).toContain("'-7'");
  expect(performance.now() - begin).toBeLessThan(500);
});

test('what reads its words as a command line once more gets no values', () => {
  for (const text of ['Start-Process nft __v__:value', 'saps nft __v__:value', 'start nft __v__:value'])
    expect(() => fillQuoted(text, valued('a'), POWERSHELL)).toThrow(UnclearPlace);
});

test('a value in a Sigma rule matches itself, whatever it holds', () => {
  const rule = `title: x
logsource: { category: a }
detection:
  one: { name: "__v__:value", path|re: "^/__v__:value$", ip|cidr: "__v__:value" }
  condition: one
`;
  const filled = JSON.parse(fillSigma(rule, valued('a*b.c"\n|x: y'))) as {
    detection: { one: Record<string, string> };
  };
  expect(filled.detection.one).toEqual({
    name: 'a\\*b.c"\n|x: y',
    'path|re': '^/a\\*b\\.c"\n\\|x: y$',
    'ip|cidr': 'a*b.c"\n|x: y',
  });
  const field = fillSigma('detection: { one: { condition: __v__:value }, condition: one }', valued('a*'));
  expect(JSON.parse(field)).toEqual({ detection: { one: { condition: 'a\\*' }, condition: 'one' } });
  expect(() => fillSigma('detection: { condition: "one and __v__:value" }', valued('not one'))).toThrow(
    UnclearPlace,
  );
  expect(() => fillSigma('a: [__v__:value', valued('a'))).toThrow(UnclearPlace);
});

test.each<[string, string, string, string | undefined]>([
  [
    'GET /logs/_search\n{"query":{"match":{"ip":"__v__:value"}}}',
    'a"b',
    '/logs/_search',
    '{"query":{"match":{"ip":"a\\"b"}}}',
  ],
  ['POST __v__:value/_count', 'a/b?c', '/a%2Fb%3Fc/_count', undefined],
  [
    '{"query":{"query_string":{"query":"ip:__v__:value"}}}',
    'x OR *',
    '/_search',
    '{"query":{"query_string":{"query":"ip:x\\\\ or\\\\ \\\\*"}}}',
  ],
  [
    'ip:"__v__:value"',
    'a" OR "b',
    '/_search',
    '{"query":{"query_string":{"query":"ip:\\"a\\\\\\"\\\\ or\\\\ \\\\\\"b\\""}}}',
  ],
  [
    'POST /l/_eql/search\n{"query":"any where ip == \\"__v__:value\\""}',
    'a" or true',
    '/l/_eql/search',
    '{"query":"any where ip == \\"a\\\\\\" or true\\""}',
  ],
  ['GET /l/_search?q=user:__v__:value', 'x OR *', '/l/_search?q=user:x%5C%20or%5C%20%5C*', undefined],
  [
    'POST /l/_eql/search\n{"query":"process where pid == __v__:value and x == \\"__v__:value\\""}',
    '42',
    '/l/_eql/search',
    '{"query":"process where pid == 42 and x == \\"42\\""}',
  ],
  [
    '{"query":{"bool":{"filter":[{"wildcard":{"a":"*__v__:value"}},{"regexp":{"a":{"value":"__v__:value.*"}}}]}}}',
    'a*.b',
    '/_search',
    '{"query":{"bool":{"filter":[{"wildcard":{"a":"*a\\\\*.b"}},{"regexp":{"a":{"value":"a\\\\*\\\\.b.*"}}}]}}}',
  ],
  [
    '{"query":{"script":{"script":{"source":"true","params":{"a":"__v__:value"}}}}}',
    'a"b',
    '/_search',
    '{"query":{"script":{"script":{"source":"true","params":{"a":"a\\"b"}}}}}',
  ],
])('%# a value in a query stays one text', (text, value, path, body) => {
  const request = elasticRequest(text, valued(value));
  expect([request.method, request.path, request.body]).toEqual(['POST', path, body]);
});

test.each([
  'DELETE /logs',
  'POST /logs/_delete_by_query\n{}',
  'POST /logs/_doc/_search/x',
  'POST /_eql/search\nany where true',
])('a query that does more than look is for a person: %s', (text) =>
  expect(() => elasticRequest(text.replace('DELETE', 'POST'), valued('a'))).toThrow(UnclearPlace),
);

test.each<[string, string]>([
  ['POST /l/_eql/search\n{"query":"any where pid == __v__:value"}', '1 or true'],
  ['POST /l/_eql/search\n{"query":"any where a == \\"\\"\\"__v__:value\\"\\"\\""}', 'a'],
  ['POST /l/_eql/search\nnull', 'a'],
  ['{"query":{"script":{"script":{"source":"doc[\'__v__:value\'].size() > 0"}}}}', "a'] + x['b"],
  ['{"runtime_mappings":{"a":{"script":"emit(__v__:value)"}}}', '1); x('],
  ['GET /_search?source={"query":{"term":{"a":"__v__:value"}}}', '"'],
])('a value that would be code of a query is put nowhere: %s', (text, value) =>
  expect(() => elasticRequest(text, valued(value))).toThrow(UnclearPlace),
);
