// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { createSymbols } from './symbols.ts';

describe('symbols', () => {
  const initial = Array.from({ length: 100 }, (_, at) => `n${at}`);

  test.each([
    ['few', 5],
    ['many', 200],
  ])('give the same numbers however often they are asked for: %s', (_, times) => {
    const symbols = createSymbols(initial);
    for (let at = 0; at < times; at++) {
      expect(symbols.find(`n${at % 100}`)).toBe(at % 100);
      expect(symbols.find('nobody')).toBeUndefined();
    }
    expect(symbols.intern('new')).toBe(100);
    expect(symbols.intern('new')).toBe(100);
    expect(symbols.intern('n7')).toBe(7);
    expect([symbols.name(100), symbols.name(7), symbols.name(999), symbols.size]).toEqual([
      'new',
      'n7',
      '#999',
      101,
    ]);
  });

  test('start empty', () => {
    const symbols = createSymbols();
    expect([symbols.intern('a'), symbols.intern('b'), symbols.intern('a'), symbols.find('c')]).toEqual([
      0,
      1,
      0,
      undefined,
    ]);
  });
});
