// SPDX-License-Identifier: Apache-2.0
// The answer of a hardening. This is the shape behind `harden --json` and every renderer of it.
import type { Estimate, TimeAfter } from '../compromise-time/times.ts';
import type { Report } from '../report.ts';

export const HARDENING_SCHEMA = 'ensuresec/hardening/1';

export interface PlannedMeasure {
  readonly measure: string;
  readonly name: string;
  readonly on: readonly string[];
  /** EUR in the first year. */
  readonly cost: number;
  /** INSECURE verdicts that it turns by itself. */
  readonly stops: number;
  /** Verdicts that come back when it alone is left out of the plan. */
  readonly reopens: number;
}

/** An INSECURE verdict that the plan leaves. */
export interface LeftOpen {
  readonly attack: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium';
  readonly attacker: string;
  readonly target: string;
  /** `budget`: money does not reach; `unstoppable`: no measure that may be chosen stops it. */
  readonly why: 'budget' | 'unstoppable';
}

export interface Plan {
  readonly measures: readonly PlannedMeasure[];
  /** EUR in the first year. */
  readonly cost: number;
  /** No plan that stops the same verdicts costs less. */
  readonly costBound: number;
  /** Sum of the weights of what is left open, see RISK_WEIGHTS. */
  readonly risk: number;
  /** No plan within the budget leaves less risk. */
  readonly riskBound: number;
  /** True when both bounds are reached: there is no better plan. */
  readonly proven: boolean;
  readonly left: readonly LeftOpen[];
}

/** What would break one attack that is SECURE, for whichever attacker and target it is easiest. */
export interface Margin {
  readonly attack: string;
  readonly title: string;
  readonly attacker: string;
  readonly target: string;
  /** Least weight that breaks it; absent when nothing the pack can think of does. */
  readonly weight?: number;
  /** Nothing lighter breaks it. */
  readonly bound?: number;
  readonly breaks: readonly { readonly hypothesis: string; readonly text: string; readonly weight: number }[];
}

/** A plan of the Pareto front: nothing is cheaper and better. */
export interface FrontPoint {
  readonly cost: number;
  readonly risk: number;
  /** INSECURE verdicts left. */
  readonly open: number;
  /** Mean days of the quickest attack that is left; absent when none is. */
  readonly days?: number;
  /** Least weight of hypotheses that brings back something the plan stops; absent when nothing does. */
  readonly margin?: number;
  readonly measures: number;
  readonly proven: boolean;
}

/** How long one attack that succeeds today takes, in days, and what the plan makes of it in the same runs. */
export interface PlanTime extends Omit<LeftOpen, 'why'> {
  readonly before: { readonly mean: Estimate; readonly within: Estimate };
  readonly after: TimeAfter;
}

export interface PlanTimes {
  readonly samples: number;
  readonly seed: number;
  /** Days of `within`. */
  readonly horizon: number;
  /** Quickest first. */
  readonly attacks: readonly PlanTime[];
}

export interface Hardening {
  readonly schema: typeof HARDENING_SCHEMA;
  readonly model: Report['model'];
  readonly pack: Report['pack'];
  readonly assumed: readonly string[];
  /** EUR; absent when everything shall be stopped. */
  readonly budget?: number;
  /** Measures that could be bought. */
  readonly offers: number;
  readonly before: Report['counts'];
  readonly after: Report['counts'];
  /** Absent when nothing fulfils all that is asked. */
  readonly plan?: Plan;
  /** Facts that must stay derivable, and are. */
  readonly required: readonly string[];
  /** Who looked at the plan once more. */
  readonly verified: { readonly closure: boolean; readonly checker: boolean; readonly message?: string };
  readonly front: readonly FrontPoint[];
  /** Absent without a plan, or when nothing was sampled. */
  readonly times?: PlanTimes;
  /** Of every attack that is SECURE once the plan is installed, thinnest first. */
  readonly margins: readonly Margin[];
}

/** What one INSECURE verdict weighs, by severity; a critical one as much as three high ones. */
export const RISK_WEIGHTS = { critical: 9, high: 3, medium: 1 } as const;
