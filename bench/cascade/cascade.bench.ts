// SPDX-License-Identifier: Apache-2.0
// Runs a second from a thousand to a million assets, beside plain Python at sizes that it can bear, with equal results:
// `npm run bench -- cascade [--sizes 1000,10000] [--peer 10000]`.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
// The parts of the engine alone, so that the memory is theirs.
import type { Compiled } from '../../src/cascade/engine/compile.ts';
import { createSimulator, type Simulator } from '../../src/cascade/engine/simulator.ts';
import { BUFFER, HORIZON, makePlan, makeSystem, REPAIR, RESTART } from './family.ts';
import { lostHours } from './lost-hours.ts';

const SEED = 7;
const RUNS: Readonly<Record<number, number>> = { 1000: 40000, 10000: 5000, 100000: 100, 1000000: 20 };

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
    peer: { type: 'string', default: '1000,10000' },
  },
});
const peers = values.peer.split(',').map(Number);

console.log(
  '| assets | runs | runs/s CPU | events/s CPU | RSS MB | build s | Python runs/s | ratio | equal |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const size of values.sizes.split(',').map(Number)) {
  const before = cpu();
  const system = makeSystem(size, SEED);
  const built = cpu() - before;
  const simulator = createSimulator(system);
  const runs = RUNS[size] ?? 20;
  const plans = Array.from({ length: Math.min(runs, 40) }, (_, run) => makePlan(size, run));
  for (const plan of plans.slice(0, 3)) simulator.run(plan, SEED, 0);
  const began = cpu();
  let events = 0;
  for (let run = 0; run < runs; run++)
    events += simulator.run(plans[run % plans.length] as (typeof plans)[number], SEED, run).events;
  const spent = cpu() - began;
  const rss = Math.round(process.memoryUsage().rss / 1e6);
  const peer = peers.includes(size) ? comparePeer(system, simulator, size) : undefined;
  const own = runs / spent;
  console.log(
    `| ${size} | ${runs} | ${round(own)} | ${round(events / spent)} | ${rss} | ${built.toFixed(2)} | ${
      peer === undefined ? '– | – | –' : `${round(peer.rate)} | ${round(own / peer.rate)} | ${peer.equal}`
    } |`,
  );
}

for (const damaged of [2, 20]) await pairs(10_000, 200, damaged);

/** With and without a measure, in a worker: see pairs.ts. A measure that does nothing, or harms a run, fails the bench. */
async function pairs(count: number, size: number, damaged: number): Promise<void> {
  const worker = new Worker(new URL('pairs.js', import.meta.url), {
    workerData: { count, size, damaged, seed: SEED },
  });
  const [times] = (await once(worker, 'message')) as [
    { ms: number; avoided: number; better: number; worse: number }[],
  ];
  const least = Math.min(...times.map(({ ms }) => ms));
  const { avoided, better, worse } = times[0] as (typeof times)[number];
  console.log(
    `${count} pairs on ${size} assets, ${damaged} damaged: ${Math.round(least)} ms wall (least of 5), in a worker, lost hours counted: ${avoided.toFixed(2)} avoided a run, ${better} runs better, ${worse} worse`,
  );
  if (!(avoided > 0)) throw new Error(`The measure avoids nothing with ${damaged} damaged.`);
  if (worse > 0) throw new Error(`${worse} runs lose more with the measure; monotone dynamics forbid it.`);
}

function comparePeer(system: Compiled, simulator: Simulator, size: number) {
  const folder = mkdtempSync(join(tmpdir(), 'cascade-'));
  const plans = Array.from({ length: size > 1000 ? 40 : 200 }, (_, run) => makePlan(size, run));
  const { suppliers } = system;
  const arrays = { ...system, start: suppliers.start, items: suppliers.items };
  for (const name of ['assetHash', 'groupHash', 'owner', 'need', 'start', 'items'] as const)
    writeFileSync(join(folder, name), new Uint8Array(arrays[name].buffer));
  writeFileSync(join(folder, 'plans.json'), JSON.stringify(plans.map(({ assets }) => [...assets])));
  const script = join(import.meta.dirname, '../../../bench/cascade/peer.py');
  const args = [script, folder, SEED, HORIZON, BUFFER, RESTART, REPAIR].map(String);
  const python = spawnSync('python3', args, { encoding: 'utf8', maxBuffer: 1e8 });
  rmSync(folder, { recursive: true });
  if (python.status !== 0) throw new Error(`Cannot run python3: ${python.stderr}`);
  const { seconds, answers } = JSON.parse(python.stdout) as { seconds: number; answers: number[][] };
  const equal = plans.every((plan, run) => {
    const { transitions, events } = simulator.run(plan, SEED, run);
    const [theirEvents, changes, lost] = answers[run] as [number, number, number];
    return (
      events === theirEvents &&
      transitions.size === changes &&
      Math.abs(lostHours(transitions, new Float64Array(size)) - lost) < 1e-6 * Math.max(1, lost)
    );
  });
  return { rate: plans.length / seconds, equal };
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
