// SPDX-License-Identifier: Apache-2.0
// Values of expressions, and what an expression may look at while it is evaluated.
import type { ChainEvent } from '../../../model/index.ts';
import type { EventPlace } from '../../alert.ts';

export type ValueType = 'text' | 'number' | 'boolean' | 'time' | 'duration' | 'list';

/** Undefined: not known, because a field is absent or of the wrong kind. Unknown passes on, as in Kleene's logic. */
export type Value = string | number | boolean | readonly unknown[] | undefined;

/** An event that was read, and where it stands. */
export interface Entry {
  readonly event: ChainEvent;
  readonly at: EventPlace;
}

/** What an expression is evaluated on. */
export interface Scope {
  /** The event that the policy looks at. */
  readonly on: ChainEvent;
  /** The event that a condition of a window is asked of. */
  readonly it: ChainEvent;
  /** Events of each window, by its number, oldest first. */
  readonly windows: readonly (readonly Entry[])[];
}

export type Run = (scope: Scope) => Value;

export interface Typed {
  readonly type: ValueType;
  readonly run: Run;
  /** Of a number, when it has one; only numbers of one unit compare and add. */
  readonly unit?: string;
}

/** The total order of events: time, then source and id. */
export function compareEvents(left: ChainEvent, right: ChainEvent): number {
  if (left.time !== right.time) return left.time - right.time;
  if (left.source !== right.source) return left.source < right.source ? -1 : 1;
  return left.id === right.id ? 0 : left.id < right.id ? -1 : 1;
}
