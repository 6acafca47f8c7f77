// SPDX-License-Identifier: Apache-2.0
// The program `git` on a repository whose settings may be hostile: nothing that is configured there is run.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** `missing`: there is no such program. `failed`: it ran and refused; the message is what it says. */
export class GitError extends Error {
  readonly code: 'missing' | 'failed';

  constructor(code: GitError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_CHARS = 2_000;

/** Each of these could name a program, or reach out over the network. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
];

/**
 * Runs git with these words and this input, and gives its standard output. Words are constants and object names alone:
 * nothing that strangers wrote. @throws GitError
 */
export type Git = (words: readonly string[], input?: string) => Promise<Buffer>;

/**
 * Git in a repository. Of our environment it gets where programs are, and nothing else; of the settings of the person and the
 * machine, none.
 *
 * @param repository top of a working tree, or a bare repository: absolute, with no link in it.
 * @param path folders of programs, as in PATH.
 */
export function gitIn(repository: string, path: string): Git {
  return (words, input = '') => runGit(repository, path, words, input);
}

function runGit(repository: string, path: string, words: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const child = spawn('git', ['--no-pager', ...settings, ...words], {
      shell: false,
      cwd: repository,
      env: environmentOf(repository, path),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let [size, said] = [0, ''];
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, MAX_ERROR_CHARS);
    });
    // It may end before it has read all: its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.on('close', (code, signal) => {
      if (size > MAX_OUTPUT_BYTES)
        reject(new GitError('failed', `it gave more than ${MAX_OUTPUT_BYTES} bytes`));
      else if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new GitError('failed', said.trim() || `git ended with ${signal ?? code}`));
    });
  });
}

function environmentOf(repository: string, path: string): Readonly<Record<string, string>> {
  return {
    PATH: path,
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // A folder that is no repository must not be taken for a part of the one around it.
    GIT_CEILING_DIRECTORIES: dirname(repository),
  };
}

function notStarted(error: NodeJS.ErrnoException): GitError {
  return error.code === 'ENOENT'
    ? new GitError('missing', 'The program git is not on this machine')
    : new GitError('failed', error.message);
}
