// SPDX-License-Identifier: Apache-2.0
// What a person types for an id: the id, or its end when only one id ends so.
import type { CompiledRules } from '../analyse/index.ts';
import { type Model, nearest } from '../model/index.ts';
import { EXIT, Failure } from './exit.ts';
import { namesWithNearWord } from './near.ts';

/** Names that a person still reads through. */
const [MAX_LISTED, MAX_HINTS] = [80, 5];

/**
 * The id that `typed` stands for: `payment-reached` is `e-commerce/attack/payment-reached`. Where packs have the same
 * end, that of the pack `own` is meant.
 *
 * @param otherwise The hint when no id is near to what was typed.
 * @throws Failure 2 when no id, or more than one, fits.
 */
export function idOf(
  typed: string,
  ids: readonly string[],
  what: string,
  own?: string,
  otherwise?: string,
): string {
  if (ids.includes(typed)) return typed;
  const fitting = ids.filter((id) => id.endsWith(`/${typed}`));
  const first = fitting.find((id) => id.startsWith(`${own}/`)) ?? fitting[0];
  if (first !== undefined && (fitting.length === 1 || first.startsWith(`${own}/`))) return first;
  if (fitting.length > 1)
    throw new Failure(
      EXIT.usage,
      `Cannot tell which ${what} \`${typed}\` is: expected one of ${fitting.join(', ')}`,
    );
  const hints = hintsFor(typed, ids);
  const list =
    ids.length <= MAX_LISTED
      ? `expected one of ${ids.map(lastPart).join(', ')}`
      : `there are ${ids.length} of them`;
  throw new Failure(
    EXIT.usage,
    `Cannot find the ${what} \`${typed}\`${ids.length === 0 ? ': there is none' : hints.length === 0 ? `: ${list}` : ''}`,
    hints.length === 0 ? otherwise : `Did you mean ${hints.map((hint) => `\`${hint}\``).join(' or ')}?`,
  );
}

function hintsFor(typed: string, ids: readonly string[]): readonly string[] {
  const names = ids.map(lastPart);
  const near = nearest(typed, ids) ?? nearest(typed, names);
  if (near !== undefined) return [near];
  const holding = names.filter((name) => typed.length > 2 && name.includes(typed)).slice(0, MAX_HINTS);
  return holding.length > 0 ? holding : namesWithNearWord(typed, names);
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Sorts of predicates whose members are elements of the model. */
const ELEMENT_SORTS = [
  'asset',
  'zone',
  'flow',
  'person',
  'identity',
  'credential',
  'supplier',
  'barrier',
] as const;

/**
 * An atom from `controls:frontend` or `reads:database,card-data`.
 *
 * @throws Failure 2 when there is no such predicate, or an element is not in the model.
 */
export function assumedAtom(typed: string, compiled: CompiledRules, model: Model): string {
  const [predicate, list] = split(typed);
  const derived = [...compiled.predicates.values()].filter((each) => !each.base).map((each) => each.id);
  const { sorts } = compiled.predicates.get(idOf(predicate, derived, 'predicate')) ?? { sorts: [] };
  const args = list.split(',').map((part) => part.trim());
  if (args.length !== sorts.length || args.includes(''))
    throw new Failure(EXIT.usage, `Cannot assume \`${typed}\`: expected ${predicate}:${sorts.join(',')}`);
  const resolved = args.map((arg, index) => {
    const sort = sorts[index] as string;
    return isElementSort(sort) ? idOf(arg, elementIds(model, sort), sort) : arg;
  });
  return `${predicate}(${resolved.map((arg) => `'${arg.replaceAll("'", "''")}'`).join(', ')})`;
}

function split(typed: string): readonly [string, string] {
  const colon = typed.indexOf(':');
  if (colon < 1)
    throw new Failure(
      EXIT.usage,
      `Cannot assume \`${typed}\`: expected PREDICATE:ARGUMENT,… such as controls:frontend`,
    );
  return [typed.slice(0, colon), typed.slice(colon + 1)];
}

function isElementSort(sort: string): sort is (typeof ELEMENT_SORTS)[number] {
  return ELEMENT_SORTS.some((each) => each === sort);
}

function elementIds(model: Model, sort: (typeof ELEMENT_SORTS)[number]): readonly string[] {
  const lists = {
    asset: model.assets,
    zone: model.zones,
    flow: model.flows,
    person: model.people,
    identity: model.identities,
    credential: model.credentials,
    supplier: model.suppliers,
    barrier: model.barriers,
  };
  return (lists[sort] ?? []).flatMap((element) => (element.id === undefined ? [] : [element.id]));
}
