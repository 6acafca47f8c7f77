// SPDX-License-Identifier: Apache-2.0
/**
 * What data teach, as policies that a person reads and approves: `learnRules` from labelled events, `mineInvariants` from
 * usual ones. `induce/` finds rules in tables, `table/` makes tables of events, `invariant/` has the templates of what may
 * always hold, `candidate/` writes, scores and judges policies with the matcher that will run them.
 */
export { type Invariant, mineInvariants } from './invariants.ts';
export { readLabels } from './labels.ts';
export {
  type LabelledText,
  type ParameterModel,
  readParameterModel,
  trainParameters,
} from './parameter/model.ts';
export { rocArea } from './parameter/roc.ts';
export { LEARN_CODES } from './problem-codes.ts';
export { learnRules } from './rules.ts';
export {
  addToShelf,
  decide,
  emptyShelf,
  invariantItem,
  LEARNT_PACK,
  readShelf,
  ruleItem,
  Shelf,
  type ShelfItem,
} from './shelf.ts';
export type { Episode } from './table/episode.ts';
