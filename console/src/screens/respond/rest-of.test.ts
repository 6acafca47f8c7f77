// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { restOf } from './rest-of.ts';

test.each([
  ['Freeze it', ''],
  ['Freeze it.', ''],
  ['Freeze it. Nothing new runs.', 'Nothing new runs.'],
  ['Freeze it; nothing new runs.', 'Freeze it; nothing new runs.'],
  ['Freeze items.', 'Freeze items.'],
])('of %s the name above says: %s', (text, rest) => expect(restOf(text, 'Freeze it')).toBe(rest));
