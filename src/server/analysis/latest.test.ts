// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createLatest } from './latest.ts';

/** Work that ends when it is told to, and what became of all of it in the order in which it began. */
function bench(most: number) {
  const latest = createLatest(most);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (who: string, name: string): Promise<string> =>
    latest(who, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, () => resolve(name)));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { ask, begun, end };
}

test('one at a time, and of each who waits the newest', async () => {
  const { ask, begun, end } = bench(4);
  const first = ask('a', 'a1');
  const second = ask('a', 'a2');
  const third = ask('b', 'b1');
  const fourth = ask('a', 'a3');
  await expect(second).rejects.toMatchObject({ status: 409 });
  await end('a1');
  expect(begun).toEqual(['a1', 'a3']);
  await end('a3');
  await end('b1');
  expect(await Promise.all([first, third, fourth])).toEqual(['a1', 'b1', 'a3']);
});

test('no more wait than may, and a place that is free is given again', async () => {
  const { ask, end } = bench(1);
  const first = ask('a', 'a1');
  const second = ask('b', 'b1');
  await expect(ask('c', 'c1')).rejects.toMatchObject({ status: 429 });
  await end('a1');
  await end('b1');
  expect(await Promise.all([first, second])).toEqual(['a1', 'b1']);
});

test('what fails gives its place to the next', async () => {
  const latest = createLatest(1);
  await expect(latest('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await latest('a', async () => 1)).toBe(1);
});
