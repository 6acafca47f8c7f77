// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { isInside, readTar, writeTar } from './tar.ts';

const written = async (path: string): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  const bytes = Readable.from([Buffer.from('x')]);
  const entries = Readable.from([{ path, size: 1, bytes }]);
  for await (const chunk of writeTar(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

test.each(['a', 'a/b', 'a:b', 'C:\\a', `${'long/'.repeat(40)}é`])(
  '%j is read as it was written',
  async (path) => {
    const names: string[] = [];
    for await (const entry of readTar(Readable.from([await written(path)]))) names.push(entry.path);
    expect(names).toEqual([path]);
  },
);

test.each(['', '/a', 'a//b', '../a', 'a/./b', 'a\nb', 'a\0b', `${'long'.repeat(30)}\n9 size=1`])(
  '%j is not written',
  async (path) => {
    await expect(written(path)).rejects.toThrow('is no name that an archive can bear');
  },
);

test.each(['C:a', 'a:stream', 'a\\..\\..\\b'])('%j leads elsewhere on Windows only', (path) => {
  expect([isInside(path, 'win32'), isInside(path, 'linux')]).toEqual([false, true]);
});
