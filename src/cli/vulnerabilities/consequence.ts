// SPDX-License-Identifier: Apache-2.0
// What one flaw does to the verdicts of a model.
import type { Cut, Verdict } from '../../analyse/index.ts';

export interface Consequence {
  /** Verdicts that the flaw alone makes worse. */
  readonly opens: readonly Opened[];
  /** Milliseconds of the change of the analysis. */
  readonly milliseconds: number;
  /** The cheapest measure that turns every one of them back, when one alone does. */
  readonly cut?: Pick<Cut, 'measure' | 'name' | 'on' | 'cost'>;
}

export interface Opened {
  readonly attack: string;
  readonly attacker: string;
  readonly target: string;
  readonly before: Verdict['verdict'];
  readonly after: Verdict['verdict'];
}
