// SPDX-License-Identifier: Apache-2.0
// Every naughty string in every place of a report. Corpus: minimaxir/big-list-of-naughty-strings (MIT), kept outside.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { forCsv, forHtml, forJson, forTerminal } from '../../src/cli/render/escape.ts';
import { reportPage } from '../../src/cli/render/html/page.ts';
import { sarifText } from '../../src/cli/render/sarif.ts';
import { styleOf } from '../../src/cli/render/style.ts';
import { reportText } from '../../src/cli/render/text.ts';
import { HOSTILE, hostileReport } from './report-fixture.ts';

const corpora =
  process.env['ENSURESEC_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../shared/corpora');
const file = path.join(corpora, 'blns/blns.json');
const found = existsSync(file);
if (!found) process.stderr.write('skipped: no corpora\n');
const strings = found ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
const acting = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

test.skipIf(!found)('naughty strings act in no output', () => {
  expect(strings.length).toBeGreaterThan(500);
  for (const text of strings) {
    expect(forTerminal(text)).not.toMatch(acting);
    expect(forHtml(text)).not.toMatch(/[<>"']/);
    expect(forCsv(text)).not.toMatch(/^"?\s*[=+\-@]/);
    expect(JSON.parse(forJson(text))).toBe(text);
  }
});

test.skipIf(!found)('naughty strings pass through whole reports', () => {
  const plain = styleOf({ write: () => undefined, isTerminal: false, columns: 80 }, {});
  for (let at = 0; at < strings.length; at += 25) {
    const value = withText(strings.slice(at, at + 25).join(' '));
    expect(reportText(value, plain, { all: true }).replaceAll('\n', '')).not.toMatch(acting);
    expect(reportPage(value, () => 'lane')).not.toMatch(/<(script|img|iframe|svg\/onload)/i);
    expect(() => JSON.parse(sarifText(value, '0.1.0'))).not.toThrow();
  }
});

function withText(text: string): Report {
  return JSON.parse(JSON.stringify(hostileReport), (_, value) =>
    value === HOSTILE ? text : value,
  ) as Report;
}
