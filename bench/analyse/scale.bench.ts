// SPDX-License-Identifier: Apache-2.0
// `npm run bench`: cold parse, ground, verdict and certificate over the instance family, beside clingo where it is
// installed. Prints a Markdown table; `--sizes 1000,10000` and `--runs 3` choose.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { clingoVersion, runClingo, writeClingo } from './clingo.ts';
import type { ColdRun } from './cold-run.ts';
import { generateInstance, type Instance } from './family.ts';

const SEED = 1;
const ROOT = path.resolve(import.meta.dirname, '../../..');
/** clingo needs more memory than the machine should give beyond this. */
const MAX_CLINGO_HOSTS = 1_000_000;

type Run = ColdRun & { readonly cpuSeconds: number; readonly peakMiB: number };

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    runs: { type: 'string', default: '3' },
  },
});
const folder = mkdtempSync(path.join(os.tmpdir(), 'ensuresec-bench-'));
const version = clingoVersion();
print(
  `Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.cpus().length} cores, ${version ?? 'clingo not installed: no comparison'}`,
);
print('');
print(
  '| hosts | facts | CPU s (min of runs) | peak MiB | parse / ground / close / proofs / certificate ms | goals reached | certificate MB | clingo CPU s | clingo MiB | ratio |',
);
print('|---|---|---|---|---|---|---|---|---|---|');
for (const hosts of values.sizes.split(',').map(Number)) print(row(hosts, Number(values.runs)));
rmSync(folder, { recursive: true });

function row(hosts: number, runs: number): string {
  const instance = generateInstance(hosts, SEED);
  const file = path.join(folder, `${hosts}.json`);
  writeInstance(instance, file);
  const asked = version !== undefined && hosts <= MAX_CLINGO_HOSTS;
  const program = path.join(folder, `${hosts}.lp`);
  if (asked) writeClingo(instance, program);
  // In turn, so that a change in the load of the machine meets both.
  const pairs = Array.from({ length: runs }, () => ({
    own: runOnce(file),
    peer: asked ? runClingo(program) : undefined,
  }));
  const own = pairs
    .map((pair) => pair.own)
    .reduce((best, run) => (run.cpuSeconds < best.cpuSeconds ? run : best));
  const peer = pairs.flatMap((pair) => pair.peer ?? []).sort((a, b) => a.cpuSeconds - b.cpuSeconds)[0];
  if (peer !== undefined && peer.reached !== own.reached)
    throw new Error(`At ${hosts} hosts clingo reaches ${peer.reached} goals, ENSURESEC ${own.reached}`);
  const { parse, ground, close, proofs, certificate } = own.phases;
  const cells = [
    hosts,
    own.facts,
    own.cpuSeconds.toFixed(2),
    own.peakMiB.toFixed(0),
    `${parse} / ${ground} / ${close} / ${proofs} / ${certificate}`,
    `${own.reached} of ${own.goals}`,
    (own.certificateBytes / 1e6).toFixed(2),
  ];
  const compared =
    peer === undefined
      ? ['–', '–', '–']
      : [
          peer.cpuSeconds.toFixed(2),
          peer.peakMiB.toFixed(0),
          `${(peer.cpuSeconds / own.cpuSeconds).toFixed(1)}×`,
        ];
  return `| ${[...cells, ...compared].join(' | ')} |`;
}

function runOnce(file: string): Run {
  const script = path.join(import.meta.dirname, 'one.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', script, file, path.join(ROOT, 'bench/analyse/pack.yaml')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Run;
}

function writeInstance(instance: Instance, file: string): void {
  const out = openSync(file, 'w');
  writeSync(out, `{"symbols":${JSON.stringify(instance.symbols)},"relations":{`);
  Object.entries(instance.relations).forEach(([name, columns], at) => {
    writeSync(out, `${at === 0 ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(columns)}`);
  });
  writeSync(out, '}}');
  closeSync(out);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
