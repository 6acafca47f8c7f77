// SPDX-License-Identifier: Apache-2.0
// One member against the others of its group: its own running mean against the median and median absolute deviation of
// theirs. Sees who does more, or less, than those with the same work; does not see what all of them do. After the peer
// groups of R. J. Bolton, D. J. Hand, "Unsupervised Profiling Methods for Fraud Detection", 2001.
import { z } from 'zod';
import { deviation, median } from '../../../core/stats/index.ts';
import {
  type DetectorKind,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  shown,
  sumOf,
} from '../contract.ts';
import { createPeers } from '../peers.ts';

const Parameters = z.strictObject({
  weight: z.number().gt(0).max(1).default(0.2).describe('Of the newest value in the mean of a member'),
  least: z.int().min(1).max(1000).default(5).describe('Values of a member before it counts'),
  others: z.int().min(2).max(1000).default(4).describe('Members a group needs beside the one that is judged'),
  floor: z.number().min(0).default(0.5).describe('The least scatter, in units of the value'),
  relative: z.number().min(0).max(1).default(0.05).describe('The least scatter, as a share of the median'),
  side: z.enum(['above', 'below', 'both']).default('both'),
  members: z.int().min(3).max(2000).default(200).describe('Members of a group remembered'),
  groups: z.int().min(1).max(10_000).default(200).describe('Pairs of group and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Member {
  mean: number;
  count: number;
}

export const peerGroup: DetectorKind<Parameters> = {
  name: 'peer-group',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const peers = createPeers<Member>(parameters, () => ({ mean: 0, count: 0 }), state);
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const group = peers.get(observation, feature);
        const own = group?.get(observation.key);
        if (group === undefined || own === undefined || own.count + 1 < parameters.least) return [];
        const means = group
          .entries()
          .flatMap(([key, { mean, count }]) =>
            key !== observation.key && count >= parameters.least ? [mean] : [],
          );
        if (means.length < parameters.others) return [];
        return [compared(feature, own.mean + parameters.weight * (value - own.mean), means, parameters)];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation)) {
          const own = peers.use(observation, feature).use(observation.key);
          own.count++;
          own.mean += Math.max(parameters.weight, 1 / own.count) * (value - own.mean);
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: peers.save,
    };
  },
};

function compared(
  feature: string,
  mean: number,
  means: readonly number[],
  { floor, relative, side }: Parameters,
): Part {
  const centre = median(means);
  const scatter = Math.max(deviation(means, centre), floor, relative * Math.abs(centre), 1e-9);
  const off = (mean - centre) / scatter;
  return {
    feature,
    value: Number(shown(mean)),
    usual: () => `${shown(centre)} ± ${shown(scatter)} for ${means.length} peers`,
    part: Math.max(0, side === 'above' ? off : side === 'below' ? -off : Math.abs(off)),
  };
}
