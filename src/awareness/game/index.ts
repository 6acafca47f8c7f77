// SPDX-License-Identifier: Apache-2.0
// What a page carries to play without a server.
export { type DetectiveAnswer, decisionPoints, detectiveResult } from './detective.ts';
export { journeyOf, type Leg, manyDays, plannedJourney, type Runs } from './domino.ts';
export { familiesOf } from './families.ts';
export { dueOf, newProgress, type Progress } from './progress.ts';
export { readProgress } from './progress-file.ts';
export { bestRecovery, lossAfter, type Recovery } from './recovery.ts';
export { createSession, type Session } from './session.ts';
export { ACTIONS, type Action, outcomeOf, type TriageAnswer, triageResult } from './triage.ts';
export {
  act,
  afterTexts,
  endOf,
  type Part,
  partsOf,
  stageOf,
  startWalk,
  stepOf,
  WALK_ACTIONS,
  type WalkState,
} from './walk.ts';
export {
  isRightMove,
  isSpot,
  lostIn,
  stoppingAt,
  type WalkAnswer,
  walkResult,
} from './walk-result.ts';
