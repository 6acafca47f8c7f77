// SPDX-License-Identifier: Apache-2.0
/**
 * What people learn about deception, measured honestly: telling apart and bias instead of clicks, intervals with everything,
 * groups instead of people. Pure; time and random numbers are arguments.
 *
 *     const round = drawRound(messages, 12, createRandom(1)); // a game's items, half of them honest
 *     const told = sensitivityOf({ lures: 40, caught: 31, honest: 40, doubted: 9 });
 *     told?.sensitivity; // { value: 1.46…, low: …, high: … }
 */
export * from './budget/index.ts';
export * from './campaign/index.ts';
export {
  ACTIONS,
  type Action,
  act,
  afterTexts,
  bestRecovery,
  createSession,
  type DetectiveAnswer,
  decisionPoints,
  detectiveResult,
  dueOf,
  endOf,
  familiesOf,
  isRightMove,
  isSpot,
  journeyOf,
  type Leg,
  lossAfter,
  lostIn,
  manyDays,
  newProgress,
  outcomeOf,
  type Part,
  type Progress,
  partsOf,
  plannedJourney,
  type Recovery,
  type Runs,
  readProgress,
  type Session,
  stageOf,
  startWalk,
  stepOf,
  stoppingAt,
  type TriageAnswer,
  triageResult,
  WALK_ACTIONS,
  type WalkAnswer,
  type WalkState,
  walkResult,
} from './game/index.ts';
export type { LrsAnswer, LrsParts, SignedText } from './lrs/exchange.ts';
export { EXPORT_COLUMNS, exportLine } from './lrs/export.ts';
export { handleLrs, refuseUnknown } from './lrs/handle.ts';
export { abilityOf, UNKNOWN_ABILITY } from './measure/ability.ts';
export { type Item, kindsOf, nextItem } from './measure/choose.ts';
export { calibrationOf } from './measure/confidence.ts';
export { type Belief, bandOf, learnDifficulty, priorDifficulty, rightAnswer } from './measure/difficulty.ts';
export { share } from './measure/estimate.ts';
export { SMALLEST_GROUP, tellable } from './measure/group.ts';
export { dueFamilies, type Memory, remember, retention } from './measure/memory.ts';
export { type Answers, sensitivityOf, sensitivityOfPeople } from './measure/signal.ts';
export { reportingOf } from './measure/time-to-report.ts';
export { assignArms, type Course, trialResult } from './measure/trial.ts';
export * from './tabletop/index.ts';
