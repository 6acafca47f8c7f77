// SPDX-License-Identifier: Apache-2.0
import type { Random } from '../core/random.ts';
import type { Value } from './schema.ts';

export type Scalar = string | number | boolean;
export type Scope = Record<string, Scalar>;

/** What is wrong with a description, found while it runs; told with the step that it stands in. */
export class TrafficError extends Error {}

/** The value of a description. @throws TrafficError for an unknown variable or a text where a number is needed. */
export function evaluate(value: Value, scope: Scope, random: Random): Scalar {
  if (typeof value === 'string') return textOf(value, scope);
  if (typeof value !== 'object') return value;
  const number = (inner: Value): number => numberOf(inner, scope, random);
  if ('uniform' in value) {
    const [low, high] = value.uniform.map(number) as [number, number];
    return low + (high - low) * random.next();
  }
  if ('integer' in value) {
    const [low, high] = value.integer.map(number) as [number, number];
    return low + random.below(high - low + 1);
  }
  if ('normal' in value) {
    const drawn = number(value.normal[0]) + number(value.normal[1]) * random.normal();
    const scale = 10 ** (value.digits ?? 6);
    return Math.round(drawn * scale) / scale;
  }
  if ('lognormal' in value)
    return number(value.lognormal[0]) * Math.exp(number(value.lognormal[1]) * random.normal());
  if ('choose' in value) return chosen(value.choose, random);
  if ('one' in value) return evaluate(value.one[random.below(value.one.length)] as Value, scope, random);
  if ('chance' in value) return random.next() < value.chance;
  if ('sum' in value) return value.sum.reduce<number>((sum, each) => sum + number(each), 0);
  if ('product' in value) return value.product.reduce<number>((product, each) => product * number(each), 1);
  return Math.round(number(value.round));
}

export function numberOf(value: Value, scope: Scope, random: Random): number {
  const result = evaluate(value, scope, random);
  if (typeof result !== 'number')
    throw new TrafficError(`Cannot use ${JSON.stringify(result)}: expected a number`);
  return result;
}

function textOf(text: string, scope: Scope): Scalar {
  if (text.startsWith('$')) return variable(text.slice(1), scope);
  if (!text.includes('{')) return text;
  return text.replace(/\{([\w.-]+)\}/g, (_, name: string) => String(variable(name, scope)));
}

function variable(name: string, scope: Scope): Scalar {
  const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (value === undefined) throw new TrafficError(`Cannot find the variable \`${name}\``);
  return value;
}

function chosen(weights: Readonly<Record<string, number>>, random: Random): Scalar {
  const entries = Object.entries(weights);
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return scalarOf(name);
  }
  return scalarOf(entries.at(-1)?.[0] ?? '');
}

/** Keys of a map are texts; what looks like true or false is meant so. */
function scalarOf(name: string): Scalar {
  return name === 'true' ? true : name === 'false' ? false : name;
}
