// SPDX-License-Identifier: Apache-2.0
// Published suites through the document readers. The files stay where they are; see CONTRIBUTING.md for ENSURESEC_CORPORA.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadModel, readDocuments } from '../../src/model/index.ts';
import { within } from '../support/patience.ts';

const corpora = process.env['ENSURESEC_CORPORA'] ?? join(import.meta.dirname, '../../../shared/corpora');
const found = existsSync(corpora);
if (!found) console.log('skipped: no corpora');

/** We refuse more than RFC 8259 asks: two equal names leave open which one counts. */
const REFUSED_ON_PURPOSE: ReadonlySet<string> = new Set([
  'y_object_duplicated_key.json',
  'y_object_duplicated_key_and_value.json',
]);

/** Cases of the YAML suite whose value is the one the suite states; the others use tags outside the core schema. */
const YAML_AGREEING = 263;
/** Cases of the YAML suite that are not YAML, all of which we refuse. */
const YAML_REFUSED = 94;

test('the corpora are there in CI', () => {
  expect(found || process.env['CI'] === undefined).toBe(true);
});

/** Reads in under a second without touching a prototype. */
function readSafely(bytes: Uint8Array, file: string): ReturnType<typeof readDocuments> {
  const before = prototypes();
  const read = within(1_000, file, () => {
    loadModel(bytes, file);
    return readDocuments(bytes, file);
  });
  expect(prototypes(), file).toBe(before);
  return read;
}

function prototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join(';');
}

describe.runIf(found)('JSON test suite', () => {
  const folder = join(corpora, 'json-test-suite/test_parsing');
  const files = found ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];

  test('accepts y_ and refuses n_', () => {
    expect(files.length).toBeGreaterThan(300);
    const wrong = files.filter((file) => {
      const { problems, value } = readSafely(readFileSync(join(folder, file)), file);
      const accepted = problems.length === 0 && value !== undefined;
      if (file.startsWith('y_')) return accepted === REFUSED_ON_PURPOSE.has(file);
      return file.startsWith('n_') && accepted;
    });
    expect(wrong).toEqual([]);
  });

  test('gives the values of JSON.parse', () => {
    for (const file of files.filter((name) => name.startsWith('y_') && !REFUSED_ON_PURPOSE.has(name))) {
      const bytes = readFileSync(join(folder, file));
      expect(readDocuments(bytes, file).value?.[0]?.value, file).toEqual(JSON.parse(bytes.toString('utf8')));
    }
  });
});

describe.runIf(found)('YAML test suite', () => {
  const root = join(corpora, 'yaml-test-suite');
  const cases = found ? caseFolders(root) : [];

  test('gives the stated values, but for tags outside the core schema', () => {
    const stated = cases.filter((folder) => existsSync(join(folder, 'in.json')) && !isError(folder));
    const differing = stated.filter((folder) => !agrees(folder));
    console.log(`YAML test suite: ${stated.length - differing.length} of ${stated.length} values agree`);
    expect(stated.length - differing.length).toBeGreaterThanOrEqual(YAML_AGREEING);
    const codes = differing.map((folder) => readCase(folder).problems[0]?.code);
    expect(new Set(codes)).toEqual(new Set(['DOCUMENT_UNKNOWN_TAG']));
  });

  test('refuses what is not YAML', () => {
    const refused = cases.filter((folder) => isError(folder) && readCase(folder).problems.length > 0);
    expect(refused).toEqual(cases.filter(isError));
    expect(refused.length).toBeGreaterThanOrEqual(YAML_REFUSED);
  });

  test('reads the cases without a stated value safely', () => {
    for (const folder of cases) readCase(folder);
  });
});

function isError(folder: string): boolean {
  return existsSync(join(folder, 'error'));
}

function readCase(folder: string): ReturnType<typeof readDocuments> {
  return readSafely(readFileSync(join(folder, 'in.yaml')), 'in.yaml');
}

/** A case is a folder with in.yaml, or numbered folders of them. */
function caseFolders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const folder = join(root, entry.name);
    return existsSync(join(folder, 'in.yaml')) ? [folder] : caseFolders(folder);
  });
}

function agrees(folder: string): boolean {
  const { value, problems } = readCase(folder);
  if (value === undefined || problems.length > 0) return false;
  try {
    expect(value.map((document) => document.value)).toEqual(
      jsonStream(readFileSync(join(folder, 'in.json'), 'utf8')),
    );
    return true;
  } catch {
    return false;
  }
}

/** in.json holds the documents one after another. */
function jsonStream(text: string): unknown[] {
  const values: unknown[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const end = endOfFirst(rest);
    values.push(JSON.parse(rest.slice(0, end)));
    rest = rest.slice(end).trim();
  }
  return values;
}

function endOfFirst(text: string): number {
  for (let end = 1; end <= text.length; end++) {
    if (end < text.length && !/\s/.test(text[end] as string)) continue;
    try {
      JSON.parse(text.slice(0, end));
      return end;
    } catch {
      // The first value goes on.
    }
  }
  return text.length;
}

describe.runIf(found)('big list of naughty strings', () => {
  const strings = found
    ? (JSON.parse(readFileSync(join(corpora, 'blns/blns.json'), 'utf8')) as string[])
    : [];

  test('each comes back from JSON unchanged', () => {
    expect(strings.length).toBeGreaterThan(500);
    for (const string of strings) {
      const read = readSafely(
        new TextEncoder().encode(JSON.stringify({ name: string, [`k${string}`]: [string] })),
        'naughty.json',
      );
      expect(read.value?.[0]?.value).toEqual({ name: string, [`k${string}`]: [string] });
    }
  });

  test.each([
    ['as a whole file', (string: string) => string],
    ['as a plain scalar', (string: string) => `ensuresec: 1\nname: ${string}\npack: common\n`],
    ['as a key', (string: string) => `ensuresec: 1\nname: x\npack: common\n${string}: 1\n`],
    [
      'as an id',
      (string: string) =>
        JSON.stringify({ ensuresec: 1, name: 'x', pack: 'common', assets: [{ id: string, type: string }] }),
    ],
  ])('does no harm %s', (_, write) => {
    for (const string of strings) {
      for (const file of ['naughty', 'naughty.yaml', 'naughty.json'])
        readSafely(new TextEncoder().encode(write(string)), file);
    }
  });
});
