// SPDX-License-Identifier: Apache-2.0
// Expressions with all names resolved. Every value is an integer: a number is itself, a boolean 0 or 1, a word of a list
// its place in it, a member of a set its place, `none` the size of the set. What is read through `none` is -1, which
// equals nothing.
import type { Comparison, Fold } from './node.ts';

export type Type =
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly name: string; readonly words: readonly string[] }
  | {
      readonly kind: 'set';
      readonly name: string;
      readonly size: number;
      readonly words?: readonly string[];
    };

export type Term =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  /** `size` members from slot `base` on; `least` is taken off what is stored. `sure`: the index is never `none`. */
  | {
      readonly kind: 'slot';
      readonly base: number;
      readonly size: number;
      readonly least: number;
      readonly index?: Term;
      readonly sure: boolean;
    }
  | {
      readonly kind: 'table';
      readonly values: readonly number[];
      readonly index: Term;
      readonly sure: boolean;
    }
  | { readonly kind: 'not'; readonly of: Term }
  | {
      readonly kind: 'binary';
      readonly operator: 'and' | 'or' | '+' | '-' | Comparison;
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: 'fold';
      readonly fold: Fold;
      readonly variable: string;
      readonly size: number;
      readonly where?: Term;
      readonly body: Term;
    };

export interface Typed {
  readonly term: Term;
  readonly type: Type;
  /** False when the value may be `none`, or -1 because it was read through `none`. */
  readonly sure: boolean;
}
