// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap } from './heap.ts';

test('gives back what was put in, least first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = createHeap<number>((a, b) => a - b);
      for (const each of numbers) heap.push(each);
      expect(heap.size).toBe(numbers.length);
      expect([...heap.items()].sort((a, b) => a - b)).toEqual(numbers.toSorted((a, b) => a - b));
      const out: number[] = [];
      while (heap.size > 0) {
        expect(heap.peek()).toBe(Math.min(...heap.items()));
        out.push(heap.pop() as number);
      }
      expect(out).toEqual(numbers.toSorted((a, b) => a - b));
    }),
  );
});

test('is empty before anything is put in', () => {
  const heap = createHeap<number>((a, b) => a - b);
  expect([heap.peek(), heap.pop(), heap.size]).toEqual([undefined, undefined, 0]);
});
