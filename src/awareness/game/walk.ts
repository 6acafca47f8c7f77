// SPDX-License-Identifier: Apache-2.0
// A chain of contacts or screens: what is given away at one step decides which come later and what they know.
import type { Stage, Step, Walk } from '../../model/index.ts';

export const WALK_ACTIONS = ['go-on', 'check', 'report', 'walk-away'] as const;
export type WalkAction = (typeof WALK_ACTIONS)[number];

/** Parts of a step in the order in which they are shown. */
export type Part = Step['cues'][number]['on'];

/** What was done with a step. */
export interface Move {
  readonly step: number;
  readonly action: Exclude<WalkAction, 'check'>;
  /** It was checked another way before. */
  readonly isChecked: boolean;
  /** Of somebody who stopped: the place that gave it away, as he sees it. */
  readonly spot?: Part;
}

export interface WalkState {
  readonly walk: Walk;
  readonly stages: readonly Stage[];
  /** The step that is shown; undefined: the walk is over. */
  readonly at: number | undefined;
  readonly isChecked: boolean;
  /** Minutes since the start. */
  readonly clock: number;
  readonly moves: readonly Move[];
  /** Things that are gone, with the minute. */
  readonly given: ReadonlyMap<string, number>;
}

/** What reading and deciding takes (minutes). */
const STEP_MINUTES = 3;

export function startWalk(walk: Walk, stages: readonly Stage[]): WalkState {
  return { walk, stages, at: 0, isChecked: false, clock: 0, moves: [], given: new Map() };
}

export function stepOf({ walk, at }: WalkState): Step | undefined {
  return at === undefined ? undefined : walk.steps[at];
}

/** Texts that a step also has because of what was given before it. */
export function afterTexts({ given }: WalkState, step: Step): string[] {
  return Object.entries(step.after ?? {}).flatMap(([thing, text]) => (given.has(thing) ? [text] : []));
}

/** The parts of a step that a player can name. */
export function partsOf(step: Step): Part[] {
  return (['from', 'address', 'text', 'link', 'frame'] as const).filter((part) => step[part] !== undefined);
}

/**
 * The state after one more action. Checking takes minutes and decides nothing; going on gives what a lure asks for; a report
 * ends the walk; who only stops may be asked again by a later lure that has what it needs.
 */
export function act(state: WalkState, action: WalkAction, spot?: Part): WalkState {
  const { walk, stages, at } = state;
  const step = stepOf(state);
  if (at === undefined || step === undefined) return state;
  const stage = stageOf(stages, step);
  if (action === 'check')
    return state.isChecked
      ? state
      : { ...state, isChecked: true, clock: state.clock + (stage?.minutes ?? 0) };
  const clock = state.clock + STEP_MINUTES;
  const given = new Map(state.given);
  if (action === 'go-on' && step.truth === 'lure')
    for (const thing of stage?.gives ?? []) if (!given.has(thing)) given.set(thing, clock);
  const move = { step: at, action, isChecked: state.isChecked, ...(spot === undefined ? {} : { spot }) };
  const comes = (next: Step): boolean => {
    const { needs = [], unasked = false } = stageOf(stages, next) ?? {};
    const has = next.truth === 'honest' || needs.every((thing) => given.has(thing));
    return action === 'go-on' ? has : unasked && has && next.truth === 'lure';
  };
  const later = walk.steps.findIndex((each, index) => index > at && comes(each));
  const isOver = action === 'report' || later < 0;
  return {
    ...state,
    at: isOver ? undefined : later,
    isChecked: false,
    clock,
    moves: [...state.moves, move],
    given,
  };
}

/** How a walk that is over ended: an honest one is left when any step of it was. */
export function endOf({ moves }: WalkState): 'through' | 'stopped' {
  return moves.every(({ action }) => action === 'go-on') ? 'through' : 'stopped';
}

export function stageOf(stages: readonly Stage[], step: Step): Stage | undefined {
  return stages.find(({ id }) => id === step.stage);
}
