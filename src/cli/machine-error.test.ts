// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { machineError, reasonOf } from './machine-error.ts';

const thrown = (code: string, syscall: string, more: object): Error =>
  Object.assign(new Error(`${code}: as Node says it`), { code, syscall, ...more });

test.each([
  [
    thrown('EACCES', 'mkdir', { path: '/srv/x' }),
    'Cannot make the folder /srv/x: permission is denied',
    /user/,
  ],
  [thrown('EROFS', 'open', { path: '/x' }), 'Cannot open /x: the file system is read-only', /another folder/],
  [thrown('ENOSPC', 'write', {}), 'Cannot write: the disk is full', /room/],
  [thrown('EACCES', 'stat', { path: '/x' }), 'Cannot look at /x: permission is denied', /may read/],
  [
    thrown('EACCES', 'listen', { address: '0.0.0.0', port: 80 }),
    'Cannot listen on 0.0.0.0:80: permission is denied',
    /1024/,
  ],
])('%s is told in words', (error, message, hint) => {
  expect(machineError(error)).toEqual({ message, hint: expect.stringMatching(hint) });
});

test('what Node really throws is told in words', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  writeFileSync(path.join(folder, 'file'), '');
  const below = path.join(folder, 'file', 'below');
  let refused: unknown;
  try {
    mkdirSync(below, { recursive: true });
  } catch (error) {
    refused = error;
  }
  rmSync(folder, { recursive: true });
  expect(reasonOf(refused).message).toBe(
    `Cannot make the folder ${below}: a part of the path is a file, not a folder`,
  );
  const first = createServer();
  const port = await new Promise<number>((done) => {
    first.listen(0, '127.0.0.1', () => done((first.address() as { port: number }).port));
  });
  const second = createServer();
  const taken = await new Promise((done) => {
    second.once('error', done);
    second.listen(port, '127.0.0.1');
  });
  first.close();
  expect(machineError(taken)).toEqual({
    message: `Cannot listen on 127.0.0.1:${port}: another program listens there`,
    hint: 'Name another port with --port, or end the other program',
  });
});

test('faults of ours, and errors of others, stay what they are', () => {
  expect(machineError(new TypeError('x is undefined'))).toBeUndefined();
  expect(machineError(thrown('ERR_INVALID_ARG_TYPE', 'open', {}))).toBeUndefined();
  expect(reasonOf(new Error('as it says'))).toEqual({ message: 'as it says' });
  expect(reasonOf('text')).toEqual({ message: 'text' });
});
