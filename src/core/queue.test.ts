// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueue } from './queue.ts';

test('gives back what was put in, in that order', () => {
  const steps = fc.array(fc.oneof(fc.integer(), fc.constant('shift' as const)), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (todo) => {
      const queue = createQueue<number>();
      const plain: number[] = [];
      for (const step of todo) {
        if (step === 'shift') expect(queue.shift()).toBe(plain.shift());
        else {
          queue.push(step);
          plain.push(step);
        }
        expect([queue.size, queue.peek(), queue.items()]).toEqual([plain.length, plain[0], plain]);
      }
    }),
  );
});

test('keeps its order when it grows long', () => {
  const queue = createQueue<number>();
  for (let each = 0; each < 10_000; each++) queue.push(each);
  for (let each = 0; each < 9_000; each++) expect(queue.shift()).toBe(each);
  expect([queue.size, queue.peek(), queue.items().length]).toEqual([1_000, 9_000, 1_000]);
});
