// SPDX-License-Identifier: Apache-2.0
// Steps and properties of one configuration as JavaScript: checks that are missing and attackers who are away leave no trace.
import { condition, type Names, number } from './expression/javascript.ts';
import type { Term } from './expression/term.ts';
import type { Choice, Effect, Guard, Step, Workflow } from './workflow.ts';

export interface Configuration {
  /** Checks that nobody makes. */
  readonly missing: ReadonlySet<string>;
  readonly attackers: ReadonlySet<string>;
}

/** `step` and `choice` of each successor that is in `next`; true ends the walk. */
export type Emit = (step: number, choice: number) => void;

export interface Program {
  /** Calls `emit` for each step that can be taken from `state`, with what follows in `next`. */
  readonly expand: (state: Uint8Array, next: Uint8Array, emit: Emit) => void;
  /** One bit for each property that does not hold. */
  readonly broken: (state: Uint8Array) => number;
  /** Steps that were left out because a number would have passed its range. */
  readonly clipped: () => number;
}

/** Each choice of one step is one integer below 4,096, so both fit into one word of 32 bits. */
export const CHOICE_BITS = 12;

export function generate(workflow: Workflow, configuration: Configuration): Program {
  const tables: string[] = [];
  const table = (values: readonly number[]): string => {
    const text = `[${values}]`;
    const at = tables.indexOf(text);
    return `t${at < 0 ? tables.push(text) - 1 : at}`;
  };
  const steps = workflow.steps
    .map((step, at) => ({ step, at }))
    .filter(({ step }) => isPossible(step, configuration))
    .map(({ step, at }) => stepText(step, at, configuration, table));
  const properties = workflow.properties.map(({ choices, that }, at) => {
    const names = namesOf(choices, table);
    return `p:{${loops(choices)}if(!${condition(that, names)}){b|=${1 << at};break p;}${'}'.repeat(choices.length)}}`;
  });
  const text = `'use strict';${tables.map((values, at) => `const t${at}=${values};`).join('')}let clipped=0;
return{expand(s,n,emit){${steps.join('\n')}},
broken(s){let b=0;${properties.join('\n')}return b;},
clipped(){return clipped;}};`;
  return new Function(text)() as Program;
}

function isPossible(step: Step, { attackers }: Configuration): boolean {
  return step.by.length === 0 || step.by.some((attacker) => attackers.has(attacker));
}

function namesOf(choices: readonly Choice[], table: Names['table']): Names {
  return { variables: new Map(choices.map(({ variable }, at) => [variable, `v${at}`])), table };
}

function loops(choices: readonly Choice[]): string {
  return choices.map(({ least, size }, at) => loop(at, least, size)).join('');
}

function loop(at: number, least: number, size: number): string {
  return `for(let v${at}=${least};v${at}<${least + size};v${at}++){`;
}

/** Each guard stands in the outermost loop that knows its variables. */
function stepText(step: Step, at: number, { missing }: Configuration, table: Names['table']): string {
  const names = namesOf(step.choices, table);
  const asked = step.guards.filter(({ check }) => check === undefined || !missing.has(check));
  const label = `x${at}`;
  const guardsAt = (depth: number): string =>
    asked
      .filter((guard) => depthOf(guard, step.choices) === depth)
      .map(({ term }) => `if(!${condition(term, names)})${depth === 0 ? `break ${label}` : 'continue'};`)
      .join('');
  const body = step.choices
    .map(({ least, size }, index) => loop(index, least, size) + guardsAt(index + 1))
    .join('');
  return `${label}:{${guardsAt(0)}${body}${effectsText(step, at, names)}${'}'.repeat(step.choices.length)}}`;
}

function depthOf({ term }: Guard, choices: readonly Choice[]): number {
  const used = variablesIn(term);
  return choices.reduce((depth, { variable }, at) => (used.has(variable) ? at + 1 : depth), 0);
}

function variablesIn(term: Term): ReadonlySet<string> {
  switch (term.kind) {
    case 'value':
      return new Set();
    case 'variable':
      return new Set([term.name]);
    case 'slot':
    case 'table':
      return term.index === undefined ? new Set() : variablesIn(term.index);
    case 'not':
      return variablesIn(term.of);
    case 'binary':
      return new Set([...variablesIn(term.left), ...variablesIn(term.right)]);
    case 'fold':
      return new Set([
        ...variablesIn(term.body),
        ...(term.where === undefined ? [] : variablesIn(term.where)),
      ]);
  }
}

/** All values are worked out from the state before, then stored together. */
function effectsText(step: Step, at: number, names: Names): string {
  const parts = step.effects.map((effect, index) => effectParts(effect, index, names));
  const choice = step.choices.reduce(
    (text, { least, size }, index) => `(${text})*${size}+(v${index}-${least})`,
    '0',
  );
  return `${parts.map(({ reads }) => reads).join('')}if(${parts.map(({ bad }) => bad).join('||') || 'false'})clipped++;else{n.set(s);${parts.map(({ store }) => store).join('')}emit(${at},${choice});}`;
}

function effectParts({ variable, index, value }: Effect, at: number, names: Names) {
  const least = variable.type.kind === 'number' ? variable.type.least : 0;
  const [place, stored] = [`i${at}`, `e${at}`];
  const member = index === undefined ? '0' : number(index, names);
  return {
    reads: `const ${place}=${member},${stored}=${number(value, names)}-${least};`,
    bad: `${place}<0||${place}>=${variable.size}||${stored}<0||${stored}>=${variable.values}`,
    store: `n[${variable.base}+${place}]=${stored};`,
  };
}
