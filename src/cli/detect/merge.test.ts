// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch } from './events.ts';
import { eachItem, type Source } from './merge.ts';

interface Counts {
  open: number;
  most: number;
}

/** A file of events with these times (undefined: tells none), in batches of `size`. */
function source(
  file: string,
  times: readonly (number | undefined)[],
  size = 2,
  counts: Counts = { open: 0, most: 0 },
): Source {
  return {
    file,
    open: async function* (): AsyncGenerator<Batch> {
      counts.open++;
      counts.most = Math.max(counts.most, counts.open);
      try {
        for (let at = 0; at < times.length; at += size) {
          const items = times.slice(at, at + size).map((time, index) => ({
            record: { time },
            format: 'json',
            events: () => [],
            line: at + index + 1,
          }));
          yield { items, done: Math.min(1, (at + size) / times.length) };
        }
      } finally {
        counts.open--;
      }
    },
  };
}

async function merged(sources: readonly Source[]): Promise<readonly string[]> {
  const taken: string[] = [];
  await eachItem(
    sources,
    ({ record }) => record['time'] as number | undefined,
    (file, { line }) => taken.push(`${file}${line}`),
    () => undefined,
  );
  return taken;
}

describe('files as one history', () => {
  test.each<[string, readonly Source[], readonly string[]]>([
    ['none', [], []],
    ['one, in its own order', [source('a', [3, 1, 2])], ['a1', 'a2', 'a3']],
    ['two in turn', [source('a', [1, 3, 5]), source('b', [2, 4])], ['a1', 'b1', 'a2', 'b2', 'a3']],
    ['the later file first', [source('a', [8, 9]), source('b', [1, 2])], ['b1', 'b2', 'a1', 'a2']],
    ['an empty one', [source('a', []), source('b', [1])], ['b1']],
    [
      'an event without a time stays behind the one before',
      [source('a', [5, undefined, 9]), source('b', [6])],
      ['a1', 'a2', 'b1', 'a3'],
    ],
    [
      'a file without times comes first',
      [source('a', [5]), source('b', [undefined, undefined])],
      ['b1', 'b2', 'a1'],
    ],
  ])('%s', async (_, sources, expected) => {
    expect(await merged(sources)).toEqual(expected);
  });

  test('keeps few files open', async () => {
    const counts = { open: 0, most: 0 };
    const sources = Array.from({ length: 60 }, (_, index) =>
      source(`f${index}-`, [index, index + 40], 1, counts),
    );
    expect(await merged(sources)).toHaveLength(120);
    expect(counts).toEqual({ open: 0, most: 16 });
  });

  test('files in order give all events in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(50), { maxLength: 12 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (files, size) => {
          const sorted = files.map((times) => times.toSorted((left, right) => left - right));
          const times: number[] = [];
          await eachItem(
            sorted.map((each, index) => source(`${index}`, each, size)),
            ({ record }) => record['time'] as number,
            (file, { line }) => times.push(sorted[Number(file)]?.[line - 1] as number),
            () => undefined,
          );
          expect(times).toEqual(files.flat().toSorted((left, right) => left - right));
        },
      ),
      { numRuns: 60 },
    );
  });
});
