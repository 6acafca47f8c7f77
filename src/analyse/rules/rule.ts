// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../core/problem.ts';
import type { RuleSource } from '../../model/index.ts';
import type { Atom } from './atom.ts';

/** Head of every goal rule: `achieved(attack, target)`. */
export const ACHIEVED = 'achieved';

/** A rule ready to be joined; `_` has become a variable of its own. */
export interface Rule {
  /** Rule id, `start:ATTACKER#n` or `attack:ATTACK`. */
  readonly id: string;
  readonly then: Atom;
  readonly when: readonly Atom[];
  readonly unless: readonly Atom[];
  readonly at: Position;
  /** An act of the attacker that a proof narrates; else bookkeeping. */
  readonly act: boolean;
  /** One sentence with `{Variable}`; empty when there is nothing to tell. */
  readonly narrate: string;
  readonly techniques: readonly string[];
  /** Mean days to compromise; 0 for bookkeeping. */
  readonly days: number;
  /** The pack's own text, absent for start and attack rules. */
  readonly source?: RuleSource;
}
