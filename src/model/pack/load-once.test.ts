// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { forgetPacks, loadPackOnce } from './load-once.ts';

const files = (name: string, path = 'tiny/pack.yaml') => [
  {
    path,
    bytes: Buffer.from(
      `id: tiny\nversion: 1.0.0\nname: { en: ${name} }\ntext: { en: For tests }\nlicense: Apache-2.0\n`,
    ),
  },
];

test('the same bytes at the same place are the same pack', () => {
  const first = loadPackOnce(files('Tiny'), []);
  expect(first.value?.name).toEqual({ en: 'Tiny' });
  expect(loadPackOnce(files('Tiny'), [])).toBe(first);
});

test('other bytes, another place or another pack that is used are another one', () => {
  const first = loadPackOnce(files('Tiny'), []);
  const other = loadPackOnce(files('Other'), []);
  expect(other.value?.name).toEqual({ en: 'Other' });
  expect(loadPackOnce(files('Tiny', 'elsewhere/pack.yaml'), [])).not.toBe(first);
  const [one, two] = [first.value, other.value].map((pack) =>
    loadPackOnce(files('Tiny'), pack === undefined ? [] : [pack]),
  );
  expect(one).not.toBe(two);
});

test('the longest unused is given up', () => {
  const first = loadPackOnce(files('Tiny'), []);
  for (let count = 0; count < 10; count++) loadPackOnce(files(`Pack ${count}`), []);
  expect(loadPackOnce(files('Tiny'), [])).not.toBe(first);
});

test('packs that were forgotten are loaded anew', () => {
  const first = loadPackOnce(files('Tiny'), []);
  forgetPacks();
  const again = loadPackOnce(files('Tiny'), []);
  expect(again).not.toBe(first);
  expect(again.value?.id).toBe(first.value?.id);
});

test('a pack that was forgotten tells of each part where its item is', () => {
  const words = Buffer.from(
    'words:\n  - kind: zone\n    nature: physical\n    id: yard\n    name: { en: Yard }\n    text: { en: Yard }\n',
  );
  const { value } = loadPackOnce([...files('Tiny'), { path: 'tiny/words.yaml', bytes: words }], []);
  const yard = value?.words.zone.get('yard');
  expect(yard?.locate(['name', 'en'])).toEqual({ file: 'tiny/words.yaml', line: 5, column: 17 });
  forgetPacks();
  expect(yard?.locate(['name', 'en'])).toEqual({ file: 'tiny/words.yaml', line: 2, column: 5 });
  expect(yard?.at).toEqual(yard?.locate([]));
});
