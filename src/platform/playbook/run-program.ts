// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';

/** Of each stream; the end is kept. */
const MAX_OUTPUT = 256 * 1024;

/** All that a program gets of the environment. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
};

/**
 * Starts a program with its words and waits for its end. No shell, no input, no environment of ours.
 *
 * @param notStarted Makes the error for a program that did not begin.
 * @throws what `notStarted` makes, or AbortError when the signal ended it.
 */
export function runProgram(
  program: string,
  words: readonly string[],
  signal: AbortSignal,
  notStarted: (reason: string) => Error,
): Promise<{ readonly code: number | undefined; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      shell: false,
      cwd: '/',
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    const kept = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        kept[name] = (kept[name] + text).slice(-MAX_OUTPUT);
      });
    child.on('error', (error) => reject(child.pid === undefined ? notStarted(error.message) : error));
    child.on('close', (code) => resolve({ code: code ?? undefined, ...kept }));
  });
}
