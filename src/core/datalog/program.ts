// SPDX-License-Identifier: Apache-2.0
// Positive Datalog with negation on input relations only. Everything is an integer.

/** A variable is its index (0, 1, …); a constant is `constant(symbol)`, a negative number. */
export type Argument = number;

/** The argument that stands for a symbol. */
export function constant(symbol: number): Argument {
  return -1 - symbol;
}

/** The symbol of a constant argument. */
export function symbolOf(argument: Argument): number {
  return -1 - argument;
}

export interface AtomCode {
  readonly relation: number;
  readonly args: readonly Argument[];
}

export interface RuleCode {
  readonly head: AtomCode;
  readonly body: readonly AtomCode[];
  /** Negated atoms, over input relations; all their variables are bound by `body`. */
  readonly negated: readonly AtomCode[];
  readonly variables: number;
}

export interface RelationCode {
  readonly name: string;
  readonly arity: number;
  /** True when rules derive it; input facts of it may be given as well. */
  readonly derived: boolean;
}

export interface ProgramCode {
  readonly relations: readonly RelationCode[];
  readonly rules: readonly RuleCode[];
}

/** Largest number of places of a relation. */
export const MAX_ARITY = 4;
