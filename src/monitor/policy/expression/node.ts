// SPDX-License-Identifier: Apache-2.0
// What an expression of a policy is once it is read. `from` and `to` cut it out of its text.

interface Cut {
  readonly from: number;
  readonly to: number;
}

export const OPERATORS = [
  'or',
  'and',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  '+',
  '-',
  '*',
  '/',
  '??',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Node =
  | ({
      readonly kind: 'literal';
      readonly type: LiteralType;
      readonly value: string | number | boolean;
    } & Cut)
  | ({ readonly kind: 'list'; readonly items: readonly Node[] } & Cut)
  /** `amount`, or `on.amount` and `captures.amount` with what stands before the dot as `of`. */
  | ({ readonly kind: 'name'; readonly of?: string; readonly name: string } & Cut)
  | ({ readonly kind: 'not' | 'minus'; readonly part: Node } & Cut)
  | ({
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Node;
      readonly right: Node;
    } & Cut)
  | ({ readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] } & Cut);

/** A duration is a number of milliseconds that only compares with durations. */
export type LiteralType = 'text' | 'number' | 'boolean' | 'duration';

/** What is wrong with an expression, and where in its text it is. */
export interface Fault {
  readonly message: string;
  readonly offset: number;
  readonly hint?: string;
}

/** Thrown inside of the reader and the checker of one expression, and caught at their door. */
export class ExpressionError extends Error {
  readonly fault: Fault;
  constructor(message: string, offset: number, hint?: string) {
    super(message);
    this.fault = hint === undefined ? { message, offset } : { message, offset, hint };
  }
}

/** The parts that must all hold, when the expression is a chain of `and`. */
export function conjuncts(node: Node): readonly Node[] {
  return node.kind === 'binary' && node.operator === 'and'
    ? [...conjuncts(node.left), ...conjuncts(node.right)]
    : [node];
}

/** Visits the node and everything in it. */
export function eachNode(node: Node, visit: (node: Node) => void): void {
  visit(node);
  if (node.kind === 'list') for (const item of node.items) eachNode(item, visit);
  if (node.kind === 'call') for (const arg of node.args) eachNode(arg, visit);
  if (node.kind === 'not' || node.kind === 'minus') eachNode(node.part, visit);
  if (node.kind === 'binary') {
    eachNode(node.left, visit);
    eachNode(node.right, visit);
  }
}
