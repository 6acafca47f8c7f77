// SPDX-License-Identifier: Apache-2.0
// The answer of an analysis. This is the shape behind `check --json` (schema/report.schema.json) and every renderer.
import type { Position } from '../core/problem.ts';
import type { CompromiseTime, TimeBasis } from './compromise-time/times.ts';
import type { ObservedBasis } from './observed.ts';

export const REPORT_SCHEMA = 'ensuresec/report/1';

export type Outcome = 'INSECURE' | 'SECURE' | 'UNKNOWN';

export type HarmedChannel = 'availability' | 'integrity' | 'confidentiality';

/** What a step harms: an element of the model, and the class of data where it is known. */
export interface Harm {
  readonly channel: HarmedChannel;
  readonly on: string;
  readonly data?: string;
}

/** One narrated step of a proof; it may stand for a chain of rule instances. */
export interface Step {
  readonly rule: string;
  readonly text: string;
  /** Where the fact that makes the step possible is stated: the model, or the file it was imported from. */
  readonly at: Position;
  readonly techniques: readonly string[];
  /** Mean days to compromise of the step (sum over the chain it stands for). */
  readonly days: number;
  /** Lowest confidence of the facts it uses, 0..1. */
  readonly confidence: number;
  /** Measures that would cut the step, cheapest first. */
  readonly cuts: readonly Cut[];
  /** How many rule instances the step stands for. */
  readonly instances: number;
  /** Absent: it harms nothing yet. */
  readonly harms?: readonly Harm[];
}

/** A measure on an element. `removes` counts the INSECURE verdicts of the whole report that it alone turns. */
export interface Cut {
  readonly measure: string;
  readonly name: string;
  readonly on: string;
  readonly cost: number;
  readonly removes: number;
}

/** A rule instance that misses exactly one premise: a control, or the absence of a fact, that holds the line. */
export interface FrontierEntry {
  readonly rule: string;
  readonly text: string;
  /** What it would give the attacker, as an atom: `reaches(dmz, 50051/tcp)`. */
  readonly then: string;
  /** The one missing premise as an atom; `not …` when an installed control holds. */
  readonly missing: string;
  /** `control`: an installed measure or barrier holds it. `absent`: the model states no such fact. */
  readonly kind: 'control' | 'absent';
  /** The control that holds, as a person knows it: `NetworkPolicy billing`. */
  readonly holds?: string;
  /** True when the attack succeeds as soon as this premise falls. */
  readonly decisive: boolean;
  readonly at: Position;
}

export interface MissingFact {
  readonly gap: string;
  readonly about: string;
  readonly unknown: string;
  readonly text: string;
  readonly at: Position;
}

export interface Verdict {
  readonly attack: string;
  readonly title: string;
  readonly stage: string;
  readonly severity: 'critical' | 'high' | 'medium';
  readonly impact: string;
  readonly attacker: string;
  readonly target: string;
  readonly verdict: Outcome;
  /** INSECURE: the proof. UNKNOWN: the proof that would hold if the missing facts were so. */
  readonly steps: readonly Step[];
  readonly frontier: readonly FrontierEntry[];
  readonly missing: readonly MissingFact[];
  readonly days: number;
  readonly confidence: number;
  /** INSECURE, where times were asked for. */
  readonly time?: CompromiseTime;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly model: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly pack: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly assumed: readonly string[];
  readonly assumptions: readonly { readonly id: string; readonly text: string; readonly at: Position }[];
  readonly gaps: readonly MissingFact[];
  /** Attacks of the pack without any target of their type in this model. */
  readonly notApplicable: readonly string[];
  readonly counts: { readonly insecure: number; readonly secure: number; readonly unknown: number };
  /** Over the whole report, the measures that turn most INSECURE verdicts for least money. */
  readonly cuts: readonly Cut[];
  readonly verdicts: readonly Verdict[];
  /** How `time` of the verdicts was found, where it was asked for. */
  readonly times?: TimeBasis;
  /** What was observed beside the model, where it was given. */
  readonly observed?: ObservedBasis;
}
