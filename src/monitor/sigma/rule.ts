// SPDX-License-Identifier: Apache-2.0
// What a Sigma document becomes once it is read: expressions of tests on fields, with everything expanded that the
// specification lets a writer abbreviate.
import type { Position } from '../../core/problem.ts';

/** A run of a glob: plain text, `*` (any run of characters) or `?` (exactly one). */
export type GlobToken = string | { readonly wild: '*' | '?' };

export type TextMode = 'equals' | 'contains' | 'startswith' | 'endswith';

/** How text is compared: lower-cased unless `cased`; the five dashes of `windash` are one character when `dash`. */
export interface Folding {
  readonly cased: boolean;
  readonly dash: boolean;
}

export const COMPARISONS = ['eq', 'lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** A test on one value. Sigma modifiers appendix 2.1.0. */
export type Match =
  | ({ readonly kind: 'text'; readonly mode: TextMode; readonly text: string } & Folding)
  | ({ readonly kind: 'glob'; readonly tokens: readonly GlobToken[] } & Folding)
  /** `flags` of JavaScript; `needs`: lower-case texts of which every match contains one. */
  | {
      readonly kind: 'regex';
      readonly source: string;
      readonly flags: string;
      readonly needs: readonly string[] | undefined;
    }
  | { readonly kind: 'number'; readonly op: Comparison; readonly value: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly op: Comparison; readonly value: number }
  | { readonly kind: 'cidr'; readonly network: readonly number[]; readonly prefix: number }
  | { readonly kind: 'exists'; readonly value: boolean }
  | { readonly kind: 'null' }
  | ({ readonly kind: 'fieldref'; readonly field: string; readonly mode: TextMode } & Folding);

/** `field` undefined: a keyword, tested on every value of the event. */
export interface Test {
  readonly kind: 'test';
  readonly field: string | undefined;
  readonly match: Match;
}

export type Expression =
  | Test
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression };

export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** What all three kinds of documents say about themselves. */
export interface Head {
  /** `id` of the document; its `name`, else its title, when it has none. */
  readonly id: string;
  readonly name: string | undefined;
  readonly title: string;
  readonly description: string | undefined;
  readonly level: Level;
  readonly status: string | undefined;
  /** Techniques of the tags: `T1059.007`, `F1007.003`, `CAPEC-66`, `CWE-89`, `OAT-008`. */
  readonly techniques: readonly string[];
  /** Numbers of threats of a pack; documents of the pack have them. */
  readonly threats?: readonly number[];
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly at: Position;
}

/** Sigma rules specification 2.0.0. Several conditions are linked with OR. */
export interface SigmaRule extends Head {
  readonly kind: 'rule';
  readonly logsource: LogSource;
  readonly expression: Expression;
  /** As they are written: what `expression` was made of, for people. */
  readonly conditions: readonly string[];
  /** Each search identifier, and each filter that was joined in, on its own. */
  readonly selections: ReadonlyMap<string, Expression>;
  readonly fields: readonly string[];
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** Sigma correlation rules specification 2.0.0. `bounds` hold together. */
export interface SigmaCorrelation extends Head {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Ids or names of rules or correlations. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanSeconds: number;
  /** Values of several fields count together as one value. */
  readonly valueFields: readonly string[];
  readonly bounds: readonly { readonly op: Comparison | 'neq'; readonly value: number }[];
  /** alias → rule → field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the rules it joins also alert on their own. */
  readonly generate: boolean;
}

/** Sigma filters specification 2.0.0: what `expression` matches does not alert. `rules` undefined: every rule of the log source. */
export interface SigmaFilter extends Head {
  readonly kind: 'filter';
  readonly rules: readonly string[] | undefined;
  readonly logsource: LogSource;
  readonly expression: Expression;
}

export type SigmaDocument = SigmaRule | SigmaCorrelation | SigmaFilter;
