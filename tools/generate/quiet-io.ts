// SPDX-License-Identifier: Apache-2.0
import { EXIT } from '../../src/cli/exit.ts';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

/** What a command line writes to stdout, the same on every machine and every day. */
export async function outputOf(
  argv: readonly string[],
  root: string,
  settings: { readonly columns: number; readonly colour: boolean },
): Promise<string> {
  let written = '';
  let complaint = '';
  const io: Io = {
    stdout: {
      write: (text) => {
        written += text;
      },
      isTerminal: false,
      columns: settings.columns,
    },
    stderr: {
      write: (text) => {
        complaint += text;
      },
      isTerminal: false,
    },
    env: settings.colour ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' },
    cwd: root,
    now: () => 0,
    today: () => '2026-01-01',
    clock: () => Date.UTC(2026, 0, 1),
    untilStopped: () => Promise.resolve(),
    readLine: () => Promise.resolve(undefined),
  };
  if ((await run(argv, io)) > EXIT.findings) throw new Error(`ensuresec ${argv.join(' ')}: ${complaint}`);
  return written;
}
