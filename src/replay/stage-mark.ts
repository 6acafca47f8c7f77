// SPDX-License-Identifier: Apache-2.0

/** What the stage draws beside names and states, in the order in which a legend explains it. */
export const STAGE_MARKS = [
  'bar',
  'down',
  'part',
  'ring',
  'wrench',
  'detour',
  'straw',
  'wrong',
  'leaks',
  'way',
] as const;
export type StageMark = (typeof STAGE_MARKS)[number];
