// SPDX-License-Identifier: Apache-2.0
/**
 * What data teach, as policies that a person reads and approves: `learnRules` from labelled events, `mineInvariants` from
 * usual ones. `induce/` finds rules in tables, `table/` makes tables of events, `invariant/` has the templates of what may
 * always hold, `candidate/` writes, scores and judges policies with the matcher that will run them.
 */
export { type Invariant, mineInvariants } from './invariants.ts';
export { type Candidate, learnRules } from './rules.ts';
export type { Episode } from './table/episode.ts';
