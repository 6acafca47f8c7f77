// SPDX-License-Identifier: Apache-2.0
// An edit as a line of JSON: `{"add": ["measure(web, patching)"], "remove": ["vulnerable(web, 'CVE-1', network, code)"]}`.
import { nearest } from '../../model/index.ts';
import { readGround } from '../ground/derive.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Delta } from './live.ts';

type Fact = NonNullable<Delta['add']>[number];

/** Facts of one edit: more is a new model. */
const MAX_FACTS = 10_000;

/** The edit, or all that is wrong with it, a sentence each. Never throws. */
export function readDelta(text: string, compiled: CompiledRules): Delta | readonly string[] {
  const object = objectOf(text);
  if (typeof object === 'string') return [object];
  const wrong: string[] = [];
  for (const key of Object.keys(object))
    if (key !== 'add' && key !== 'remove')
      wrong.push(`Cannot use \`${key}\`: expected \`add\` and \`remove\``);
  const facts = (key: 'add' | 'remove'): readonly Fact[] => {
    const list = object[key] ?? [];
    if (!Array.isArray(list) || list.length > MAX_FACTS) {
      wrong.push(`Cannot use \`${key}\`: expected a list of at most ${MAX_FACTS} facts`);
      return [];
    }
    return list.flatMap((each: unknown) => {
      const fact = factOf(each, compiled);
      if (typeof fact !== 'string') return [fact];
      wrong.push(fact);
      return [];
    });
  };
  const delta = { add: facts('add'), remove: facts('remove') };
  return wrong.length > 0 ? wrong : delta;
}

function objectOf(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    return 'Cannot use this as an edit: expected an object with `add` and `remove`';
  } catch (error) {
    return `Cannot read this as JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function factOf(value: unknown, { predicates }: CompiledRules): Fact | string {
  if (typeof value !== 'string')
    return `Cannot use ${JSON.stringify(value).slice(0, 60)} as a fact: expected a text such as \`measure(web, patching)\``;
  let fact: Fact;
  try {
    fact = readGround(value);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { predicate, args } = fact;
  const known = predicates.get(predicate);
  if (known === undefined || predicate === 'attacker' || predicate === 'gap') {
    const near = nearest(predicate, [...predicates.keys()]);
    return `Cannot edit \`${predicate}\`: the pack has no such fact${near === undefined || near === predicate ? '' : `, did you mean \`${near}\`?`}`;
  }
  return args.length === known.sorts.length
    ? fact
    : `Cannot use \`${value.slice(0, 120)}\`: expected ${predicate}(${known.sorts.join(', ')})`;
}
