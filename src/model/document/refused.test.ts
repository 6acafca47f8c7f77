// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../core/problem.ts';
import { readDocuments } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = ({ at, code, message }: Problem) => `${at.line}:${at.column} ${code} ${message}`;

/** What it is, the name of the file, its text, the problems. */
const BROKEN: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'an unclosed list in YAML',
    'a.yaml',
    'zones: [a, b\nassets: []\n',
    ['2:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: deficient indentation'],
  ],
  [
    'a tab as indentation',
    'a.yaml',
    'zones:\n\t- id: a\n',
    ['2:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: tab characters must not be used in indentation'],
  ],
  [
    'a mapping that moves left',
    'a.yaml',
    'assets:\n    id: a\n  type: b\n',
    ['3:3 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: bad indentation of a mapping entry'],
  ],
  [
    'text after a quoted scalar',
    'a.yaml',
    'name: "a" b\n',
    ['1:11 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: bad indentation of a mapping entry'],
  ],
  [
    'an unclosed quote',
    'a.yaml',
    'name: "a\nb: c\n',
    ['2:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: deficient indentation'],
  ],
  [
    'an unknown escape',
    'a.yaml',
    'name: "\\q"\n',
    ['1:9 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: unknown escape sequence'],
  ],
  [
    'a colon in a plain scalar',
    'a.yaml',
    'name: a: b\n',
    ['1:8 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: bad indentation of a mapping entry'],
  ],
  [
    'a control character',
    'a.yaml',
    'name: a\u0007b\n',
    ['1:8 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: the stream contains non-printable characters'],
  ],
  [
    'the same key twice',
    'a.yaml',
    'name: a\npack: b\nname: c\n',
    ['3:1 DOCUMENT_DUPLICATE_KEY The key `name` occurs twice in the same section: expected it once'],
  ],
  [
    'the same key twice, once quoted',
    'a.yaml',
    'a:\n  x: 1\n  "x": 2\n',
    ['3:3 DOCUMENT_DUPLICATE_KEY The key `x` occurs twice in the same section: expected it once'],
  ],
  [
    'the same key twice in a flow section',
    'a.yaml',
    '{a: 1, b: 2, a: 3}',
    ['1:14 DOCUMENT_DUPLICATE_KEY The key `a` occurs twice in the same section: expected it once'],
  ],
  [
    'the key __proto__',
    'a.yaml',
    'a:\n  __proto__: {polluted: true}\n',
    ['2:3 DOCUMENT_FORBIDDEN_KEY Refused the key `__proto__`: it could change how objects behave'],
  ],
  [
    'the key __proto__ from an alias',
    'a.yaml',
    'a: &k __proto__\nb: {*k : 1}\n',
    ['2:5 DOCUMENT_FORBIDDEN_KEY Refused the key `__proto__`: it could change how objects behave'],
  ],
  [
    'an alias without anchor',
    'a.yaml',
    'a: *nobody\n',
    ['1:4 DOCUMENT_UNKNOWN_ALIAS The alias `*nobody` stands for nothing: expected `&nobody` before it'],
  ],
  [
    'an alias to an anchor of another document',
    'a.yaml',
    'a: &x 1\n---\nb: *x\n',
    ['3:4 DOCUMENT_UNKNOWN_ALIAS The alias `*x` stands for nothing: expected `&x` before it'],
  ],
  [
    'an alias inside its own anchor',
    'a.yaml',
    'a: &x\n  - *x\n',
    ['2:5 DOCUMENT_RECURSIVE_ALIAS The alias `*x` stands inside what it stands for: expected no loop'],
  ],
  [
    'a list as a key',
    'a.yaml',
    '? [a, b]\n: c\n',
    ['1:3 DOCUMENT_KEY_NOT_TEXT A list or section stands as a key: expected a word'],
  ],
  [
    'a section as a key through an alias',
    'a.yaml',
    'a: &x {b: c}\n*x : d\n',
    ['2:1 DOCUMENT_KEY_NOT_TEXT The alias `*x` stands as a key for a list or section: expected a word'],
  ],
  [
    'an unknown tag on a scalar',
    'a.yaml',
    'a: !env HOME\n',
    [
      '1:4 DOCUMENT_UNKNOWN_TAG Cannot use the tag `!env`: expected a tag of the core schema that fits the value',
    ],
  ],
  [
    'an unknown tag on a list',
    'a.yaml',
    'a: !!omap [b]\n',
    [
      '1:4 DOCUMENT_UNKNOWN_TAG Cannot use the tag `!!omap`: expected a tag of the core schema that fits the value',
    ],
  ],
  [
    'a tag that does not fit',
    'a.yaml',
    'a: !!int five\n',
    [
      '1:4 DOCUMENT_UNKNOWN_TAG Cannot use the tag `!!int`: expected a tag of the core schema that fits the value',
    ],
  ],
  [
    'a map tag on a list',
    'a.yaml',
    'a: !!map [b]\n',
    [
      '1:4 DOCUMENT_UNKNOWN_TAG Cannot use the tag `!!map`: expected a tag of the core schema that fits the value',
    ],
  ],
  [
    'an undeclared tag handle',
    'a.yaml',
    'a: !e!x b\n',
    ['1:8 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: undeclared tag handle "!e!"'],
  ],
  [
    'infinity',
    'a.yaml',
    'a: [1, .inf]\n',
    ['1:8 DOCUMENT_BAD_NUMBER Cannot keep the number `.inf`: expected a finite one'],
  ],
  [
    'not a number',
    'a.yaml',
    'a: .NaN\n',
    ['1:4 DOCUMENT_BAD_NUMBER Cannot keep the number `.NaN`: expected a finite one'],
  ],
  [
    'two merge keys',
    'a.yaml',
    'a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n',
    ['4:3 DOCUMENT_DUPLICATE_KEY The key `<<` occurs twice in the same section: expected it once'],
  ],
  [
    'a merge of a word',
    'a.yaml',
    'a:\n  <<: b\n',
    ['2:7 DOCUMENT_BAD_MERGE Cannot merge this with `<<`: expected a section or a list of sections'],
  ],
  [
    'a merge of a list with a word',
    'a.yaml',
    'a: &a {x: 1}\nb:\n  <<: [*a, c]\n',
    ['3:7 DOCUMENT_BAD_MERGE Cannot merge this with `<<`: expected a section or a list of sections'],
  ],
  [
    'half of a surrogate pair in YAML',
    'a.yaml',
    'a: "\\ud800"\n',
    ['1:4 DOCUMENT_LONE_SURROGATE Half of a surrogate pair in a text: expected whole characters'],
  ],
  [
    'a zero byte',
    'a.yaml',
    'a: b\nc: \u0000\n',
    ['2:4 DOCUMENT_NUL_BYTE Byte 0 in the text: expected text only'],
  ],
  [
    'two faults at once',
    'a.yaml',
    'a: 1\na: 2\nb: !x y\nb: 3\n',
    [
      '2:1 DOCUMENT_DUPLICATE_KEY The key `a` occurs twice in the same section: expected it once',
      '3:4 DOCUMENT_UNKNOWN_TAG Cannot use the tag `!x`: expected a tag of the core schema that fits the value',
      '4:1 DOCUMENT_DUPLICATE_KEY The key `b` occurs twice in the same section: expected it once',
    ],
  ],
  [
    'two %YAML directives',
    'a.yaml',
    '%YAML 1.2\n%YAML 1.2\n---\na: b\n',
    ['3:1 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: duplication of %YAML directive'],
  ],
  [
    'an empty file called JSON',
    'a.json',
    '',
    ['1:1 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: the text ends here, expected a value'],
  ],
  [
    'a trailing comma in an object',
    'a.json',
    '{"a": 1,\n}',
    ['2:1 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `}`, expected a name in double quotes'],
  ],
  [
    'a trailing comma in a list',
    'a.json',
    '[1, 2,]',
    ['1:7 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `]`, expected a value'],
  ],
  [
    'single quotes',
    'a.json',
    "{'a': 1}",
    ["1:2 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `'`, expected a name in double quotes"],
  ],
  [
    'a comment',
    'a.json',
    '{\n  // no\n  "a": 1}',
    ['2:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `/`, expected a name in double quotes'],
  ],
  [
    'a missing colon',
    'a.json',
    '{"a" 1}',
    ['1:6 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `1`, expected `:` after the name'],
  ],
  [
    'a missing comma',
    'a.json',
    '{"a": 1\n "b": 2}',
    ['2:2 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `"`, expected `,` or `}`'],
  ],
  [
    'an unclosed object',
    'a.json',
    '{"a": 1',
    ['1:8 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: the text ends here, expected `,` or `}`'],
  ],
  [
    'an unclosed list',
    'a.json',
    '[1',
    ['1:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: the text ends here, expected `,` or `]`'],
  ],
  [
    'an unclosed string',
    'a.json',
    '["abc',
    ['1:6 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: the text ends here, expected the closing `"`'],
  ],
  [
    'a line break in a string',
    'a.json',
    '["a\nb"]',
    ['1:4 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found U+000A, expected the closing `"`'],
  ],
  [
    'an escape JSON does not have',
    'a.json',
    '["\\x41"]',
    [
      '1:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `\\`, expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
    ],
  ],
  [
    'a short unicode escape',
    'a.json',
    '["\\u12"]',
    [
      '1:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `\\`, expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
    ],
  ],
  [
    'half of a surrogate pair',
    'a.json',
    '["ok", "\\udc00"]',
    ['1:8 DOCUMENT_LONE_SURROGATE Half of a surrogate pair in a text: expected whole characters'],
  ],
  [
    'a leading zero',
    'a.json',
    '[01]',
    ['1:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `1`, expected `,` or `]`'],
  ],
  [
    'a leading plus',
    'a.json',
    '[+1]',
    ['1:2 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `+`, expected a value'],
  ],
  [
    'a number without digits after the point',
    'a.json',
    '[1.]',
    ['1:3 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `.`, expected `,` or `]`'],
  ],
  [
    'a number too large',
    'a.json',
    '[1e400]',
    ['1:2 DOCUMENT_BAD_NUMBER Cannot keep the number `1e400`: expected a finite one'],
  ],
  [
    'NaN',
    'a.json',
    '[NaN]',
    ['1:2 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `N`, expected a value'],
  ],
  [
    'a misspelt literal',
    'a.json',
    '[tru]',
    ['1:2 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `t`, expected a value'],
  ],
  [
    'two values',
    'a.json',
    '{} {}',
    ['1:4 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `{`, expected the end of the text'],
  ],
  [
    'a name twice',
    'a.json',
    '{"a": 1,\n "a": 2}',
    ['2:2 DOCUMENT_DUPLICATE_KEY The key `a` occurs twice in the same section: expected it once'],
  ],
  [
    'the name __proto__',
    'a.json',
    '{"__proto__": {"a": 1}}',
    ['1:2 DOCUMENT_FORBIDDEN_KEY Refused the key `__proto__`: it could change how objects behave'],
  ],
  [
    'the name __proto__ in escapes',
    'a.json',
    '{"\\u005f_proto__": 1}',
    ['1:2 DOCUMENT_FORBIDDEN_KEY Refused the key `__proto__`: it could change how objects behave'],
  ],
  [
    'JSON known by its first byte',
    '-',
    '  {"a": tru}',
    ['1:9 DOCUMENT_JSON_SYNTAX Cannot read this as JSON: found `t`, expected a value'],
  ],
];

describe('readDocuments refuses', () => {
  test.each(BROKEN)('%s', (_, file, text, expected) => {
    expect(readDocuments(bytes(text), file).problems.map(shown)).toEqual(expected);
  });
});
