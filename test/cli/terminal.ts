// SPDX-License-Identifier: Apache-2.0
// A process for tests: what a command writes, and with which code it ends.
import type { Io, Output } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  readonly cwd?: string;
  readonly env?: Io['env'];
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Milliseconds that pass between two looks at the clock. */
  readonly tick?: number;
  /** What comes from stdin: lines, or who types the next one after reading all that was written. */
  readonly lines?: readonly string[] | ((shown: string) => string | undefined);
  /** When somebody wants it to end; without it, as soon as the command asks. */
  readonly stopped?: Promise<void>;
}

/** Runs `ensuresec ARGUMENTS` in this process. */
export async function ensuresec(argv: readonly string[], setting: Setting = {}): Promise<Ended> {
  const {
    cwd = process.cwd(),
    env = {},
    isTerminal = false,
    columns,
    tick = 0,
    lines = [],
    stopped = Promise.resolve(),
  } = setting;
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal,
    ...(columns === undefined ? {} : { columns }),
  });
  const typed = typeof lines === 'function' ? undefined : [...lines];
  const type = typeof lines === 'function' ? lines : () => typed?.shift();
  let time = 0;
  const now = () => {
    time += tick;
    return time;
  };
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    cwd,
    now,
    today: () => '2027-01-31',
    clock: () => Date.UTC(2027, 0, 31),
    untilStopped: () => stopped,
    readLine: () => Promise.resolve(type(written.stdout + written.stderr)),
  };
  const code = await run(argv, io);
  return { code, ...written };
}
