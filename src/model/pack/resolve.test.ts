// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { packSource } from '../pack-fixture.ts';
import type { PackSource } from './pack.ts';
import { type ReadPackFiles, resolvePack } from './resolve.ts';

/** Packs of nothing but a manifest, by what they use. */
function shelf(uses: Readonly<Record<string, readonly string[]>>, reads: string[] = []): ReadPackFiles {
  return (id) => {
    reads.push(id);
    const used = uses[id];
    if (used === undefined) {
      return {
        problems: [
          { code: 'PACK_UNKNOWN', severity: 'error', message: id, at: { file: 'packs', line: 1, column: 1 } },
        ],
      };
    }
    const text = `id: ${id}\nversion: 1.0.0\nname: { en: X }\ntext: { en: X }\nlicense: x\nuses: [${used.join(', ')}]\n`;
    const files: PackSource[] = [packSource(`packs/${id}/pack.yaml`, text)];
    return { value: files, problems: [] };
  };
}

describe('resolvePack', () => {
  test('reads every used pack once, those it uses first', () => {
    const reads: string[] = [];
    const { value, problems } = resolvePack(
      'shop',
      shelf({ shop: ['pay', 'common'], pay: ['common'], common: [] }, reads),
    );
    expect(problems).toEqual([]);
    expect(value?.packs).toEqual(['common', 'pay', 'shop']);
    expect(reads).toEqual(['shop', 'pay', 'common']);
  });

  test.each([
    ['a pack that is not there', { a: ['b'] }, ['packs:1 b']],
    [
      'a pack that uses itself',
      { a: ['a'] },
      ['packs/a/pack.yaml:6 The packs use each other in a loop: a → a, expected no loop'],
    ],
    [
      'packs that use each other',
      { a: ['b'], b: ['a'] },
      ['packs/b/pack.yaml:6 The packs use each other in a loop: a → b → a, expected no loop'],
    ],
  ])('refuses %s', (_, uses, expected) => {
    const { value, problems } = resolvePack('a', shelf(uses));
    expect(value).toBeUndefined();
    expect(problems.map(({ at, message }) => `${at.file}:${at.line} ${message}`)).toEqual(expected);
  });

  test('refuses a pack that calls itself something else', () => {
    const { problems } = resolvePack('b', () => shelf({ a: [] })('a'));
    expect(problems.map(({ message }) => message)).toEqual([
      'The pack in the folder `b` calls itself `a`: expected the same name',
    ]);
  });
});
