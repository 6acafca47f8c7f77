// SPDX-License-Identifier: Apache-2.0
// Sets, lists, constants and state of a workflow, before any expression is read.
import type { WorkflowSource } from '../../model/index.ts';
import type { Scope, StateVariable } from './expression/resolve.ts';
import type { Type } from './expression/term.ts';
import type { Report } from './problems.ts';

/** Slots of a state, and values of a slot. */
const [MAX_SLOTS, MAX_VALUES] = [160, 250];

type Start = number | boolean | string;

/** Members of sets given by number, instead of those of the pack. */
export type Sizes = Readonly<Record<string, number>>;

export function declare(source: WorkflowSource, sizes: Sizes, report: Report): Scope {
  const sets = new Map(
    Object.entries(source.sets).map(([name, members]) => [name, setOf(name, members, sizes)]),
  );
  const constants = new Map<string, { of: string; type: Type; values: readonly number[] }>();
  for (const [name, { of, holds, is }] of Object.entries(source.constants ?? {})) {
    const set = sets.get(of);
    if (set === undefined) report.unknown(['constants', name, 'of'], 'set', of, [...sets.keys()]);
    const type = typeOf(holds, source, sets);
    if (type === undefined) report.kind(['constants', name, 'holds'], holds);
    if (set === undefined || type === undefined) continue;
    const values = is.map(
      (value, at) => parseValue(value, type) ?? report.value(['constants', name, 'is', at], value),
    );
    constants.set(name, { of, type, values: members(values, set.size) });
  }
  const state = new Map<string, StateVariable>();
  let base = 0;
  for (const [name, variable] of Object.entries(source.state)) {
    const found = stateVariable(name, variable, { source, sets, base, report });
    if (found === undefined) continue;
    state.set(name, found);
    base += found.size;
  }
  if (base > MAX_SLOTS) report.tooLarge(['state'], `${base} variables, expected at most ${MAX_SLOTS}`);
  for (const name of state.keys()) if (constants.has(name)) report.value(['state', name], name);
  return { copies: 1, variables: new Map(), sets, constants, state };
}

function setOf(name: string, members: number | readonly string[], sizes: Sizes): Type & { kind: 'set' } {
  if (typeof members !== 'number') return { kind: 'set', name, size: members.length, words: members };
  return { kind: 'set', name, size: sizes[name] ?? members };
}

/** A list that is shorter than its set begins again. */
function members(values: readonly number[], size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => values[at % values.length] as number);
}

/** `boolean`, `0..3`, the name of a set or of a list of words. */
export function typeOf(text: string, source: WorkflowSource, sets: Scope['sets']): Type | undefined {
  if (text === 'boolean') return { kind: 'boolean' };
  const range = /^(\d{1,5})\.\.(\d{1,5})$/.exec(text);
  if (range !== null) {
    const [least, most] = [Number(range[1]), Number(range[2])];
    return least <= most && most - least < MAX_VALUES ? { kind: 'number', least, most } : undefined;
  }
  const words = Object.hasOwn(source.values ?? {}, text) ? source.values?.[text] : undefined;
  return words === undefined ? sets.get(text) : { kind: 'list', name: text, words };
}

/** Number of values of a kind; members of a set are not `none`. */
export function sizeOf(type: Type): number {
  if (type.kind === 'number') return type.most - type.least + 1;
  if (type.kind === 'boolean') return 2;
  return type.kind === 'set' ? type.size : type.words.length;
}

interface Place {
  readonly source: WorkflowSource;
  readonly sets: Scope['sets'];
  readonly base: number;
  readonly report: Report;
}

function stateVariable(
  name: string,
  { of, holds, starts }: WorkflowSource['state'][string],
  { source, sets, base, report }: Place,
): StateVariable | undefined {
  const owner = of === undefined ? undefined : sets.get(of);
  if (of !== undefined && owner === undefined)
    return report.unknown(['state', name, 'of'], 'set', of, [...sets.keys()]);
  const type = typeOf(holds, source, sets);
  if (type === undefined) return report.kind(['state', name, 'holds'], holds);
  const given = starts === undefined ? [first(type)] : Array.isArray(starts) ? starts : [starts];
  const values = given.map(
    (value, at) => parseValue(value, type) ?? report.value(['state', name, 'starts', at], value),
  );
  const size = owner?.size ?? 1;
  return {
    name,
    ...(of === undefined ? {} : { of }),
    type,
    base,
    size,
    values: sizeOf(type) + (type.kind === 'set' ? 1 : 0),
    starts: members(values, size).map((value) => value - (type.kind === 'number' ? type.least : 0)),
  };
}

/** What a variable starts with when nothing is said. */
function first(type: Type): Start {
  if (type.kind === 'boolean') return false;
  if (type.kind === 'number') return type.least;
  return type.kind === 'set' ? 'none' : (type.words[0] as string);
}

function parseValue(value: Start, type: Type): number | undefined {
  if (type.kind === 'boolean') return typeof value === 'boolean' ? Number(value) : undefined;
  if (type.kind === 'number')
    return typeof value === 'number' && value >= type.least && value <= type.most ? value : undefined;
  if (type.kind === 'set' && value === 'none') return type.size;
  const at = (type.words ?? []).indexOf(String(value));
  return at < 0 ? undefined : at;
}
