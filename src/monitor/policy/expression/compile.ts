// SPDX-License-Identifier: Apache-2.0
// Expression → checked type and a function of what it is asked about.
import { callOf } from './call.ts';
import { type Check, type Checked, like, lookUp, type Names } from './names.ts';
import { conjuncts, ExpressionError, type Fault, type Node } from './node.ts';
import { binaryOf, negated } from './operator.ts';
import { parseExpression } from './parse.ts';
import type { Run, Scope, Value, ValueType } from './value.ts';

export interface CompiledExpression extends Checked {
  readonly text: string;
  /** What must all hold, when it is a chain of `and`. */
  readonly parts: readonly Run[];
}

/** Never throws: gives the compiled expression, or the first thing that is wrong with it. */
export function compileExpression(
  text: string,
  names: Names,
  wanted?: ValueType,
): { readonly value: CompiledExpression } | { readonly fault: Fault } {
  const parsed = parseExpression(text);
  if ('fault' in parsed) return parsed;
  try {
    const checked = checkNode(parsed.node, names);
    if (wanted !== undefined && checked.type !== wanted)
      throw new ExpressionError(`is a ${checked.type}, expected a ${wanted}`, parsed.node.from);
    const parts = conjuncts(parsed.node).map((part) => checkNode(part, names).run);
    return { value: { ...checked, text, parts } };
  } catch (error) {
    if (error instanceof ExpressionError) return { fault: error.fault };
    throw error;
  }
}

/** Compiles a part of an expression that was read before. Throws ExpressionError. */
export function checkNode(node: Node, names: Names): Checked {
  const check: Check = (part) => checkNode(part, names);
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return { node, type: node.type, run: () => value };
    }
    case 'list': {
      const items = node.items.map((item) => literalOf(item));
      return { node, type: 'list', run: () => items };
    }
    case 'name':
      return nameOf(node, names);
    case 'not':
      return notOf(node, check(node.part));
    case 'minus':
      return { node, ...negated(check(node.part)) };
    case 'binary':
      return { node, ...binaryOf(node.operator, check(node.left), check(node.right)) };
    case 'call':
      return { node, ...callOf(node, check, names) };
  }
}

function literalOf(node: Node): string | number | boolean {
  if (node.kind === 'literal' && node.type !== 'duration') return node.value;
  if (node.kind === 'minus' && node.part.kind === 'literal' && typeof node.part.value === 'number')
    return -node.part.value;
  throw new ExpressionError('a list holds plain texts and numbers only', node.from);
}

function notOf(node: Node, part: Checked): Checked {
  if (part.type !== 'boolean')
    throw new ExpressionError(`\`not\` needs a condition, this is a ${part.type}`, part.node.from);
  const { run } = part;
  return {
    node,
    type: 'boolean',
    run: (scope) => {
      const value = run(scope);
      return value === undefined ? undefined : value === false;
    },
  };
}

function nameOf(node: Node & { readonly kind: 'name' }, names: Names): Checked {
  if (node.of === undefined) return bareName(node, names);
  if (node.of === 'on') {
    const { read, ...field } = lookUp(node.name, names.on, node.from + 3);
    return { node, ...field, field: { read, ...field }, run: ({ on }) => read(on) };
  }
  const window = names.windows.get(node.of);
  if (window !== undefined)
    throw new ExpressionError(
      `\`${node.of}\` is a window of many events: expected it inside of sum, avg, min, max, distinct, first or last`,
      node.from,
    );
  const known = ['on', ...names.windows.keys()];
  throw new ExpressionError(
    `cannot find \`${node.of}\`: expected ${known.join(', ')}`,
    node.from,
    like(node.of, known),
  );
}

function bareName(node: Node & { readonly kind: 'name' }, names: Names): Checked {
  if (names.it === undefined) {
    const known = [...names.windows.keys(), ...[...names.on.fields.keys()].map((name) => `on.${name}`)];
    const hint = names.on.fields.has(node.name)
      ? `Did you mean \`on.${node.name}\`?`
      : like(node.name, known);
    throw new ExpressionError(
      `cannot find \`${node.name}\`: expected on.<name> or a function of a window`,
      node.from,
      hint,
    );
  }
  const { read, ...field } = lookUp(node.name, names.it, node.from);
  return { node, ...field, field: { read, ...field }, run: ({ it }: Scope): Value => read(it) };
}
