// SPDX-License-Identifier: Apache-2.0
// What a reader of untrusted input reports: every problem at once, each at its place.

/** A place in a file a person wrote. `line` and `column` are 1-based; `column` counts UTF-16 code units. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with an input, and how to mend it. */
export interface Problem {
  /** Stable upper-case code, e.g. `MODEL_UNKNOWN_KEY`; documented in docs/reference/problems.md. */
  readonly code: string;
  /** `error`: the input is refused. `warning`: it is used, and the person should know. */
  readonly severity: 'error' | 'warning';
  /** What was found and what was expected. Capital first, no full stop at the end. */
  readonly message: string;
  readonly at: Position;
  /** How to mend it, when we can say: "did you mean `zone`?" */
  readonly hint?: string;
}

/** A parser returns a value, or none, and all problems; it never throws on bad input. */
export interface Parsed<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** True when at least one problem refuses the input. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
