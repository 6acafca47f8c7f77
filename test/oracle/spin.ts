// SPDX-License-Identifier: Apache-2.0
// Spin (Holzmann, IEEE TSE 23(5), 1997) as a second opinion on workflows. A model is compiled once; which checks are made
// is read when it starts, because compiling takes much longer than the search.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpinAnswer {
  /** States that were stored, without the two before the first step of the workflow. */
  readonly states: number;
  readonly errors: number;
  /** CPU seconds and MB, as the model checker says. */
  readonly seconds: number;
  readonly megabytes: number;
}

export interface SpinModel {
  /** @param made one answer for each check, in the order of the workflow. */
  run(made: readonly boolean[]): SpinAnswer;
  /** Deletes what was written. */
  close(): void;
}

/** Whether Spin and a C compiler are on this machine. */
export function hasSpin(): boolean {
  return ['spin', 'gcc'].every((program) => spawnSync(program, ['--version']).error === undefined);
}

/**
 * @param promela what `flow check --promela` writes.
 * @throws when Spin or the compiler refuse it.
 */
export function compileSpin(promela: string): SpinModel {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-spin-'));
  writeFileSync(join(folder, 'm.pml'), withSwitches(promela));
  const run = (program: string, args: readonly string[], environment: Record<string, string> = {}): string =>
    execFileSync(program, args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, ...environment },
    });
  run('spin', ['-a', 'm.pml']);
  run('gcc', ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c']);
  return {
    run(made) {
      const told = run(join(folder, 'pan'), ['-E', '-m1000000', '-w22'], {
        MADE: made.map(Number).join(''),
      });
      const number = (pattern: RegExp): number => Number(pattern.exec(told)?.[1]);
      return {
        states: number(/(\d+) states, stored/) - 2,
        errors: number(/errors: (\d+)/),
        seconds: number(/elapsed time ([\d.e+-]+) seconds/),
        megabytes: number(/([\d.]+)\s+total actual memory usage/),
      };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** Hidden variables are no part of a state, so the switches change neither states nor their number. */
function withSwitches(promela: string): string {
  let count = 0;
  const switched = promela.replaceAll(
    /^#define (made_\w+) (?:true|false)$/gm,
    (_, name: string) => `#define ${name} made[${count++}]`,
  );
  const read = `c_code { const char *on = getenv("MADE"); int i; for (i = 0; i < ${count}; i++) made[i] = on[i] == '1'; };`;
  return switched
    .replace(/^byte s\[/m, `hidden byte made[${count}];\nbyte s[`)
    .replace(/^ {2}d_step \{$/m, `  ${read}\n  d_step {`);
}
