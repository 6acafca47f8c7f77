// SPDX-License-Identifier: Apache-2.0
// Every anomaly detector on one stream, each point scored and then learnt: `npm run bench -- anomaly [POINTS]`. Beside them,
// in the same run, the naive way: median and absolute
// deviation of the last 1,000 values, sorted again for each point; over fewer points, since it is slow.
import { createRandom } from '../../src/core/random.ts';
import { deviation, median } from '../../src/core/stats/index.ts';
import {
  createAnomalyDetector,
  createConformal,
  DETECTORS,
  type Observation,
} from '../../src/monitor/index.ts';

const points = Number(process.argv[2] ?? 100_000);
const NAIVE = Math.min(points, 5000);
const START = Date.UTC(2026, 0, 5);
const NEEDED: Readonly<Record<string, object>> = {
  plan: { plan: { '*': [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '18:00' }] } },
};

const stream = life(points);
const texts = stream.map((each) => ({ ...each, features: { q: each.features['name'] as string } }));
const steps = stream.map((each) => ({ ...each, features: { step: each.features['step'] as string } }));
const places = stream.map(({ features: { lat, lon }, ...each }) => ({
  ...each,
  features: { lat: lat as number, lon: lon as number },
}));
const numbers = stream.map(({ features: { value, other }, ...each }) => ({
  ...each,
  features: { value: value as number, other: other as number },
}));
const single = numbers.map((each) => ({ ...each, features: { value: each.features.value } }));
const INPUT: Readonly<Record<string, readonly Observation[]>> = {
  sequence: steps,
  rarity: steps,
  'text-parameters': texts,
  speed: places,
  corridor: places,
  'half-space-trees': numbers,
  'isolation-forest': numbers,
};

console.log(`${points} points, 20 keys, Node ${process.versions.node}; points per CPU second`);
const naive = rate(naiveRun, NAIVE);
console.log(`${'naive: last 1,000 again'.padEnd(26)} ${String(naive).padStart(9)}`);
for (const { name } of DETECTORS) {
  const input = INPUT[name] ?? single;
  const { detector } = createAnomalyDetector(name, NEEDED[name] ?? {}, 1);
  const run = rate(() => {
    for (const each of input) {
      detector?.scoreOne(each);
      detector?.learnOne(each);
    }
  });
  console.log(`${name.padEnd(26)} ${String(run).padStart(9)}  ${(run / naive).toFixed(1)} times the naive`);
}
const conformal = createConformal({ alpha: 0.001, seed: 1 });
const judged = rate(() => {
  for (const { features } of single) conformal.next(features.value);
});
console.log(
  `${'conformal, 10,000 scores'.padEnd(26)} ${String(judged).padStart(9)}  ${(judged / naive).toFixed(1)} times the naive`,
);

function rate(run: () => unknown, count = points): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return Math.round(count / ((user + system) / 1e6));
}

/** The robust deviation of seasonal-rate, the plain way. */
function naiveRun(): number {
  const window: number[] = [];
  let strange = 0;
  for (const { features } of single.slice(0, NAIVE)) {
    const middle = median(window);
    if (Math.abs(features.value - middle) > 3 * deviation(window, middle)) strange++;
    window.push(features.value);
    if (window.length > 1000) window.shift();
  }
  return strange;
}

function life(length: number): readonly Observation[] {
  const random = createRandom(1);
  return Array.from({ length }, (_, at) => ({
    time: START + at * 15_000,
    key: `k${at % 20}`,
    group: `g${at % 4}`,
    features: {
      value: 20 + 5 * Math.sin((2 * Math.PI * at) / 5760) + random.normal(),
      other: random.below(10),
      lat: 50 + 0.01 * random.normal(),
      lon: 7 + 0.01 * random.normal(),
      step: ['open', 'read', 'write', 'close'][Math.floor(at / 20 + 2 * random.next()) % 4] as string,
      name: `mug ${random.below(1000)}`,
    },
  }));
}
