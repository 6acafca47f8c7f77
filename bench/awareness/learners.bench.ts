// SPDX-License-Identifier: Apache-2.0
// How often intervals of d′ and bias hold the truth of simulated people, and how many items adaptive choice saves:
// `npm run bench -- learners [--runs 20000] [--seed 1]`.
import { parseArgs } from 'node:util';
import { itemsUntil } from '../../test/support/adaptive-learners.ts';
import { CELLS, COARSE, coverageOf } from '../../test/support/simulated-learners.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const percent = (share: number): string => (100 * share).toFixed(1);

console.log('| people | messages | d′ | c | spread | d′ covered % | c covered % | d′ off | width |');
console.log('|---|---|---|---|---|---|---|---|---|');
for (const cell of [...CELLS, ...COARSE]) {
  const { sensitivity, bias, off, width } = coverageOf(cell, runs, seed);
  const told = [percent(sensitivity), percent(bias), off.toFixed(3), width.toFixed(2)];
  console.log(
    `| ${[cell.people, cell.messages, cell.sensitivity, cell.bias, cell.spread, ...told].join(' | ')} |`,
  );
}

console.log('\n| standard error | items, by lot | items, adaptive | fewer % | covered % |');
console.log('|---|---|---|---|---|');
for (const goal of [0.6, 0.5, 0.4]) {
  const { adaptive, fixed, covered } = itemsUntil(goal, Math.min(runs, 2000), seed);
  console.log(
    `| ${goal} | ${fixed.toFixed(1)} | ${adaptive.toFixed(1)} | ${percent(1 - adaptive / fixed)} | ${percent(covered)} |`,
  );
}
