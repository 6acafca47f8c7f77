// SPDX-License-Identifier: Apache-2.0
// The instance family: N assets, mean degree 4 as two groups of two suppliers each; 95 % of the groups need one of the two,
// the others both. Exponential buffers, restarts and repairs; each run damages other assets.
import { entityHash } from '../../src/cascade/draw.ts';
import { type Compiled, compileColumns } from '../../src/cascade/engine/compile.ts';
import { type Plan, planRows } from '../../src/cascade/engine/plan.ts';
import { createRandom } from '../../src/core/random.ts';

export const HORIZON = 168;
export const BUFFER = 4;
export const RESTART = 1;
export const REPAIR = 12;

export function makeSystem(assets: number, seed: number): Compiled {
  const random = createRandom(seed, 'family');
  const groups = assets * 2;
  const owner = new Int32Array(groups);
  const need = new Int32Array(groups);
  const start = new Int32Array(groups + 1);
  const items = new Int32Array(groups * 2);
  for (let group = 0; group < groups; group++) {
    owner[group] = group >> 1;
    need[group] = random.next() < 0.95 ? 1 : 2;
    start[group + 1] = group * 2 + 2;
    const first = random.below(assets);
    items[group * 2] = first;
    items[group * 2 + 1] = (first + 1 + random.below(assets - 1)) % assets;
  }
  const exponential = (mean: number) => ({ kind: 'exponential', mean }) as const;
  return compileColumns({
    assets,
    assetHash: hashes(assets, 'a'),
    recoveries: [{ restart: exponential(RESTART), repair: exponential(REPAIR), crew: 0, priority: 0 }],
    recoveryOf: new Uint16Array(assets),
    owner,
    groupHash: hashes(groups, 'g'),
    terms: [{ mode: 0, buffer: exponential(BUFFER), fallback: 0 }],
    termsOf: new Uint16Array(groups),
    suppliers: { start, items },
    need,
    crews: [Number.POSITIVE_INFINITY],
  });
}

function hashes(count: number, letter: string): Uint32Array {
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = entityHash(letter + i);
  return all;
}

/** So many assets are damaged at the start, one in a hundred unless told. */
export function makePlan(assets: number, seed: number, damaged = Math.round(assets / 100)): Plan {
  const random = createRandom(seed, 'plan');
  const hit = Int32Array.from({ length: Math.max(1, damaged) }, () => random.below(assets));
  const atOnce = { kind: 'damage', on: '', at: { kind: 'fixed', hours: 0 } } as const;
  return planRows(hit, new Int32Array(hit.length), [atOnce], HORIZON);
}
