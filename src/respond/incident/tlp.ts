// SPDX-License-Identifier: Apache-2.0
// Traffic Light Protocol 2.0 (FIRST, August 2022): how far information may go, from nobody else to everybody.

export const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLP)[number];

/** Whether something marked `marking` may go where at most `ceiling` is let through. */
export function mayLeave(marking: Tlp, ceiling: Tlp): boolean {
  return TLP.indexOf(marking) <= TLP.indexOf(ceiling);
}
