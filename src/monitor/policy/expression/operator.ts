// SPDX-License-Identifier: Apache-2.0
// Operators: which kinds of values they take, and what they give. Unknown in, unknown out, but for `and`, `or`, `??`.
import { type Checked, like } from './names.ts';
import { ExpressionError, type Operator } from './node.ts';
import type { Run, Typed, Value, ValueType } from './value.ts';

export function binaryOf(operator: Operator, left: Checked, right: Checked): Typed {
  switch (operator) {
    case 'and':
    case 'or':
      return logic(operator, left, right);
    case 'in':
      return membership(left, right);
    case '??':
      if (left.type !== right.type) throw mismatch(operator, left, right);
      checkUnits(operator, left, right);
      return {
        ...withUnit(left.unit ?? right.unit),
        type: left.type,
        run: (scope) => left.run(scope) ?? right.run(scope),
      };
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

export function negated(part: Checked): Typed {
  if (part.type !== 'number' && part.type !== 'duration')
    throw new ExpressionError(`minus needs a number, this is a ${part.type}`, part.node.from);
  const { type, run, unit } = part;
  return {
    type,
    ...withUnit(unit),
    run: (scope) => {
      const value = run(scope) as number | undefined;
      return value === undefined ? undefined : -value;
    },
  };
}

function withUnit(unit: string | undefined): { readonly unit?: string } {
  return unit === undefined ? {} : { unit };
}

function mismatch(operator: string, left: Checked, right: Checked): ExpressionError {
  return new ExpressionError(
    `\`${operator}\` cannot take a ${left.type} and a ${right.type}`,
    left.node.from,
  );
}

/** Kleene's three values. */
function logic(operator: 'and' | 'or', left: Checked, right: Checked): Typed {
  if (left.type !== 'boolean' || right.type !== 'boolean') throw mismatch(operator, left, right);
  const decides = operator === 'or';
  return {
    type: 'boolean',
    run: (scope) => {
      const first = left.run(scope);
      if (first === decides) return decides;
      const second = right.run(scope);
      if (second === decides) return decides;
      return first === undefined || second === undefined ? undefined : !decides;
    },
  };
}

const COMPARE: Readonly<Record<string, (left: never, right: never) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};
const ORDERED: readonly ValueType[] = ['number', 'time', 'duration'];

function comparison(operator: Operator, left: Checked, right: Checked): Typed {
  const isOrder = operator !== '=' && operator !== '!=';
  if (left.type !== right.type || left.type === 'list') throw mismatch(operator, left, right);
  if (isOrder && !ORDERED.includes(left.type)) throw mismatch(operator, left, right);
  checkUnits(operator, left, right);
  checkValue(left, right);
  checkValue(right, left);
  return { type: 'boolean', run: binary(left.run, right.run, COMPARE[operator] as never) };
}

/** Cents do not compare with grams. A plain number goes with every unit. */
function checkUnits(operator: string, left: Checked, right: Checked): void {
  if (left.unit === undefined || right.unit === undefined || left.unit === right.unit) return;
  throw new ExpressionError(
    `\`${operator}\` cannot take a number in ${left.unit} and one in ${right.unit}`,
    left.node.from,
  );
}

/** A text that a field of few values never has is a slip of the pen. */
function checkValue(field: Checked, literal: Checked): void {
  const values = field.field?.values;
  if (values === undefined || literal.node.kind !== 'literal') return;
  refuseUnknown(literal.node.value, values, literal.node.from);
}

function refuseUnknown(value: unknown, values: readonly unknown[], offset: number): void {
  if (values.includes(value)) return;
  const known = values.map(String);
  throw new ExpressionError(
    `\`${String(value)}\` is no value of that field: expected ${known.join(', ')}`,
    offset,
    like(String(value), known),
  );
}

function membership(left: Checked, right: Checked): Typed {
  if (right.type !== 'list' || (left.type !== 'text' && left.type !== 'number'))
    throw mismatch('in', left, right);
  const values = left.field?.values;
  if (right.node.kind !== 'list')
    return {
      type: 'boolean',
      run: binary(left.run, right.run, (value, list: unknown[]) => list.includes(value)),
    };
  const items = right.run({} as never) as readonly unknown[];
  for (const item of items) {
    if ((typeof item === 'string') !== (left.type === 'text') || typeof item === 'boolean')
      throw new ExpressionError(`the list holds no ${left.type}`, right.node.from);
    if (values !== undefined) refuseUnknown(item, values, right.node.from);
  }
  const known = new Set(items);
  return {
    type: 'boolean',
    run: (scope) => {
      const value = left.run(scope);
      return value === undefined ? undefined : known.has(value);
    },
  };
}

const RESULTS: Readonly<Record<string, ValueType>> = {
  'number + number': 'number',
  'number - number': 'number',
  'number * number': 'number',
  'number / number': 'number',
  'time - time': 'duration',
  'time + duration': 'time',
  'time - duration': 'time',
  'duration + duration': 'duration',
  'duration - duration': 'duration',
  'duration * number': 'duration',
  'number * duration': 'duration',
  'duration / number': 'duration',
  'duration / duration': 'number',
};
const COMPUTE: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** What leaves the finite numbers, as by a division by zero, is unknown. */
function arithmetic(operator: Operator, left: Checked, right: Checked): Typed {
  const type = RESULTS[`${left.type} ${operator} ${right.type}`];
  const compute = COMPUTE[operator];
  if (type === undefined || compute === undefined) throw mismatch(operator, left, right);
  if (operator === '+' || operator === '-') checkUnits(operator, left, right);
  const unit = unitOf(operator, left, right);
  return {
    type,
    ...withUnit(unit),
    run: binary(left.run, right.run, (first: number, second: number) => {
      const result = compute(first, second);
      return Number.isFinite(result) ? result : undefined;
    }),
  };
}

function unitOf(operator: Operator, { unit: left }: Checked, { unit: right }: Checked): string | undefined {
  if (operator === '+' || operator === '-') return left ?? right;
  if (operator === '*' && left === undefined) return right;
  return right === undefined ? left : undefined;
}

function binary<L, R>(left: Run, right: Run, give: (left: L, right: R) => Value): Run {
  return (scope) => {
    const first = left(scope);
    if (first === undefined) return undefined;
    const second = right(scope);
    return second === undefined ? undefined : give(first as L, second as R);
  };
}
