// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerValues } from './adapters/answer-values.ts';
import { openc2Answer, openc2Request } from './adapters/openc2-message.ts';
import { exactNumber, parseExact, writeExact } from './exact-json.ts';
import { resolveCommand } from './resolve.ts';

const BIG = '9007199254740993';

test.each([BIG, '-123456789012345678901234567890', '0.1234567890123456789', '1e400', '1.0', '-0', '1E5'])(
  'the number %s stays as it is written',
  (number) => {
    const text = `{"a":${number},"b":["${number}",${number}],"c":{"d":7}}`;
    expect(writeExact(parseExact(text))).toBe(text);
    expect(exactNumber((parseExact(text) as { a: unknown }).a)).toBe(number);
  },
);

test('what only looks like the place of a number is left alone, and what is no JSON is refused', () => {
  for (const key of ['\uE002', '\\uE002', '\\ue002\uE002', `\\"${BIG}`])
    for (const text of [`{"a":{"${key}":0},"b":${BIG}}`, `{"a":"${key}","b":[${BIG}]}`])
      expect(JSON.parse(writeExact(parseExact(text)))).toEqual(JSON.parse(text));
  for (const text of ['', '{', '[01]', `{"a":${BIG}`]) expect(() => parseExact(text)).toThrow(SyntaxError);
});

test('a text full of what looks like places is read as fast as others', () => {
  const text = JSON.stringify({ text: Array.from({ length: 50_000 }, (_, at) => `\uE002${at}`).join('') });
  const begin = performance.now();
  expect(writeExact(parseExact(text))).toBe(text);
  expect(performance.now() - begin).toBeLessThan(1000);
});

test('it reads and writes what JSON.parse and JSON.stringify do', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(writeExact(parseExact(text)))).toEqual(JSON.parse(text));
    }),
  );
});

test('digits get through a body, a variable and an answer', () => {
  const values = { value: () => BIG, isSecret: () => false };
  const body = (content: string, type = 'http-api') =>
    resolveCommand({ type, command: 'POST /a', content }, values).request?.body;
  expect(body(`{"id": ${BIG}, "to": "__id__:value"}`)).toBe(`{"id":${BIG},"to":"${BIG}"}`);
  expect(body('{"id": __id__:value}')).toBe(`{"id": ${BIG}}`);
  expect(answerValues({ __id__: '>', __all__: '>' }, `{"id": ${BIG}, "all": {"n": [${BIG}]}}`)).toEqual({
    __id__: BIG,
    __all__: `{"n":[${BIG}]}`,
  });
  const query = Buffer.from(`{"query": {"term": {"id": ${BIG}}}}`).toString('base64');
  expect(resolveCommand({ type: 'elastic', command_b64: query }, values).request?.body).toContain(BIG);
});

test('digits get through a message of OpenC2', () => {
  const request = {
    method: 'POST',
    path: '/',
    headers: {},
    body: `{"action":"deny","target":{"id":${BIG}}}`,
  };
  expect(openc2Request(request, 'k').body).toContain(`"target":{"id":${BIG}}`);
  expect(openc2Answer(`{"status": 200, "results": {"rule": ${BIG}}}`)?.results).toBe(`{"rule":${BIG}}`);
});
