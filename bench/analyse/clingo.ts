// SPDX-License-Identifier: Apache-2.0
// The same family for clingo, with rules tuned by hand (no anonymous variables in recursion, projections named).
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Instance } from './family.ts';

const TUNED_RULES = `
present(internet).
reaches(T,P) :- present(F), edge(F,T,P).
present(Z) :- executes(A), at(A,Z).
executes(A) :- reaches(Z,P), open(A,Z,P).
open(A,Z,P) :- at(A,Z), listens(A,P,anyone), flawed(A).
controls(A) :- executes(A), has(A,"local-escalation").
stolen(K) :- controls(A), kept_in(K,A).
login(I,A,Z,P) :- may(I,A,login), at(A,Z), listens(A,P,staff).
executes(A) :- stolen(K), unlocks(K,I), login(I,A,Z,P), reaches(Z,P).
edge(F,T,P) :- link(F,T,P,C).
flawed(A) :- vulnerable(A,V,network,code).
achieved(A) :- executes(A), has(A,goal).
#show achieved/1.
`;

/** Version line of clingo, or undefined where it is not installed. */
export function clingoVersion(): string | undefined {
  const { status, stdout } = spawnSync('clingo', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** Writes the instance as facts, in pieces: at a million hosts it is longer than one string should be. */
export function writeClingo(instance: Instance, file: string): void {
  const out = openSync(file, 'w');
  writeSync(out, TUNED_RULES);
  const terms = instance.symbols.map((symbol) => (/^[a-z][a-z0-9]*$/.test(symbol) ? symbol : `"${symbol}"`));
  for (const [predicate, columns] of Object.entries(instance.relations)) {
    const name = predicate.replaceAll('-', '_');
    let text = '';
    for (let row = 0; row < (columns[0] as readonly number[]).length; row++) {
      text += `${name}(${columns.map((column) => terms[column[row] as number]).join(',')}).\n`;
      if (text.length < 1 << 20) continue;
      writeSync(out, text);
      text = '';
    }
    writeSync(out, text);
  }
  closeSync(out);
}

/** Goals that clingo reaches, with CPU seconds and peak memory of its process. */
export function runClingo(
  file: string,
): { reached: number; cpuSeconds: number; peakMiB: number } | undefined {
  const script =
    'import resource,subprocess,sys;r=subprocess.run(["clingo","-V0","--outf=0",sys.argv[1]],stdout=subprocess.PIPE,text=True);u=resource.getrusage(resource.RUSAGE_CHILDREN);print(r.stdout.count("achieved("),u.ru_utime+u.ru_stime,u.ru_maxrss/1024)';
  const { status, stdout } = spawnSync('python3', ['-c', script, file], {
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (status !== 0) return undefined;
  const [reached, cpuSeconds, peakMiB] = stdout.trim().split(' ').map(Number) as [number, number, number];
  return { reached, cpuSeconds, peakMiB };
}
