// SPDX-License-Identifier: Apache-2.0
// What a variable is now (CACAO 2.0 §10.18): what events have changed, else what the playbook says. Every value that is read
// is written down with what was made of it, so that it is never read a second time.
import type { Playbook } from '../shape/playbook.ts';
import type { Step } from '../shape/steps.ts';
import type { Changes } from './event.ts';
import type { RunState } from './state.ts';

/** A playbook that runs: the first one, or one that another calls. */
export interface Frame {
  readonly playbook: Playbook;
  /** Of its variables; ends in `>`. */
  readonly scope: string;
  /** Of the paths of its steps. */
  readonly prefix: string;
  /** Calls around it. */
  readonly depth: number;
}

export type Lookup = (name: string) => string | null | undefined;

/** Values as a step sees them: its own variables hide those of the playbook. */
export function lookupIn(state: RunState, { playbook, scope }: Frame, step: Step, path: string): Lookup {
  return (name) => {
    const own = step.step_variables;
    return own !== undefined && Object.hasOwn(own, name)
      ? valueIn(state, path, name, own[name]?.value)
      : valueIn(state, scope, name, playbook.playbook_variables?.[name]?.value);
  };
}

function valueIn(
  { values }: RunState,
  scope: string,
  name: string,
  initial: string | null | undefined,
): string | null | undefined {
  const held = values.get(scope);
  return held?.has(name) === true ? held.get(name) : initial;
}

/** Variables that a step says it writes, each with the scope that has it. */
export function outArgsOf(
  { scope }: Frame,
  step: Step & { readonly out_args?: readonly string[] | undefined },
  path: string,
): Readonly<Record<string, string>> {
  const own = step.step_variables ?? {};
  return Object.fromEntries(
    (step.out_args ?? []).map((name) => [name, Object.hasOwn(own, name) ? path : scope]),
  );
}

/** The changes that results make; what the step does not say it writes is left out. */
export function changesOf(
  outArgs: Readonly<Record<string, string>>,
  results: Readonly<Record<string, string>>,
): Changes {
  return Object.entries(results).flatMap(([name, value]): Changes => {
    const scope = Object.hasOwn(outArgs, name) ? outArgs[name] : undefined;
    return scope === undefined ? [] : [[scope, name, value]];
  });
}
