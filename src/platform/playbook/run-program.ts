// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Of each stream; the end is kept. */
const MAX_OUTPUT = 256 * 1024;

/** Nothing that a playbook starts goes on for longer. An hour, in milliseconds. */
const MAX_RUN_MS = 3_600_000;

/** All that a program gets of the environment. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
};

export interface StartedProgram {
  readonly program: string;
  readonly words: readonly string[];
  /** Name → text: files of a folder of its own, in which it works and which is gone afterwards. */
  readonly files?: Readonly<Record<string, string>>;
}

interface ProgramEnd {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The beginning of stdout is lost. */
  readonly isCut: boolean;
}

/**
 * Starts a program with its words and waits for its end. No shell, no input, no environment of ours.
 *
 * @param notStarted Makes the error for a program that did not begin.
 * @param maxMs Longest time, in milliseconds.
 * @throws what `notStarted` makes, or AbortError when the signal or the time ended it.
 */
export async function runProgram(
  { program, words, files }: StartedProgram,
  signal: AbortSignal,
  notStarted: (reason: string) => Error,
  maxMs: number = MAX_RUN_MS,
): Promise<ProgramEnd> {
  if (files === undefined) return started(program, words, '/', signal, notStarted, maxMs);
  const folder = folderOf(files, notStarted);
  try {
    return await started(program, words, folder, signal, notStarted, maxMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For nobody else to read. Nothing of it stays where it cannot be written whole. */
function folderOf(files: Readonly<Record<string, string>>, notStarted: (reason: string) => Error): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'ensuresec-program-'));
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, basename(name)), text, { mode: 0o600, flag: 'wx' });
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw notStarted(error instanceof Error ? error.message : String(error));
  }
}

function started(
  program: string,
  words: readonly string[],
  cwd: string,
  signal: AbortSignal,
  notStarted: (reason: string) => Error,
  maxMs: number,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      shell: false,
      cwd,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what the program starts ends with it.
      detached: true,
    });
    const end = (): void => {
      killGroup(child.pid);
      reject(new DOMException('The program was aborted', 'AbortError'));
    };
    // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect a signal that only another one is made of.
    const late = setTimeout(end, maxMs);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    const kept = { stdout: '', stderr: '', isCut: false };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        const all = kept[name] + text;
        kept.isCut ||= name === 'stdout' && all.length > MAX_OUTPUT;
        kept[name] = all.slice(-MAX_OUTPUT);
      });
    child.on('error', (error) => {
      clearTimeout(late);
      reject(child.pid === undefined ? notStarted(error.message) : error);
    });
    child.on('close', (code) => {
      clearTimeout(late);
      signal.removeEventListener('abort', end);
      resolve({ code: code ?? undefined, ...kept });
    });
  });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // All of them have ended already.
  }
}
