// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';

const notStarted = (reason: string): Error => new Error(`not started: ${reason}`);

test('what a program started ends with it when the time is over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-run-'));
  const mark = join(folder, 'pid');
  // The inner shell would sleep on, and hold the pipes, after the outer one is gone.
  const words = ['-c', `sh -c 'echo $$ > ${mark}; sleep 60' & wait`];
  const began = performance.now();
  await expect(
    runProgram({ program: '/bin/sh', words }, new AbortController().signal, notStarted, 1500),
  ).rejects.toMatchObject({ name: 'AbortError' });
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(existsSync(mark)).toBe(true);
  const inner = Number(readFileSync(mark, 'utf8'));
  for (let tried = 0; tried < 100 && isRunning(inner); tried++) await pause(50);
  expect(isRunning(inner)).toBe(false);
  rmSync(folder, { recursive: true });
});

test('a signal that came before ends it at once, and a program that is not there never began', async () => {
  const stopped = AbortSignal.abort();
  await expect(
    runProgram({ program: '/bin/sh', words: ['-c', 'sleep 60'] }, stopped, notStarted),
  ).rejects.toMatchObject({
    name: 'AbortError',
  });
  const open = new AbortController().signal;
  await expect(runProgram({ program: '/no/such', words: [] }, open, notStarted)).rejects.toThrow(
    'not started',
  );
});

test('a file that cannot be written leaves no folder behind, and the program does not begin', async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ensuresec-program-'));
  const before = new Set(folders());
  // Longer than a name may be on any file system here.
  const files = { 'a.txt': 'kept', [`${'x'.repeat(300)}.txt`]: 'refused' };
  const call = { program: '/bin/true', words: [], files };
  await expect(runProgram(call, new AbortController().signal, notStarted)).rejects.toThrow(
    /not started: ENAMETOOLONG/,
  );
  const mine = folders().filter((name) => !before.has(name) && existsSync(join(tmpdir(), name, 'a.txt')));
  expect(mine).toEqual([]);
});

/** A zombie that nobody has waited for yet has ended too. */
function isRunning(id: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}
