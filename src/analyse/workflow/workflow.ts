// SPDX-License-Identifier: Apache-2.0
// A workflow of a pack with all names resolved: what search, stories and exports work on.
import type { Placed, Text, WorkflowSource } from '../../model/index.ts';
import type { Scope, StateVariable } from './expression/resolve.ts';
import type { Term, Type, Typed } from './expression/term.ts';

export interface Workflow {
  readonly id: string;
  readonly source: Placed<WorkflowSource>;
  readonly sets: Scope['sets'];
  readonly state: readonly StateVariable[];
  /** Values that each slot of a state may hold. */
  readonly capacity: readonly number[];
  readonly starts: readonly number[];
  readonly checks: readonly string[];
  readonly attackers: readonly string[];
  readonly steps: readonly Step[];
  readonly properties: readonly Property[];
  /** Members of a set that may be exchanged without changing anything, two or more each. */
  readonly symmetric: readonly { readonly set: string; readonly members: readonly number[] }[];
}

export interface Choice {
  readonly variable: string;
  readonly type: Type;
  readonly least: number;
  /** How many values, from `least` on. */
  readonly size: number;
}

export interface Guard {
  /** Asked only while this check is made; always when absent. */
  readonly check?: string;
  readonly term: Term;
}

export interface Effect {
  readonly variable: StateVariable;
  readonly index?: Term;
  readonly value: Term;
}

export interface Step {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly physical: boolean;
  /** Attackers of whom one must be about; a step of honest parties when empty. */
  readonly by: readonly string[];
  readonly choices: readonly Choice[];
  readonly guards: readonly Guard[];
  readonly effects: readonly Effect[];
  readonly label: Template;
  readonly tell: Template;
}

export interface Property {
  readonly invariant: string;
  readonly choices: readonly Choice[];
  readonly that: Term;
  readonly say: Template;
}

/** Text for people in pieces: words, and values of a state. */
export type Template = readonly (string | Typed)[];

/** English, which every text of a pack has. */
export function english(text: Text): string {
  return text['en'] as string;
}
