// SPDX-License-Identifier: Apache-2.0

/** Two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054;

/** 95 % interval of a share by Wilson (1927): of `hits` in `trials`. [0, 1] without trials. */
export function wilsonInterval(hits: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const share = hits / trials;
  const z2 = (Z * Z) / trials;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
