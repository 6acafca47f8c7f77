// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemRefusal, whyThrown } from './system-refusal.ts';

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('what the system refuses is told in words, with the path', () => {
  expect(whyThrown(thrown(() => readFileSync('/nowhere/x')))).toBe(
    'Cannot use /nowhere/x: there is no such file or folder',
  );
  expect(systemRefusal(thrown(() => mkdirSync(import.meta.filename)))).toMatchObject({
    code: 'EEXIST',
    path: import.meta.filename,
  });
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  expect(whyThrown(full)).toBe('the disk is full');
});

test.each([
  [new Error('odd'), 'odd'],
  [Object.assign(new Error('bad header'), { code: 'Z_DATA_ERROR' }), 'bad header'],
  [Object.assign(new Error('EODD: odd, open'), { code: 'EODD', syscall: 'open' }), 'EODD: odd, open'],
  ['text', 'text'],
])('all else is told as it is', (error, said) => {
  expect(whyThrown(error)).toBe(said);
});
