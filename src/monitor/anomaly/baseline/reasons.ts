// SPDX-License-Identifier: Apache-2.0
import type { Judgement } from '../conformal.ts';
import { type Contribution, shown } from '../contract.ts';
import type { Baseline } from './compile.ts';

/** Features that are told; the rest together is less than the least of them. */
const MAX_TOLD = 3;
const MAX_VALUE = 80;

/** Why it is an alert: what moved the score, the most first, and what the score means. One sentence each. */
export function reasonsOf(
  { alpha }: Pick<Baseline, 'alpha'>,
  score: number,
  parts: readonly Contribution[],
  judgement: Judgement | undefined,
): readonly string[] {
  const moved = parts.filter(({ part }) => part > 0).slice(0, MAX_TOLD);
  return [
    ...moved.map(({ feature, value, usual, part }) => {
      const share = parts.length > 1 ? ` (${Math.round((100 * part) / score)} % of the score)` : '';
      return `${feature} is ${cut(value)}; usual is ${cut(usual)}${share}`;
    }),
    judgement === undefined
      ? `Score ${shown(Number(score.toPrecision(3)))}, where 1 is the limit`
      : `Score ${shown(Number(score.toPrecision(3)))}; as high in ${percent(judgement.p)} of what was seen before, and ${percent(alpha ?? 0)} is alarmed on`,
    ...(judgement?.recalibrated === true
      ? ['So much has changed that what is usual is learnt anew from here on']
      : []),
  ];
}

function cut(value: number | string): string {
  const text = typeof value === 'number' ? shown(value) : value;
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}

function percent(share: number): string {
  return `${shown(Number((100 * share).toPrecision(2)))} %`;
}
