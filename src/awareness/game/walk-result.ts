// SPDX-License-Identifier: Apache-2.0
// What walks were worth: both mistakes cost, checking costs little, and the place that was named counts.
import type { GameSource, Step, Thing } from '../../model/index.ts';
import { type Sensitivity, sensitivityOf } from '../measure/signal.ts';
import { type Missed, missedFamilies } from './families.ts';
import { bestRecovery, lossAfter, type Recovery } from './recovery.ts';
import { act, endOf, type Move, startWalk, stepOf, type WalkState } from './walk.ts';

/** A walk that is over, and what was done afterwards, in that order. */
export interface WalkAnswer {
  readonly state: WalkState;
  readonly recovery: readonly Recovery[];
}

type Says = (cue: string) => string | undefined;
type Game = Pick<GameSource, 'things' | 'recovery'>;

export interface WalkResult {
  readonly answered: number;
  readonly points: number;
  readonly most: number;
  readonly lures: number;
  readonly caught: number;
  readonly honest: number;
  readonly doubted: number;
  readonly signal?: Sensitivity;
  /** Places named rightly, of those that were asked for on lures. */
  readonly spotted: number;
  readonly spots: number;
  readonly minutes: number;
  /** EUR of all walks. */
  readonly lost: number;
  /** EUR that the best recoveries after the same steps would have left: never more than `lost`. */
  readonly least: number;
  readonly missed: readonly Missed[];
}

/** As in triage; a check leaves 3 for a lure and 2 for what is real. */
const MOST = 3;
const POINTS: Readonly<Record<Step['truth'], Readonly<Record<Move['action'], number>>>> = {
  lure: { report: 3, 'walk-away': 2, 'go-on': -3 },
  honest: { 'go-on': 3, 'walk-away': -2, report: -1 },
};
const CHECKED = 1;

export function movePoints(step: Step, { action, isChecked }: Move): number {
  const points = POINTS[step.truth][action];
  return step.truth === 'honest' && isChecked && action === 'go-on' ? points - CHECKED : points;
}

export function isRightMove(step: Step, { action }: Move): boolean {
  return (action === 'go-on') === (step.truth === 'honest');
}

/** Whether the named place carries a cue that speaks the truth. */
export function isSpot(step: Step, { spot }: Move, says: Says): boolean {
  return step.cues.some(({ cue, on }) => on === spot && says(cue) === step.truth);
}

/** EUR lost in a walk: what was given away, or what stopping cost when it was real. */
export function lostIn({ state, recovery }: WalkAnswer, things: readonly Thing[]): number {
  return lossAfter(things, state.given, state.clock, recovery) + missedIn(state);
}

/** EUR that it cost to stop what was real; no recovery brings it back. */
function missedIn(state: WalkState): number {
  const { truth, missed } = state.walk;
  return truth === 'honest' && endOf(state) === 'stopped' ? (missed?.eur ?? 0) : 0;
}

/** EUR at least after the same steps. */
function leastIn(state: WalkState, { things = [], recovery = [] }: Game): number {
  return bestRecovery(things, state.given, state.clock, recovery).eur + missedIn(state);
}

export function walkResult(answers: readonly WalkAnswer[], game: Game, says: Says): WalkResult {
  const { things = [] } = game;
  const moves = answers.flatMap(({ state }) =>
    state.moves.map((move) => ({ move, step: state.walk.steps[move.step] as Step })),
  );
  const of = (truth: Step['truth']) => moves.filter(({ step }) => step.truth === truth);
  const wrong = moves.filter(({ move, step }) => !isRightMove(step, move));
  const caught = of('lure').filter(({ move, step }) => isRightMove(step, move));
  const asked = caught.filter(({ move }) => move.spot !== undefined);
  const counts = {
    lures: of('lure').length,
    caught: caught.length,
    honest: of('honest').length,
    doubted: of('honest').filter(({ move, step }) => !isRightMove(step, move)).length,
  };
  const signal = sensitivityOf(counts);
  return {
    answered: moves.length,
    points: moves.reduce((sum, { move, step }) => sum + movePoints(step, move), 0),
    most: moves.length * MOST,
    ...counts,
    ...(signal === undefined ? {} : { signal }),
    spotted: asked.filter(({ move, step }) => isSpot(step, move, says)).length,
    spots: asked.length,
    minutes: answers.reduce((sum, { state }) => sum + state.clock, 0),
    lost: answers.reduce((sum, answer) => sum + lostIn(answer, things), 0),
    least: answers.reduce((sum, { state }) => sum + leastIn(state, game), 0),
    missed: missedFamilies(
      wrong.map(({ step }) => step),
      (cue, truth) => says(cue) === truth,
    ),
  };
}

/**
 * For each step of a lure: EUR lost by who does all that is asked before it, reports it, which takes its minutes as it does
 * for a player, and then acts at once; the last row is who goes through.
 */
export function stoppingAt({ walk, stages }: WalkState, game: Game): { step: number; eur: number }[] {
  const rows: { step: number; eur: number }[] = [];
  let state = startWalk(walk, stages);
  for (;;) {
    rows.push({ step: state.at ?? walk.steps.length, eur: leastIn(act(state, 'report'), game) });
    if (stepOf(state) === undefined) return rows;
    state = act(state, 'go-on');
  }
}
