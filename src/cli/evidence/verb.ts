// SPDX-License-Identifier: Apache-2.0
// `ensuresec evidence VERB`: what each verb does, takes and answers.
import type { Call } from '../command.ts';

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Names of its operands, after the verb; those with `?` may be left out. */
  readonly operands: readonly string[];
  /** Options it knows, beside `log`, `json` and those of every command. */
  readonly options: readonly string[];
  readonly run: (call: Call, operands: readonly string[]) => Promise<number>;
}
