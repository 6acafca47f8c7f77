// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sha256 } from './digest.ts';

const whole = (text: string): string => `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;

describe('sha256', () => {
  test('of the example of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256(new TextEncoder().encode('abc'))).toBe(sha256('abc'));
    expect(sha256('')).toBe(whole(''));
  });

  test.each([0, 1, 2])(
    'of a long text is that of all of it, wherever pairs of surrogates lie: %i',
    (before) => {
      const text = `${'a'.repeat(before)}${'🚚é'.repeat(40_000)}`;
      expect(sha256(text)).toBe(whole(text));
    },
  );

  test('takes half a pair as Node does', () => {
    const text = `${'a'.repeat(32_767)}\ud83d${'b'.repeat(10)}`;
    expect(sha256(text)).toBe(whole(text));
    expect(sha256('\ud83d'.repeat(70_000))).toBe(whole('\ud83d'.repeat(70_000)));
  });
});
