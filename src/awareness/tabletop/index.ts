// SPDX-License-Identifier: Apache-2.0
// An exercise on a proven attack; it needs no package, so that a page can carry it.
export { cacaoDraft } from './cacao.ts';
export type { Replay, TabletopCase } from './case.ts';
export { debriefOf, type TabletopDebrief } from './debrief.ts';
export {
  after,
  type Decision,
  happenedIn,
  happeningsOf,
  nextStep,
  optionsOf,
  type Position,
  startOf,
} from './position.ts';
export {
  clockText,
  decisionText,
  durationText,
  dutyText,
  issuesMarkdown,
  issuesOf,
  outageText,
  type Say,
  stateText,
  takenBy,
} from './tell.ts';
