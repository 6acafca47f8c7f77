// SPDX-License-Identifier: Apache-2.0
// People whose d′ and bias are known, and how often intervals over their answers hold the truth.
import { type Answers, sensitivityOf, sensitivityOfPeople } from '../../src/awareness/index.ts';
import { createRandom, type Random } from '../../src/core/random.ts';

export interface Cell {
  readonly people: number;
  /** Of a round, half of them lures. */
  readonly messages: number;
  /** Mean d′ of people, and mean c. */
  readonly sensitivity: number;
  readonly bias: number;
  /** Standard deviation of d′ between people; that of c is half of it. */
  readonly spread: number;
}

export interface Coverage {
  readonly sensitivity: number;
  readonly bias: number;
  /** Mean of the estimated d′ less the true one. */
  readonly off: number;
  /** Mean width of the interval of d′. */
  readonly width: number;
}

/** Evidence is normal, lures are d′ above honest items, the cut is at c (Green and Swets 1966). */
export function learner(sensitivity: number, bias: number, each: number, random: Random): Answers {
  const count = (centre: number): number => {
    let above = 0;
    for (let at = 0; at < each; at++) if (random.normal() + centre > bias) above++;
    return above;
  };
  return { lures: each, caught: count(sensitivity / 2), honest: each, doubted: count(-sensitivity / 2) };
}

/** Shares of so many simulated groups whose 95 % interval holds the truth. */
export function coverageOf(cell: Cell, runs: number, seed: number): Coverage {
  const random = createRandom(seed, Object.values(cell).join(' '));
  const truth = truthOf(cell);
  const sum = { sensitivity: 0, bias: 0, off: 0, width: 0 };
  for (let run = 0; run < runs; run++) {
    const all = Array.from({ length: cell.people }, () => {
      const [own, ownBias] = [cell.spread * random.normal(), (cell.spread / 2) * random.normal()];
      return learner(cell.sensitivity + own, cell.bias + ownBias, cell.messages / 2, random);
    });
    const told = all.length === 1 ? sensitivityOf(all[0] as Answers) : sensitivityOfPeople(all);
    if (told === undefined) throw new Error('Nothing was told.');
    for (const key of ['sensitivity', 'bias'] as const)
      if (told[key].low <= truth[key] && truth[key] <= told[key].high) sum[key]++;
    sum.off += told.sensitivity.value - truth.sensitivity;
    sum.width += told.sensitivity.high - told.sensitivity.low;
  }
  const share = (key: keyof typeof sum): number => sum[key] / runs;
  return { sensitivity: share('sensitivity'), bias: share('bias'), off: share('off'), width: share('width') };
}

/** d′ and c of the mean rates of all people: z of E Φ(a + bX) is a/√(1 + b²), so a spread pulls both towards 0. */
function truthOf({ sensitivity, bias, spread }: Cell): Record<'sensitivity' | 'bias', number> {
  const scale = Math.sqrt(1 + spread ** 2 / 4 + spread ** 2 / 4);
  return { sensitivity: sensitivity / scale, bias: bias / scale };
}

const TRUTHS = [
  [0, 0],
  [0.5, 0.3],
  [1, 0],
  [2, 0.4],
  [1.5, -0.5],
] as const;

const EXTREME = [
  [3, 0],
  [2, 1],
] as const;

const cells = (people: readonly number[], truths: readonly (readonly [number, number])[]): Cell[] =>
  people.flatMap((count) =>
    (count === 1 ? [40, 60] : [12, 20]).flatMap((messages) =>
      truths.flatMap(([sensitivity, bias]) =>
        (count === 1 ? [0] : [0, 0.8]).map((spread) => ({
          ...{ people: count, messages, sensitivity, bias, spread },
        })),
      ),
    ),
  );

/** Cells in which 93 to 97 % are held. */
export const CELLS = [...cells([1, 8, 12, 24], TRUTHS), ...cells([24], EXTREME)];

/** A handful of wrong answers in all: their counts are too coarse for that, and intervals err on the wide side. */
export const COARSE = [...cells([5], TRUTHS), ...cells([1, 5, 8, 12], EXTREME)];
