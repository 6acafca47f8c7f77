// SPDX-License-Identifier: Apache-2.0
// The compiled program as a process of its own, which tests kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compiledFile } from './compiled.ts';

export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote to stderr so far. */
  readonly said: () => string;
  /** SIGKILL: it gets no chance to store anything. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export type ServerCommand = 'up' | 'lrs' | 'share serve';

export interface Start {
  readonly data: string;
  /** The one that is started. */
  readonly command?: ServerCommand;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Shell text before the command, such as a limit. */
  readonly before?: string;
}

/** What the operator of a data folder shows: the header in the file that the server writes there. */
export function operatorOf(data: string): Record<string, string> {
  const [name = '', value = ''] = readFileSync(path.join(data, 'operator.header'), 'utf8').trim().split(': ');
  return { [name]: value };
}

/** Starts the program on a free port; resolves when it listens. */
export async function startProcess({
  data,
  command: name = 'up',
  args = [],
  before = '',
  cwd,
}: Start): Promise<ServerProcess> {
  const main = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');
  const command = [
    process.execPath,
    main,
    ...name.split(' '),
    '--no-color',
    '--data',
    data,
    '--port',
    '0',
    ...args,
  ];
  const child = spawn('/bin/sh', ['-c', `${before} exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = /Listening on (http:\S+)[\s\S]*Stop with/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stderr.on('data', look);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
  return {
    url,
    process: child,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
