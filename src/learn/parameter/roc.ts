// SPDX-License-Identifier: Apache-2.0

/**
 * Area under the ROC curve: the chance that an attack scores higher than a usual value, ties half (Mann and Whitney 1947).
 * NaN when one kind is absent.
 */
export function rocArea(scored: readonly { readonly score: number; readonly isAttack: boolean }[]): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  const attacks = sorted.filter(({ isAttack }) => isAttack).length;
  let ranks = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    // Ranks count from 1; equal scores share their mean.
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) if (sorted[at]?.isAttack === true) ranks += rank;
    from = to;
  }
  return (ranks - (attacks * (attacks + 1)) / 2) / (attacks * (sorted.length - attacks));
}
