// SPDX-License-Identifier: Apache-2.0
// The same runs with and without a measure, on a system of the size of one operator: every group that needs both of its
// suppliers needs one. In a worker, as a page does it, with the hours that were lost in each run. Crews are unlimited, so
// no run may lose more hours with the measure than without (the theorem of docs/explanation/cascades.md).
import { parentPort, workerData } from 'node:worker_threads';
import { createSimulator } from '../../src/cascade/engine/simulator.ts';
import { makePlan, makeSystem } from './family.ts';
import { lostHours } from './lost-hours.ts';

const { count, size, damaged, seed } = workerData as Record<'count' | 'size' | 'damaged' | 'seed', number>;
const system = makeSystem(size, seed);
const slack = system.slack.map((each) => Math.max(each, 1));
const [without, after] = [createSimulator(system), createSimulator({ ...system, slack })];
const plans = Array.from({ length: 40 }, (_, run) => makePlan(size, run, damaged));
const since = new Float64Array(size);
const times = [1, 2, 3, 4, 5].map(() => {
  const began = performance.now();
  let [avoided, better, worse] = [0, 0, 0];
  for (let run = 0; run < count; run++) {
    const plan = plans[run % plans.length] as (typeof plans)[number];
    const before = lostHours(without.run(plan, seed, run).transitions, since);
    const gain = before - lostHours(after.run(plan, seed, run).transitions, since);
    avoided += gain;
    if (gain > 1e-9) better++;
    if (gain < -1e-9) worse++;
  }
  return { ms: performance.now() - began, avoided: avoided / count, better, worse };
});
parentPort?.postMessage(times);
