// SPDX-License-Identifier: Apache-2.0
// Steps inside steps → the flat workflow of CACAO 2.0 §4, in which every branch has an end of its own.
import type { Act, BookStep, Path } from '../../../model/index.ts';
import { variableOf, withVariables } from './texts.ts';

/** What a flow needs to know of the playbook it belongs to. */
export interface FlowSource {
  id(type: string, key: string): string;
  action(act: Act): object;
  /** Name of a step that decides by this condition or variable. */
  question(about: string): string;
  /** Id and title of another playbook. */
  other(playbook: string): { readonly playbook_id: string; readonly name: string };
}

export interface Flow {
  /** In the order of the source. */
  readonly workflow: Record<string, object>;
  /** Where in the source each step stands. */
  readonly places: Map<string, Path>;
}

/** @param path of `steps` in the source. */
export function flowOf(source: FlowSource, steps: readonly BookStep[], path: Path): Flow & { start: string } {
  const flow: Flow = { workflow: {}, places: new Map() };
  const start = source.id('start', 'start');
  flow.workflow[start] = {};
  const first = chain(source, flow, steps, path);
  flow.workflow[start] = { type: 'start', on_completion: first };
  return { ...flow, start };
}

/** Steps one after the other, with an end. Returns the first. */
function chain(source: FlowSource, flow: Flow, steps: readonly BookStep[], path: Path): string {
  const ids = steps.map((step, at) => source.id(typeOf(step), keyOf(step, [...path, at])));
  const end = source.id('end', path.join('/'));
  for (const [at, step] of steps.entries()) {
    const here = [...path, at];
    const id = ids[at] as string;
    const next = ids[at + 1] ?? end;
    // The place in the workflow is taken before branches take theirs: readers see steps in the order of the source.
    flow.workflow[id] = {};
    flow.places.set(id, here);
    flow.workflow[id] = { type: typeOf(step), ...inside(source, flow, step, here), on_completion: next };
  }
  flow.workflow[end] = { type: 'end' };
  flow.places.set(end, path);
  return ids[0] ?? end;
}

function typeOf(step: BookStep): string {
  if ('together' in step) return 'parallel';
  if ('then' in step) return 'if-condition';
  if ('repeat' in step) return 'while-condition';
  if ('cases' in step) return 'switch-condition';
  return 'run' in step ? 'playbook-action' : 'action';
}

function keyOf(step: BookStep, path: Path): string {
  return 'say' in step ? step.id : path.join('/');
}

function inside(source: FlowSource, flow: Flow, step: BookStep, path: Path): object {
  const branch = (steps: readonly BookStep[], ...keys: Path) =>
    chain(source, flow, steps, [...path, ...keys]);
  if ('together' in step)
    return { next_steps: step.together.map((steps, at) => branch(steps, 'together', at)) };
  if ('then' in step)
    return {
      name: source.question(step.if),
      condition: withVariables(step.if),
      on_true: branch(step.then, 'then'),
      ...(step.else === undefined ? {} : { on_false: branch(step.else, 'else') }),
    };
  if ('repeat' in step)
    return {
      name: source.question(step.while),
      condition: withVariables(step.while),
      on_true: branch(step.repeat, 'repeat'),
    };
  if ('cases' in step)
    return {
      name: source.question(`{${step.switch}}`),
      switch: `${variableOf(step.switch)}:value`,
      cases: Object.fromEntries(
        Object.entries(step.cases).map(([value, steps]) => [value, branch(steps, 'cases', value)]),
      ),
    };
  return 'run' in step ? source.other(step.run) : source.action(step);
}
