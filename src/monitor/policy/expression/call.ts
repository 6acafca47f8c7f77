// SPDX-License-Identifier: Apache-2.0
// Functions of expressions: of values, and of the events of a window.
import { createClock } from '../calendar.ts';
import { distanceInMetres } from '../distance.ts';
import { aggregateOf, isAggregate } from './aggregate.ts';
import { type Check, type Checked, like, type Names } from './names.ts';
import { ExpressionError, type Node } from './node.ts';
import type { Typed, Value, ValueType } from './value.ts';

type Call = Node & { readonly kind: 'call' };

/** A function of known values; one that is unknown makes the result unknown. */
interface Plain {
  readonly takes: readonly (readonly ValueType[])[];
  readonly gives: ValueType;
  readonly run: (...values: never[]) => Value;
}

const PLAIN: Readonly<Record<string, Plain>> = {
  distance: {
    takes: [['number'], ['number'], ['number'], ['number']],
    gives: 'number',
    run: distanceInMetres,
  },
  length: { takes: [['text', 'list']], gives: 'number', run: (value: string | unknown[]) => value.length },
  lower: { takes: [['text']], gives: 'text', run: (value: string) => value.toLowerCase() },
  starts: { takes: [['text'], ['text']], gives: 'boolean', run: (a: string, b: string) => a.startsWith(b) },
  ends: { takes: [['text'], ['text']], gives: 'boolean', run: (a: string, b: string) => a.endsWith(b) },
  contains: {
    takes: [['text', 'list'], ['text']],
    gives: 'boolean',
    run: (a: string | string[], b: string) => a.includes(b),
  },
};
const SPECIAL = ['abs', 'has', 'hour', 'weekday', 'within-hours'];
const AGGREGATES = ['exists', 'count', 'sum', 'avg', 'min', 'max', 'distinct', 'first', 'last'];

/** Types a call. Throws ExpressionError for unknown functions and arguments of the wrong kind. */
export function callOf(call: Call, check: Check, names: Names): Typed {
  if (isAggregate(call.name)) return aggregateOf(call, names);
  const plain = Object.hasOwn(PLAIN, call.name) ? PLAIN[call.name] : undefined;
  if (plain !== undefined) return plainOf(call, plain, check);
  switch (call.name) {
    case 'abs':
      return absOf(call, check);
    case 'has':
      return hasOf(call, check);
    case 'hour':
    case 'weekday':
    case 'within-hours':
      return clockOf(call, check);
    default: {
      const known = [...Object.keys(PLAIN), ...SPECIAL, ...AGGREGATES];
      throw new ExpressionError(
        `cannot find the function \`${call.name}\`: expected ${known.join(', ')}`,
        call.from,
        like(call.name, known),
      );
    }
  }
}

function argsOf(call: Call, check: Check, takes: Plain['takes']): readonly Checked[] {
  if (call.args.length !== takes.length)
    throw new ExpressionError(
      `\`${call.name}\` takes ${takes.length} values, found ${call.args.length}`,
      call.from,
    );
  return call.args.map((arg, index) => {
    const checked = check(arg);
    const types = takes[index] as readonly ValueType[];
    if (!types.includes(checked.type))
      throw new ExpressionError(
        `\`${call.name}\` takes a ${types.join(' or ')} here, this is a ${checked.type}`,
        arg.from,
      );
    return checked;
  });
}

function plainOf(call: Call, { takes, gives, run }: Plain, check: Check): Typed {
  const args = argsOf(call, check, takes);
  return {
    type: gives,
    run: (scope) => {
      const values: Value[] = [];
      for (const arg of args) {
        const value = arg.run(scope);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return run(...(values as never[]));
    },
  };
}

function absOf(call: Call, check: Check): Typed {
  const [arg] = argsOf(call, check, [['number', 'duration']]) as readonly [Checked];
  return {
    type: arg.type,
    ...(arg.unit === undefined ? {} : { unit: arg.unit }),
    run: (scope) => {
      const value = arg.run(scope) as number | undefined;
      return value === undefined ? undefined : Math.abs(value);
    },
  };
}

function hasOf(call: Call, check: Check): Typed {
  const [arg] = call.args;
  if (arg?.kind !== 'name' || call.args.length !== 1)
    throw new ExpressionError('`has` takes the name of one field or key', call.from);
  const { run } = check(arg);
  return { type: 'boolean', run: (scope) => run(scope) !== undefined };
}

function clockOf(call: Call, check: Check): Typed {
  const hours: Plain['takes'] = call.name === 'within-hours' ? [['number'], ['number']] : [];
  const [time, zone, from, to] = argsOf(call, check, [['time'], ['text'], ...hours]) as readonly Checked[];
  const clock = zone?.node.kind === 'literal' ? createClock(String(zone.node.value)) : undefined;
  if (clock === undefined)
    throw new ExpressionError(
      "expected a time zone of the IANA database in quotes, such as 'Europe/Berlin'",
      zone?.node.from ?? call.from,
    );
  const at = (scope: Parameters<Checked['run']>[0]) => {
    const value = time?.run(scope) as number | undefined;
    return value === undefined ? undefined : clock(value);
  };
  if (call.name === 'hour') return { type: 'number', run: (scope) => at(scope)?.hour };
  if (call.name === 'weekday') return { type: 'number', run: (scope) => at(scope)?.weekday };
  return {
    type: 'boolean',
    run: (scope) => {
      const wall = at(scope);
      const start = from?.run(scope) as number | undefined;
      const end = to?.run(scope) as number | undefined;
      if (wall === undefined || start === undefined || end === undefined) return undefined;
      const hour = wall.hour + wall.minute / 60;
      return wall.weekday <= 5 && hour >= start && hour < end;
    },
  };
}
