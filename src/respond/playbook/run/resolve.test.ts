// SPDX-License-Identifier: Apache-2.0
// A value of a variable makes no other path of a request and no other structure of its body.
import { expect, test } from 'vitest';
import { resolveCommand } from './resolve.ts';
import { Unresolved } from './values.ts';

const FORM = { headers: { 'Content-Type': ['application/x-www-form-urlencoded'] } };
const resolved = (command: string, content: string | undefined, value: string, more: object = {}) =>
  resolveCommand(
    { type: 'http-api', command, ...(content === undefined ? {} : { content }), ...more },
    { value: () => value, isSecret: () => false },
  ).request;

test.each<[string, string]>([
  ['DELETE /holds/__v__:value', '..'],
  ['DELETE /holds/__v__:value', '.'],
  ['DELETE /holds/__v__:value', ''],
  ['DELETE /holds/.__v__:value/x', '.'],
  ['DELETE /__v__:value/evil.example/x', ''],
])('%s with `%s` is no other path', (command, value) =>
  expect(() => resolved(command, undefined, value)).toThrow(Unresolved),
);

test.each<[string, string, string]>([
  ['GET /a/__v__:value/b?c=__v__:value', 'x/../y', '/a/x%2F..%2Fy/b?c=x%2F..%2Fy'],
  ['GET /a/v__v__:value', '..', '/a/v..'],
  ['GET /a/?c=__v__:value', '', '/a/?c='],
])('%s with `%s` is one segment', (command, value, path) =>
  expect(resolved(command, undefined, value)?.path).toBe(path),
);

test.each<[string, string, object, string]>([
  ['a=__v__:value&b=1', '1&admin=true', FORM, 'a=1%26admin%3Dtrue&b=1'],
  ['<a b="__v__:value"/>', '"><c/>', {}, '<a b="&#34;&#62;&#60;c/&#62;"/>'],
  ['{"n": __v__:value, "s": "__v__:value"}', '42', {}, '{"n": 42, "s": "42"}'],
  ['{"n": __v__:value}', 'true', {}, '{"n": true}'],
  ['plain __v__:value', '1&<"', {}, 'plain 1&<"'],
])('a value stays one in the body %s', (content, value, more, body) =>
  expect(resolved('POST /x', content, value, more)?.body).toBe(body),
);

test('a value outside of the strings of JSON is a number or a name of it', () =>
  expect(() => resolved('POST /x', '{"n": __v__:value}', '1, "admin": true')).toThrow(Unresolved));

test.each<[string, string, boolean]>([
  ['pkill __v__:value', '-9', true],
  ['pkill "__v__:value"', '-9', true],
  ['pkill -__v__:value', '-9', false],
  ['rm -- __v__:value', '-rf', false],
  ['rm __v__:value', 'a-b', false],
])(
  'a value of a bash command that would be an option is for a person: %s with %s',
  (command, value, isByHand) => {
    const { byHand } = resolveCommand(
      { type: 'bash', command },
      { value: () => value, isSecret: () => false },
    );
    expect(byHand !== undefined).toBe(isByHand);
  },
);
