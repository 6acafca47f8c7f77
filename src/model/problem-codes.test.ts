// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROBLEM_CODES } from './problem-codes.ts';

const source = join(import.meta.dirname, '..');

/** Codes that the sources of documents, models, packs and files can report; `${prefix}_X` stands for two. */
function reportedCodes(): string[] {
  const texts = ['model', 'model/document', 'model/pack', 'platform'].flatMap((folder) =>
    readdirSync(join(source, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'problem-codes.ts')
      .map((file) => readFileSync(join(source, folder, file), 'utf8')),
  );
  const whole = texts.flatMap((text) => text.match(/'(?:DOCUMENT|MODEL|PACK|FILE)_[A-Z0-9_]+'/g) ?? []);
  const shared = ['UNKNOWN_KEY', 'MISSING_KEY', 'WRONG_TYPE', 'BAD_VALUE'].flatMap((code) => [
    `MODEL_${code}`,
    `PACK_${code}`,
  ]);
  return [...new Set([...whole.map((code) => code.slice(1, -1)), ...shared])].sort();
}

test('every code that can be reported is explained, and no other', () => {
  const codes = reportedCodes().filter((code) => code !== 'MODEL_VERSION');
  expect(Object.keys(PROBLEM_CODES)).toEqual(codes);
});

test('explanations are one line without a full stop', () => {
  for (const line of Object.values(PROBLEM_CODES)) expect(line).toMatch(/^[A-Z][^\n]*[^.\s]$/);
});
