// SPDX-License-Identifier: Apache-2.0
// How a command ends. The numbers are a contract with everyone's scripts: they are frozen and documented in --help.
import type { Problem } from '../core/problem.ts';

export const EXIT = {
  secure: 0,
  /** Findings at or above --fail-on; a certificate that was rejected. */
  findings: 1,
  usage: 2,
  /** The model, a pack or an input file is invalid. */
  invalid: 3,
  nothing: 4,
  /** Only UNKNOWN verdicts stand between the model and SECURE. */
  inconclusive: 5,
  runtime: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for the person; `hint` says what to do next, `problems` where it is wrong. */
export class Failure extends Error {
  readonly code: ExitCode;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];

  constructor(code: ExitCode, message: string, hint?: string, problems: readonly Problem[] = []) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.problems = problems;
  }
}
