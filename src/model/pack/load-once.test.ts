// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { loadPackOnce } from './load-once.ts';

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
