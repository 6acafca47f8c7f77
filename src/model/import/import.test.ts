// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe, expect, it } from 'vitest';
import { MODEL_VERSION, type Model } from '../schema.ts';
import { inputsOf } from './container/statements.fixture.ts';
import { companionsOf, importFiles } from './import.ts';
import { importers } from './importers.ts';

const FRESH: Model = { ensuresec: MODEL_VERSION, name: 'Shop', pack: 'common' };
const HINTS = [{ on: 'name', words: ['db'], type: 'database', confidence: 0.7 }] as const;
const COMPOSE = 'services:\n  db:\n    image: postgres:17\n    ports: ["5432"]\n';
const SBOM =
  '{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"container","name":"db"}},"components":[{"type":"library","name":"z","version":"1"}]}';

const hints = HINTS.map((hint) => ({ ...hint, words: [...hint.words] }));
const read = (files: Readonly<Record<string, string>>, into = FRESH) =>
  importFiles(inputsOf(files), { into, hints });

describe('importFiles', () => {
  it('reads files of several formats into one model, in the order given', () => {
    const { value, problems } = read({ 'sbom.json': SBOM, 'compose.yaml': COMPOSE });
    expect(problems).toEqual([]);
    expect(value?.files.map(({ file, format, confidence }) => [file, format, confidence])).toEqual([
      ['sbom.json', 'cyclonedx', 1],
      ['compose.yaml', 'compose', 0.98],
    ]);
    const db = value?.model.assets?.find(({ id }) => id === 'db');
    expect(db).toMatchObject({ type: 'database', zone: 'network/default', listens: [{ port: 5432 }] });
    expect(db?.software).toMatchObject([{ purl: 'pkg:docker/postgres@17' }, { purl: 'pkg:generic/z@1' }]);
    expect(value?.model).toMatchObject({ name: 'Shop', pack: 'common' });
  });

  it('adds to a model that is there', () => {
    const into: Model = { ...FRESH, assets: [{ id: 'db', type: 'database', owner: 'ann' }] };
    expect(read({ 'compose.yaml': COMPOSE }, into).value?.model.assets?.[0]).toMatchObject({
      owner: 'ann',
      zone: 'network/default',
    });
  });

  it('reads variables with the Compose file, not alone', () => {
    const files = { 'compose.yaml': COMPOSE.replace('5432', '${P}'), '.env': 'P=80' };
    expect(read(files).value?.files.map(({ format }) => format)).toEqual(['compose', 'compose']);
    expect(read({ '.env': 'P=80' }).problems).toMatchObject([{ code: 'IMPORT_UNKNOWN_FORMAT' }]);
  });

  it('refuses what fits no format, and keeps the rest', () => {
    const { value, problems } = read({ 'notes.txt': 'hello', 'compose.yaml': COMPOSE });
    expect(value?.files.map(({ file }) => file)).toEqual(['compose.yaml']);
    expect(problems).toEqual([
      {
        code: 'IMPORT_UNKNOWN_FORMAT',
        severity: 'error',
        message: `Cannot tell the format of \`notes.txt\`: expected one of ${importers.map(({ id }) => id).join(', ')}`,
        at: { file: 'notes.txt', line: 1, column: 1 },
        hint: 'Name it with --format when you know it',
      },
    ]);
  });

  it('takes the format that is given', () => {
    const format = importers.find(({ id }) => id === 'compose');
    if (format === undefined) throw new TypeError('No importer compose');
    const inputs = inputsOf({ 'stack.txt': 'services: {a: {build: .}}' });
    const { value } = importFiles(inputs, { into: FRESH, hints, format });
    expect(value?.files).toMatchObject([{ format: 'compose', confidence: 1 }]);
  });

  it('gives no model when nothing could be read', () => {
    expect(read({ 'compose.yaml': 'services: [' }).value).toBeUndefined();
    expect(importFiles([], { into: FRESH, hints })).toEqual({ problems: [] });
  });
});

describe('companionsOf', () => {
  it.each<[string, string, string[]]>([
    ['shop/compose.yaml', COMPOSE, ['shop/.env']],
    [
      'compose.yaml',
      'include: [a.yaml, {path: [b/c.yml], env_file: b.env}]\nservices:\n  a: {build: ., env_file: [d.env, {path: ./e/.env}], extends: {file: f.yaml, service: g}}',
      ['.env', 'a.yaml', 'b/c.yml', 'b.env', 'd.env', 'e/.env', 'f.yaml'],
    ],
    ['compose.yaml', 'services: {a: {build: ., extends: {file: compose.yaml, service: b}}}', ['.env']],
    [
      'compose.yaml',
      'services: {a: {build: ., env_file: [/etc/x.env, ../x.env, a/../../x.env, ~/x.env, "${A}.env", passwd]}}',
      ['.env'],
    ],
    ['compose.yaml', 'services: [', ['.env']],
    ['.env', 'A=1', []],
    ['sbom.json', SBOM, []],
  ])('of %s are files of its folder', (file, text, expected) => {
    expect(companionsOf({ file, bytes: new TextEncoder().encode(text) })).toEqual(expected);
  });
});
