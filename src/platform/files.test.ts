// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileBounded, readFolder } from './files.ts';
import { packIds, packReader } from './pack-files.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ensuresec-files-'));
  for (const pack of ['common', 'shop']) {
    mkdirSync(join(root, pack, 'rules'), { recursive: true });
    writeFileSync(join(root, pack, 'pack.yaml'), `id: ${pack}\n`);
    writeFileSync(join(root, pack, 'rules', 'a.yaml'), 'rules: []\n');
    writeFileSync(join(root, pack, 'README.md'), '# Not a pack file\n');
  }
  mkdirSync(join(root, 'no-pack'));
  symlinkSync(join(root, 'common', 'rules'), join(root, 'shop', 'linked'));
});

afterAll(() => rmSync(root, { recursive: true }));

describe('readFileBounded', () => {
  test('reads a file', () => {
    expect(new TextDecoder().decode(readFileBounded(join(root, 'shop/pack.yaml')).value)).toBe('id: shop\n');
  });

  test.each([
    ['a missing file', 'none.yaml', undefined, 'FILE_UNREADABLE', 'there is no such file'],
    ['a folder', 'shop', undefined, 'FILE_UNREADABLE', 'it is not a regular file'],
    ['a path through a file', 'shop/pack.yaml/x', undefined, 'FILE_UNREADABLE', 'there is no such folder'],
    ['a file over the limit', 'shop/pack.yaml', 3, 'FILE_TOO_LARGE', 'expected at most 3'],
  ])('refuses %s', (_, path, limit, code, reason) => {
    const { value, problems } = readFileBounded(join(root, path), limit);
    expect(value).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toContain(reason);
  });

  test('refuses a device', () => {
    expect(readFileBounded('/dev/zero').problems[0]?.message).toBe(
      'Cannot read `/dev/zero`: it is not a regular file',
    );
  });
});

describe('readFolder', () => {
  test('reads files of the extension, sorted, without following links', () => {
    const { value } = readFolder(join(root, 'shop'), ['.yaml']);
    expect(value?.map(({ path }) => path.slice(root.length))).toEqual([
      '/shop/pack.yaml',
      '/shop/rules/a.yaml',
    ]);
  });

  test('reports a missing folder', () => {
    expect(readFolder(join(root, 'none'), ['.yaml']).problems).toHaveLength(1);
  });
});

describe('packs', () => {
  test('are the folders with a manifest', () => {
    expect(packIds(root)).toEqual(['common', 'shop']);
    expect(packIds(join(root, 'none'))).toEqual([]);
  });

  test('are read by id', () => {
    expect(packReader(root)('shop').value).toHaveLength(2);
    const { value, problems } = packReader(root)('../shop');
    expect(value).toBeUndefined();
    expect(problems[0]?.message).toBe(
      `Cannot find the pack \`../shop\` in ${root}: expected one of common, shop`,
    );
  });
});
