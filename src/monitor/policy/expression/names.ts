// SPDX-License-Identifier: Apache-2.0
// What the names of an expression stand for.
import { nearest } from '../../../model/index.ts';
import { ExpressionError, type Node } from './node.ts';
import type { Typed } from './value.ts';
import type { Field, Vocabulary } from './vocabulary.ts';

/** Names that an expression may use. */
export interface Names {
  /** Of names without a prefix, asked of `it`; absent where there is no such event. */
  readonly it?: Vocabulary;
  /** Of names with the prefix `on`. */
  readonly on: Vocabulary;
  /** Windows whose events may be counted, by name. */
  readonly windows: ReadonlyMap<string, WindowNames>;
}

export interface WindowNames {
  readonly index: number;
  readonly vocabulary: Vocabulary;
}

/** An expression part with what it may be compared with. */
export interface Checked extends Typed {
  readonly node: Node;
  readonly field?: Field;
}

export type Check = (node: Node) => Checked;

/** The field of that name. Throws when no type of the pattern has it, with the nearest name that one has. */
export function lookUp(name: string, vocabulary: Vocabulary, offset: number): Field {
  const types = vocabulary.types.join(', ');
  if (vocabulary.mixed.has(name))
    throw new ExpressionError(`\`${name}\` is not of one kind in ${types}`, offset);
  const field = vocabulary.fields.get(name);
  if (field !== undefined) return field;
  throw new ExpressionError(
    `cannot find \`${name}\`: expected a field or key of ${types}`,
    offset,
    like(name, vocabulary.fields.keys()),
  );
}

export function like(name: string, known: Iterable<string>): string | undefined {
  const found = nearest(name, known);
  return found === undefined ? undefined : `Did you mean \`${found}\`?`;
}
