// SPDX-License-Identifier: Apache-2.0
/**
 * What data teach, as policies that a person reads and approves: `learnRules` from labelled events, `mineInvariants` from
 * usual ones. `induce/` finds rules in tables, `table/` makes tables of events, `invariant/` has the templates of what may
 * always hold, `candidate/` writes, scores and judges policies with the matcher that will run them.
 */

export { type AlarmCost, createAlarmCount, fitBaselines, type LearntBaseline } from './baseline/baselines.ts';
export { createSurvey } from './baseline/survey.ts';
export { ObservedFact, type ObservedFacts } from './facts/fact.ts';
export { createObserver } from './facts/observe.ts';
export {
  OBSERVED_SCHEMA,
  premisesOf,
  readObserved,
  withObserved,
} from './facts/observed-file.ts';
export { createTrial } from './invariant/trial.ts';
export { confirmed, type Invariant, mineInvariants, proposeInvariants } from './invariants.ts';
export { readLabels } from './labels.ts';
export {
  type LabelledText,
  type ParameterModel,
  readParameterModel,
  trainParameters,
} from './parameter/model.ts';
export { rocArea } from './parameter/roc.ts';
export { LEARN_CODES } from './problem-codes.ts';
export { refine, type Verdict } from './refine/refine.ts';
export { learnRules } from './rules.ts';
export { addToShelf, decide, emptyShelf, LEARNT_PACK, readShelf, Shelf } from './shelf.ts';
export {
  type BaselineItem,
  type PolicyItem,
  type RefinementItem,
  ShelfItem,
} from './shelf-item.ts';
export { baselineItem, factItem, invariantItem, refinementItem, ruleItem } from './shelve.ts';
export type { Episode } from './table/episode.ts';
export { createKept, KEPT } from './table/kept.ts';
