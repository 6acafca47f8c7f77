// SPDX-License-Identifier: Apache-2.0
// What `flow check` says about workflows, as data.
import type { Story } from './story.ts';

export const FLOW_SCHEMA = 'ensuresec/flow/1';

export type FlowVerdict = 'SECURE' | 'INSECURE' | 'UNKNOWN';

export interface FlowReport {
  readonly schema: typeof FLOW_SCHEMA;
  readonly pack: { readonly id: string; readonly version: string; readonly sha256: string };
  /** The model whose measures decide which checks are made; absent when the workflows of the pack are asked. */
  readonly model?: { readonly name: string; readonly file: string };
  readonly workflows: readonly WorkflowReport[];
}

export interface Named {
  readonly id: string;
  readonly title: string;
}

export interface WorkflowReport extends Named {
  /** Id in the model, when it is one of a model. */
  readonly of?: string;
  /** Where the model names it, or else where the pack has it. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  readonly text: string;
  readonly verdict: FlowVerdict;
  /** Why it is UNKNOWN. */
  readonly unknown?: string;
  readonly parties: readonly Named[];
  readonly attackers: readonly Named[];
  /** How many of each kind there are in what was searched. */
  readonly instance: Readonly<Record<string, number>>;
  readonly checks: readonly (Named & {
    readonly at: string;
    readonly made: boolean;
    readonly advice: string;
    readonly measure?: string;
    readonly techniques: readonly string[];
  })[];
  readonly invariants: readonly InvariantReport[];
  /** What goes wrong as it is. */
  readonly findings: readonly FlowFinding[];
  /** What would go wrong without one more check, or two. */
  readonly weaknesses: readonly FlowFinding[];
  /** How many further checks were taken away together: 0, 1 or 2. */
  readonly depth: number;
  /** Sets of checks that were asked about, and all states that were looked at. */
  readonly searches: number;
  readonly states: number;
  /** States as it is. */
  readonly reached: number;
}

export interface InvariantReport extends Named {
  readonly text: string;
  readonly holds: boolean;
  /** Smallest sets of checks without which it does not hold. */
  readonly heldBy: readonly (readonly string[])[];
  /** Policy that watches it at run time. */
  readonly policy: string;
  readonly threats: readonly number[];
  readonly techniques: readonly string[];
}

export interface FlowFinding {
  readonly invariant: string;
  readonly title: string;
  /** Checks that are missing for it: those that nobody makes, or those taken away. */
  readonly missing: readonly string[];
  readonly story: Story;
  /** Published cases with the same missing checks. */
  readonly published: readonly (Named & { readonly references: readonly string[] })[];
}
