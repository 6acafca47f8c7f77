// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test.each<[number, string, string]>([
  [1, 'entry', '1 entry'],
  [0, 'entry', '0 entries'],
  [2, 'hash', '2 hashes'],
  [1, 'hash', '1 hash'],
  [3, 'person', '3 people'],
  [2, 'personal value', '2 personal values'],
  [2, 'day', '2 days'],
])('%s × %s is `%s`', (count, noun, text) => expect(counted(count, noun)).toBe(text));
