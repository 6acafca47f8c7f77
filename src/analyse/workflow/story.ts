// SPDX-License-Identifier: Apache-2.0
// A path of steps as a story for people, with the names that things had from the start.
import { createCanonical, type Moves } from './canonical.ts';
import { evaluate, type Variables } from './expression/evaluate.ts';
import type { Typed } from './expression/term.ts';
import { type Configuration, generate, type Program } from './generate.ts';
import type { Found } from './search.ts';
import type { Choice, Template, Workflow } from './workflow.ts';

export interface StoryStep {
  readonly step: string;
  readonly from: string;
  readonly to: string;
  /** A few words for the arrow. */
  readonly label: string;
  readonly text: string;
  /** True when an attacker does it. */
  readonly attack: boolean;
  readonly physical: boolean;
}

export interface Story {
  readonly steps: readonly StoryStep[];
  /** What is wrong at the end. */
  readonly end: string;
}

/** Walks the path again, in a search's kept states and in those of the story side by side. */
export function tell(
  workflow: Workflow,
  configuration: Configuration & { readonly symmetry?: boolean },
  found: Found,
): Story {
  const program = generate(workflow, configuration);
  const canonical = configuration.symmetry === false ? undefined : createCanonical(workflow);
  let kept = Uint8Array.from(workflow.starts);
  let real = Uint8Array.from(workflow.starts);
  const names = new Map(
    [...workflow.sets.values()].map(({ name, size }) => [name, Array.from({ length: size }, (_, at) => at)]),
  );
  const move = (state: Uint8Array): void => {
    if (canonical?.apply(state) === true) rename(names, workflow, canonical.moves);
  };
  move(kept);
  const steps = found.path.map(({ step: at, choice }): StoryStep => {
    const step = workflow.steps[at] as Workflow['steps'][number];
    const values = decode(choice, step.choices).map((value, index) => {
      const { type } = step.choices[index] as Choice;
      return type.kind === 'set' ? (names.get(type.name)?.[value] as number) : value;
    });
    const variables: Variables = new Map(
      step.choices.map(({ variable }, index) => [variable, values[index] as number]),
    );
    const before = real;
    kept = follow(program, kept, at, choice);
    real = follow(program, real, at, encode(values, step.choices));
    move(kept);
    return {
      step: step.id,
      from: step.from,
      to: step.to,
      label: fill(step.label, before, variables),
      text: sentence(fill(step.tell, before, variables)),
      attack: step.by.length > 0,
      physical: step.physical,
    };
  });
  return { steps, end: endOf(workflow, found.property, real) };
}

function rename(names: Map<string, number[]>, workflow: Workflow, moves: Moves): void {
  workflow.symmetric.forEach(({ set, members }, group) => {
    const old = names.get(set) as number[];
    const renamed = [...old];
    members.forEach((member, at) => {
      renamed[members[moves[group]?.[at] as number] as number] = old[member] as number;
    });
    names.set(set, renamed);
  });
}

function follow(program: Program, state: Uint8Array, step: number, choice: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(state.length);
  let reached: Uint8Array<ArrayBuffer> | undefined;
  program.expand(state, next, (taken, chosen) => {
    if (taken === step && chosen === choice) reached = Uint8Array.from(next);
  });
  if (reached === undefined) throw new Error(`Step ${step} with choice ${choice} cannot be taken again`);
  return reached;
}

function decode(choice: number, choices: readonly Choice[]): readonly number[] {
  let rest = choice;
  return choices
    .toReversed()
    .map(({ least, size }) => {
      const value = (rest % size) + least;
      rest = Math.floor(rest / size);
      return value;
    })
    .reverse();
}

function encode(values: readonly number[], choices: readonly Choice[]): number {
  return choices.reduce((sum, { least, size }, at) => sum * size + ((values[at] as number) - least), 0);
}

/** The first choice for which the property does not hold. */
function endOf(workflow: Workflow, property: number, state: Uint8Array): string {
  const { choices, that, say } = workflow.properties[property] as Workflow['properties'][number];
  const total = choices.reduce((product, { size }) => product * size, 1);
  for (let choice = 0; choice < total; choice++) {
    const values = decode(choice, choices);
    const variables: Variables = new Map(choices.map(({ variable }, at) => [variable, values[at] as number]));
    if (evaluate(that, state, variables) !== 1) return sentence(fill(say, state, variables));
  }
  throw new Error(`The property ${property} holds at the end of its story`);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fill(template: Template, state: Uint8Array, variables: Variables): string {
  return template.map((part) => (typeof part === 'string' ? part : show(part, state, variables))).join('');
}

function show({ term, type }: Typed, state: Uint8Array, variables: Variables): string {
  const value = evaluate(term, state, variables);
  if (value < 0) return 'none';
  if (type.kind === 'number') return String(value);
  if (type.kind === 'boolean') return value === 1 ? 'yes' : 'no';
  if (type.kind === 'set' && value === type.size) return 'none';
  const word = type.words?.[value] ?? `${type.name} ${value + 1}`;
  return word.replaceAll('-', ' ');
}
