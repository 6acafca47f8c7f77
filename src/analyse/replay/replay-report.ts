// SPDX-License-Identifier: Apache-2.0
// The answer of a replay. This is the shape behind `check --flow --json`.
import type { Position } from '../../core/problem.ts';
import type { Report } from '../report.ts';

export const REPLAY_SCHEMA = 'ensuresec/replay/1';

/**
 * `derived`: the attacker can do it in the model. `held`: an installed control is in the way. `absent`: one fact is
 * missing. `unmet`: a rule knows it, but more than one premise is missing. `unknown`: no rule of the pack knows it.
 */
export type ActionOutcome = 'derived' | 'held' | 'absent' | 'unmet' | 'unknown';

export interface ReplayedAction {
  readonly name: string;
  readonly technique?: string;
  /** Where the flow states it. */
  readonly at: Position;
  readonly outcome: ActionOutcome;
  /** Rules that know the technique, or that know its parent or one of its sub-techniques. */
  readonly rules: readonly string[];
  /** What the attacker does, or would do, in the model. */
  readonly text: string;
  /** Where the model states what makes it possible, or what holds it. */
  readonly because?: Position;
  /** The control that holds, or the fact that is missing. */
  readonly why?: string;
}

export interface ReplayPlan {
  readonly measures: readonly {
    readonly measure: string;
    readonly name: string;
    readonly on: readonly string[];
    readonly cost: number;
  }[];
  /** EUR in the first year. */
  readonly cost: number;
  /** No plan that stops the flow costs less. */
  readonly bound: number;
  readonly proven: boolean;
}

export interface Replay {
  readonly schema: typeof REPLAY_SCHEMA;
  readonly model: Report['model'];
  readonly pack: Report['pack'];
  readonly flow: { readonly name: string; readonly file: string };
  /** The profile that can do most of the flow. */
  readonly attacker: string;
  readonly actions: readonly ReplayedAction[];
  readonly counts: Readonly<Record<ActionOutcome, number>>;
  /** `none`: no measure of the pack stops it. */
  readonly stop: 'plan' | 'none';
  readonly plan?: ReplayPlan;
}
