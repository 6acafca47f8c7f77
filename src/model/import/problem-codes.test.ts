// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importers } from './importers.ts';
import { IMPORT_PROBLEM_CODES } from './problem-codes.ts';

const PREFIXES = [
  'IMPORT',
  'MERGE',
  'XML',
  ...importers.map(({ id }) => id.toUpperCase().replaceAll('-', '_')),
];
const OWN = new RegExp(`'((?:${PREFIXES.join('|')})_[A-Z0-9_]+)'`, 'g');
/** `report(to, 'error', 'BAD_PORT', …)`, where the prefix is that of the folder. */
const REPORTED = /\breport\(\s*\w+,\s*'(?:error|warning)',\s*'([A-Z0-9_]+)'/g;

function reportedCodes(): string[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$|problem-codes/.test(file),
  );
  const codes = files.flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    const prefix = file.split(/[\\/]/)[0]?.toUpperCase();
    return [
      ...[...text.matchAll(OWN)].map(([, code]) => code as string),
      ...[...text.matchAll(REPORTED)].map(([, code]) => `${prefix}_${code}`),
    ];
  });
  const shared = codes.flatMap((code) => (code === 'CONTAINER_WRONG_TYPE' ? [] : [code]));
  return [...new Set([...shared, 'COMPOSE_WRONG_TYPE', 'KUBERNETES_WRONG_TYPE'])].sort();
}

test('every code of the importers is explained, and no other', () => {
  expect(Object.keys(IMPORT_PROBLEM_CODES).sort()).toEqual(reportedCodes());
});

test('codes stand in the order of the alphabet', () => {
  const codes = Object.keys(IMPORT_PROBLEM_CODES);
  expect(codes).toEqual(codes.toSorted());
});

test('explanations are one line without a full stop', () => {
  for (const line of Object.values(IMPORT_PROBLEM_CODES)) expect(line).toMatch(/^[A-Z][^\n]*[^.\s]$/);
});
