// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { EXPORT_COLUMNS, exportLine } from './export.ts';

const STATEMENT = {
  id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
  stored: '2026-11-26T10:00:00.000Z',
  timestamp: '2026-11-26T10:00:00.000Z',
  actor: { account: { homePage: 'http://example.com', name: 'anna' } },
  verb: { id: 'http://example.com/did' },
  object: { id: 'http://example.com/rounds/1' },
};
const ended = (result: object): string =>
  exportLine({ ...STATEMENT, result }).replace(/^.*http:\/\/example\.com\/rounds\/1,/, '');

test.each([
  [{ success: false, score: { scaled: -0.5, raw: 5 }, duration: 'PT4M' }, ',false,,-0.5,PT4M,'],
  [{ score: { raw: 0 }, response: 'a,b' }, ',,,0,,"a,b"'],
  [{ response: "=cmd|'/C calc'!A0" }, `,,,,,"'=cmd|'/C calc'!A0"`],
  [{ response: 'a;@SUM(1)' }, `,,,,,"a;'@SUM(1)"`],
  [{ response: 'a\r\n=1,\u001b[2J\u009b\u202e' }, ',,,,,"a\\r\\n=1,\\x1b[2J\\x9b\\u202e"'],
])('a result of %j is a part of one line that starts no formula and moves no cursor', (result, line) => {
  expect(ended(result)).toBe(line);
});

test('a statement without a result has a cell for each column', () => {
  const line = exportLine({ ...STATEMENT, actor: { openid: 'http://id.example.com/anna' } });
  expect(line.split(',')).toHaveLength(EXPORT_COLUMNS.length);
});
