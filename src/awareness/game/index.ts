// SPDX-License-Identifier: Apache-2.0
// What a page carries to play without a server; it needs no package.
export { type DetectiveAnswer, decisionPoints, detectiveResult } from './detective.ts';
export { drawRound } from './round.ts';
export { ACTIONS, type Action, outcomeOf, type TriageAnswer, triageResult } from './triage.ts';
