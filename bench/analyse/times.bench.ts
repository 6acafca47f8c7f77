// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- times`: time to compromise over the instance family, on one thread and on all cores, beside a plain
// implementation of the same sampling. Prints a Markdown table; `--sizes 1000,10000` and `--samples 1000` choose.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { close } from '../../src/analyse/closure/close.ts';
import { actKeysOf } from '../../src/analyse/compromise-time/act-keys.ts';
import { meanDaysOf } from '../../src/analyse/compromise-time/mean-days.ts';
import { sliceOf } from '../../src/analyse/compromise-time/passages.ts';
import { buildTableSystem, nodeOf, rowFact, type System } from '../../src/analyse/ground/system.ts';
import { createSymbols } from '../../src/core/datalog/index.ts';
import { type PassageGraph, passageBounds, samplePassages } from '../../src/core/first-passage/index.ts';
import { runHash, uniform } from '../../src/core/keyed-draw.ts';
import { openPassageSampler } from '../../src/platform/index.ts';
import { compileBench } from './cold-run.ts';
import { generateInstance } from './family.ts';

const SEED = 1;
const ATTACKER = 'bench/attacker/outside';
const ATTACK = 'bench/attack/goal';
const HORIZON_DAYS = 30;
const NAIVE_RUNS = 5;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    samples: { type: 'string', default: '1000' },
  },
});
const samples = Number(values.samples);
const pack = readFileSync(path.resolve(import.meta.dirname, '../../../bench/analyse/pack.yaml'));
print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.cpus().length} cores`);
print('');
print(
  `| hosts | goals reached | edges | slice ms | ${samples} samples, 1 thread: wall s | ms a sample | all cores: wall s | naive ms a sample | ratio | bounds ms a goal |`,
);
print('|---|---|---|---|---|---|---|---|---|---|');
for (const hosts of values.sizes.split(',').map(Number)) print(await row(hosts));

async function row(hosts: number): Promise<string> {
  const { symbols, relations } = generateInstance(hosts, SEED);
  const columns = new Map(
    Object.entries(relations).map(([name, list]) => [name, list.map((each) => Int32Array.from(each))]),
  );
  const system = buildTableSystem(compileBench(pack), { symbols: createSymbols(symbols), columns });
  const [slice, sliceMs] = timed(() => sliceToGoals(system));
  const { graph } = slice;
  if (graph.goals.length === 0) return `| ${hosts} | 0 | – | – | – | – | – | – | – | – |`;
  const runs = { seed: SEED, first: 0, count: samples };
  const [own, ownMs] = timed(() => samplePassages(graph, runs));
  const start = performance.now();
  const threaded = await openPassageSampler().sample(graph, runs);
  const threadedMs = performance.now() - start;
  const [naive, naiveMs] = timed(() => naiveSamples(graph, NAIVE_RUNS));
  naive.forEach((time, at) => {
    if (Math.abs(time - (own[at] as number)) > 1e-9)
      throw new Error(`The naive sampler finds ${time}, not ${own[at]}`);
  });
  if (threaded.some((time, at) => time !== own[at])) throw new Error('The threads find other times');
  const [, boundsMs] = timed(() =>
    Array.from(graph.goals, (goal) => passageBounds(graph, goal, HORIZON_DAYS)),
  );
  const each = ownMs / samples;
  return `| ${[
    hosts,
    graph.goals.length,
    graph.heads.length,
    sliceMs.toFixed(0),
    (ownMs / 1000).toFixed(2),
    each.toFixed(2),
    (threadedMs / 1000).toFixed(2),
    (naiveMs / NAIVE_RUNS).toFixed(1),
    `${(naiveMs / NAIVE_RUNS / each).toFixed(0)}×`,
    (boundsMs / graph.goals.length).toFixed(0),
  ].join(' | ')} |`;
}

function sliceToGoals(system: System): ReturnType<typeof sliceOf> {
  const seeds = [nodeOf(system, 'attacker', [ATTACKER])];
  const { member } = close(system.graph, seeds);
  const number = system.encoded.relationOf.get('candidate') as number;
  const goals = Array.from({ length: system.encoded.relations[number]?.size ?? 0 }, (_, at) =>
    nodeOf(system, 'achieved', [ATTACK, rowFact(system, number, at).args[1] as string]),
  ).filter((goal) => goal >= 0 && member[goal] === 1);
  return sliceOf(system, member, seeds, goals, {
    key: actKeysOf(system),
    days: meanDaysOf(system, undefined),
  });
}

/** Bellman's equations, repeated until nothing changes: every draw is made, nothing is kept in order. */
function naiveSamples(graph: PassageGraph, count: number): readonly number[] {
  const { heads, premiseStart, premises, mean, key, starts, goals } = graph;
  const found: number[] = [];
  for (let number = 0; number < count; number++) {
    const run = runHash(SEED, number);
    const took = Array.from(mean, (days, edge) =>
      days === 0 ? 0 : -days * Math.log(uniform(run, key[edge] as number, 1)),
    );
    const times = new Array<number>(graph.nodes).fill(Number.POSITIVE_INFINITY);
    for (const node of starts) times[node] = 0;
    for (let changed = true; changed; ) {
      changed = false;
      heads.forEach((head, edge) => {
        let ready = 0;
        for (let at = premiseStart[edge] as number; at < (premiseStart[edge + 1] as number); at++)
          ready = Math.max(ready, times[premises[at] as number] as number);
        const end = ready + (took[edge] as number);
        if (end >= (times[head] as number)) return;
        times[head] = end;
        changed = true;
      });
    }
    found.push(...Array.from(goals, (goal) => times[goal] as number));
  }
  return found;
}

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
