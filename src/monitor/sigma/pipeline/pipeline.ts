// SPDX-License-Identifier: Apache-2.0
// Processing pipelines as YAML data, with the names and the meaning that pySigma's have: they fit rules to the events of
// one place, where fields and log sources have other names.
import type { Position } from '../../../core/problem.ts';
import type { Expression, LogSource } from '../rule.ts';

/** Which rules a step is for. */
export type RuleCondition =
  | { readonly kind: 'logsource'; readonly logsource: LogSource }
  | { readonly kind: 'contains_field'; readonly field: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'applied'; readonly step: string }
  | { readonly kind: 'is'; readonly document: 'rule' | 'correlation' };

/** Which fields of a rule a step is for. */
export interface FieldCondition {
  readonly fields: ReadonlySet<string>;
  readonly isExcluded: boolean;
}

export interface Choice<T> {
  readonly of: readonly T[];
  readonly any: boolean;
  readonly negated: boolean;
}

export type Action =
  /** A field that has several names is looked for under each. */
  | { readonly kind: 'rename'; readonly rename: (field: string) => readonly string[] }
  | { readonly kind: 'drop' }
  | { readonly kind: 'add'; readonly expression: Expression }
  | { readonly kind: 'source'; readonly logsource: LogSource }
  | { readonly kind: 'fail'; readonly message: string };

export interface Step {
  readonly id: string | undefined;
  readonly rules: Choice<RuleCondition>;
  readonly fields: Choice<FieldCondition>;
  readonly action: Action;
  readonly at: Position;
}

export interface Pipeline {
  readonly name: string;
  /** The least runs first. */
  readonly priority: number;
  readonly steps: readonly Step[];
  /** Values of a placeholder; undefined when the pipeline says nothing of it. */
  readonly placeholder: (name: string) => readonly string[] | undefined;
}
