// SPDX-License-Identifier: Apache-2.0

/** P(X ≥ hits) for X binomial over `trials` with probability `share`; exact, summed in logarithms. */
export function binomialTail(hits: number, trials: number, share: number): number {
  if (hits <= 0) return 1;
  if (share <= 0 || hits > trials) return 0;
  if (share >= 1) return 1;
  let log = trials * Math.log1p(-share);
  const odds = Math.log(share) - Math.log1p(-share);
  let tail = 0;
  for (let k = 0; k <= trials; k++) {
    if (k >= hits) {
      const part = Math.exp(log);
      tail += part;
      if (k > trials * share && part < tail * 1e-12) break;
    }
    log += odds + Math.log(trials - k) - Math.log(k + 1);
  }
  return Math.min(1, tail);
}
