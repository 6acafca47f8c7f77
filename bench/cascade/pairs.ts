// SPDX-License-Identifier: Apache-2.0
// The same runs with and without a measure, on a system of the size of one operator: every other group of two needs one
// less. In a worker, as a page does it, with the hours that were lost in each run.
import { parentPort, workerData } from 'node:worker_threads';
import { createSimulator } from '../../src/cascade/engine/simulator.ts';
import { makePlan, makeSystem } from './family.ts';
import { lostHours } from './lost-hours.ts';

const { count, size, seed } = workerData as { count: number; size: number; seed: number };
const system = makeSystem(size, seed);
const slack = system.slack.map((each, group) => (group % 2 === 0 ? 1 : each));
const [without, after] = [createSimulator(system), createSimulator({ ...system, slack })];
const plan = makePlan(size, 0);
const since = new Float64Array(size);
const times = [1, 2, 3, 4, 5].map(() => {
  const began = performance.now();
  let avoided = 0;
  for (let run = 0; run < count; run++) {
    avoided += lostHours(without.run(plan, seed, run).transitions, since);
    avoided -= lostHours(after.run(plan, seed, run).transitions, since);
  }
  return { ms: performance.now() - began, avoided: avoided / count };
});
parentPort?.postMessage(times);
