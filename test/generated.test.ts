// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../tools/generate/generated.ts';
import { jsonSchemas } from '../tools/generate/json-schemas.ts';

const root = join(import.meta.dirname, '..');

describe('generated files', async () => {
  test.each(await generatedFiles(root))('$path is what `npm run generate` writes', ({ path, text }) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});

describe('schema/model.schema.json', () => {
  const [model] = jsonSchemas();
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(model?.text ?? ''),
  );
  const base = { ensuresec: 1, name: 'Demo', pack: 'common' };

  test.each([
    ['the smallest model', base, true],
    [
      'short and long forms',
      { ...base, assets: [{ id: 'web', type: 'server', listens: [443, { port: '80/tcp' }] }] },
      true,
    ],
    [
      'an upper-case advisory',
      { ...base, assets: [{ id: 'web', type: 'server', vulnerabilities: [{ id: 'CVE-2027-0001' }] }] },
      true,
    ],
    ['another version', { ...base, ensuresec: 2 }, false],
    ['an unknown key', { ...base, asets: [] }, false],
    ['an asset without a type', { ...base, assets: [{ id: 'web' }] }, false],
    ['an upper-case id', { ...base, assets: [{ id: 'Web', type: 'server' }] }, false],
  ])('judges %s', (_, value, valid) => {
    expect(validate(value)).toBe(valid);
  });
});

describe('schema/pack.schema.json', () => {
  const [, pack] = jsonSchemas();
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(pack?.text ?? ''));

  test.each([
    ['a file of words', { words: [{ id: 'mfa', kind: 'measure', name: { en: 'Second factor' } }] }, true],
    [
      'a manifest',
      { id: 'x', version: '1.0.0', name: { en: 'X' }, text: { en: 'X' }, license: 'Apache-2.0' },
      true,
    ],
    ['a word of no kind', { words: [{ id: 'mfa', name: { en: 'Second factor' } }] }, false],
  ])('judges %s', (_, value, valid) => {
    expect(validate(value)).toBe(valid);
  });
});
