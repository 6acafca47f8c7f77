// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../core/problem.ts';
import { packSource } from '../pack-fixture.ts';
import { loadPack } from './load.ts';
import type { PackSource } from './pack.ts';
import { readAhead, readParts } from './read-part.ts';

const WORDS = `words:
  - { id: more, kind: data, name: { en: "Moré\\t☃" } }
  - id: deep
    kind: asset
    is: [more]
    name:
      en: Deep
---
words:
  - { id: last, kind: data, name: { en: Last } }
`;
const FILE = packSource('w.yaml', WORDS);
const ahead = (file: PackSource): PackSource => {
  const found = readAhead(file);
  if (found === undefined) throw new Error('It should be read ahead');
  return { ...file, ahead: found };
};
const read = (file: PackSource) => {
  const problems: Problem[] = [];
  const parts = readParts(file, problems);
  const paths = [
    ['words', 0],
    ['words', 1],
    ['words', 1, 'name', 'en'],
    ['words', 1, 'is', 0],
    ['words', 7],
    ['words'],
    [],
  ];
  return {
    contents: parts.map(({ content }) => content),
    places: parts.map(({ written }) => paths.map((path) => written.locate(path))),
    problems,
  };
};

test('what was read ahead is what is read, and where', () => {
  const found = read(ahead(FILE));
  expect(found).toEqual(read(FILE));
  expect(found.contents).toHaveLength(2);
  expect(found.places[0]?.[3]).toEqual({ file: 'w.yaml', line: 5, column: 10 });
});

test('a file is named as it is now', () => {
  const moved = read({ ...ahead(FILE), path: 'elsewhere/w.yaml' });
  expect(moved.places.flat().map(({ file }) => file)).toEqual(Array(14).fill('elsewhere/w.yaml'));
});

describe('the file itself is read', () => {
  const changed = packSource('w.yaml', WORDS.replace('Last', 'Very last'));
  const { ahead: whole = '' } = ahead(FILE);
  test.each([
    ['when it was changed since', { ...changed, ahead: whole }, changed],
    ['when what was written of it is cut off', { ...FILE, ahead: whole.slice(0, -9) }, FILE],
    ['when nothing was written', { ...FILE, ahead: '' }, FILE],
    ['when something else was', { ...FILE, ahead: 'null' }, FILE],
  ])('%s', (_, file, like) => {
    expect(read(file)).toEqual(read(like));
  });
});

test.each([
  ['with an error in its shape', 'words: 3'],
  ['with an error in its text', 'words: [}'],
  ['with a key twice', 'words: []\nwords: []\n'],
])('a file %s is not read ahead, so that everybody is told', (_, text) => {
  expect(readAhead(packSource('x.yaml', text))).toBeUndefined();
});

test('what the whole pack is checked for is checked all the same', () => {
  const manifest = packSource(
    'pack.yaml',
    'id: x\nversion: 1.0.0\nname: { en: X }\ntext: { en: X }\nlicense: Apache-2.0\n',
  );
  const { value, problems } = loadPack([manifest, ahead(FILE)], []);
  expect(value).toBeUndefined();
  expect(problems).toEqual(loadPack([manifest, FILE], []).problems);
  expect(problems[0]).toMatchObject({ at: { file: 'w.yaml', line: 5, column: 10 } });
});
