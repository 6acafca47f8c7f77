// SPDX-License-Identifier: Apache-2.0
// What can be said of all events of a window together. Events whose field is unknown do not count, but for `count`.
import type { ChainEvent } from '../../../model/index.ts';
import { like, lookUp, type Names, type WindowNames } from './names.ts';
import { ExpressionError, type Node } from './node.ts';
import type { Entry, Typed, Value, ValueType } from './value.ts';

type Call = Node & { readonly kind: 'call' };
type Fold = (entries: readonly Entry[], read: (event: ChainEvent) => Value) => Value;

interface Aggregate {
  /** Undefined: any. */
  readonly takes?: readonly ValueType[];
  /** Undefined: what the field is. */
  readonly gives?: ValueType;
  readonly fold: Fold;
}

const ORDERED: readonly ValueType[] = ['number', 'time', 'duration'];

const OF_FIELD: Readonly<Record<string, Aggregate>> = {
  sum: { takes: ['number'], gives: 'number', fold: (entries, read) => total(entries, read).sum },
  avg: {
    takes: ['number'],
    gives: 'number',
    fold: (entries, read) => {
      const { sum, count } = total(entries, read);
      return count === 0 ? undefined : sum / count;
    },
  },
  min: { takes: ORDERED, fold: (entries, read) => extreme(entries, read, (a, b) => a < b) },
  max: { takes: ORDERED, fold: (entries, read) => extreme(entries, read, (a, b) => a > b) },
  distinct: {
    gives: 'number',
    fold(entries, read) {
      const values = new Set<Value>();
      for (const { event } of entries) values.add(read(event));
      values.delete(undefined);
      return values.size;
    },
  },
  first: { fold: (entries, read) => known(entries, read) },
  last: { fold: (entries, read) => known(entries.toReversed(), read) },
};

export function isAggregate(name: string): boolean {
  return name === 'exists' || name === 'count' || Object.hasOwn(OF_FIELD, name);
}

/** Types an aggregate. Throws ExpressionError. */
export function aggregateOf(call: Call, names: Names): Typed {
  const [arg] = call.args;
  if (names.windows.size === 0)
    throw new ExpressionError(
      `\`${call.name}\` speaks of a window, which only \`must\`, \`say\` and \`unless\` of a policy with windows can`,
      call.from,
    );
  if (arg?.kind !== 'name' || call.args.length !== 1)
    throw new ExpressionError(`\`${call.name}\` takes one window, or one field of it`, call.from);
  const aggregate = Object.hasOwn(OF_FIELD, call.name) ? OF_FIELD[call.name] : undefined;
  return aggregate === undefined ? ofWindow(call, arg, names) : ofField(call, arg, aggregate, names);
}

function ofWindow(call: Call, arg: Node & { readonly kind: 'name' }, names: Names): Typed {
  if (arg.of !== undefined)
    throw new ExpressionError(`\`${call.name}\` takes a window, without a field of it`, arg.from);
  const { index } = windowOf(arg.name, arg.from, names);
  return call.name === 'exists'
    ? { type: 'boolean', run: ({ windows }) => (windows[index]?.length ?? 0) > 0 }
    : { type: 'number', run: ({ windows }) => windows[index]?.length ?? 0 };
}

function ofField(
  call: Call,
  arg: Node & { readonly kind: 'name' },
  { takes, gives, fold }: Aggregate,
  names: Names,
): Typed {
  if (arg.of === undefined) {
    windowOf(arg.name, arg.from, names);
    throw new ExpressionError(
      `\`${call.name}\` takes a field of a window, such as \`${arg.name}.time\``,
      arg.from,
    );
  }
  const { index, vocabulary } = windowOf(arg.of, arg.from, names);
  const field = lookUp(arg.name, vocabulary, arg.from + arg.of.length + 1);
  if (takes !== undefined && !takes.includes(field.type))
    throw new ExpressionError(
      `\`${call.name}\` takes a ${takes.join(' or ')}, this is a ${field.type}`,
      arg.from,
    );
  const unit = call.name === 'distinct' ? undefined : field.unit;
  return {
    type: gives ?? field.type,
    ...(unit === undefined ? {} : { unit }),
    run: ({ windows }) => fold(windows[index] ?? [], field.read),
  };
}

function windowOf(name: string, offset: number, { windows }: Names): WindowNames {
  const window = windows.get(name);
  if (window !== undefined) return window;
  const known = [...windows.keys()];
  throw new ExpressionError(
    `cannot find the window \`${name}\`: expected ${known.join(', ')}`,
    offset,
    like(name, known),
  );
}

/** Summed oldest first, so that the result does not depend on the order of arrival. */
function total(
  entries: readonly Entry[],
  read: (event: ChainEvent) => Value,
): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  for (const { event } of entries) {
    const value = read(event);
    if (typeof value !== 'number') continue;
    sum += value;
    count++;
  }
  return { sum, count };
}

function extreme(
  entries: readonly Entry[],
  read: (event: ChainEvent) => Value,
  better: (a: number, b: number) => boolean,
): Value {
  let best: number | undefined;
  for (const { event } of entries) {
    const value = read(event);
    if (typeof value === 'number' && (best === undefined || better(value, best))) best = value;
  }
  return best;
}

function known(entries: readonly Entry[], read: (event: ChainEvent) => Value): Value {
  for (const { event } of entries) {
    const value = read(event);
    if (value !== undefined) return value;
  }
  return undefined;
}
