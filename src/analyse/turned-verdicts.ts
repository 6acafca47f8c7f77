// SPDX-License-Identifier: Apache-2.0
// Which verdicts are others than before.
import type { Report, Verdict } from './report.ts';

/** Verdicts of the second report that are others than in the first. */
export function turnedVerdicts(
  before: Report,
  after: Report,
): readonly { readonly was: Verdict['verdict']; readonly verdict: Verdict }[] {
  const earlier = new Map(before.verdicts.map((verdict) => [keyOf(verdict), verdict.verdict]));
  return after.verdicts.flatMap((verdict) => {
    const was = earlier.get(keyOf(verdict));
    return was === undefined || was === verdict.verdict ? [] : [{ was, verdict }];
  });
}

function keyOf({ attack, attacker, target }: Verdict): string {
  return JSON.stringify([attack, attacker, target]);
}
