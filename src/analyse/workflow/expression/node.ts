// SPDX-License-Identifier: Apache-2.0
// Expressions of workflows as written. Places are offsets in the text, from 0.

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Operator = 'and' | 'or' | '+' | '-' | Comparison;
export type Fold = 'all' | 'any' | 'count' | 'sum';

export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly index?: Expression; readonly at: number }
  | { readonly kind: 'not'; readonly of: Expression; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'fold';
      readonly fold: Fold;
      readonly variable: string;
      readonly over: string;
      readonly where?: Expression;
      /** What `all`, `any` and `count` ask of each, or what `sum` adds. */
      readonly body: Expression;
      readonly at: number;
    };
