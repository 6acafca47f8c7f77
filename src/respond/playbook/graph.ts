// SPDX-License-Identifier: Apache-2.0
// A playbook as a graph: which step leads to which, and through which property.
import type { Playbook } from './shape/playbook.ts';
import type { Step } from './shape/steps.ts';

export interface Edge {
  readonly to: string;
  /** Place inside the step, such as `['next_steps', 0]`. */
  readonly path: readonly (string | number)[];
  /** Begins a branch that comes back to its step; otherwise goes on. */
  readonly isBranch: boolean;
}

/** In the order in which they stand in the standard. */
export function edgesOf(step: Step): readonly Edge[] {
  const all = step as Readonly<Record<string, unknown>>;
  const single = (keys: readonly string[], isBranch: boolean): Edge[] =>
    keys.flatMap((key) => (typeof all[key] === 'string' ? [{ to: all[key], path: [key], isBranch }] : []));
  const edges = [
    ...single(['on_true', 'on_false'], true),
    ...single(['on_completion', 'on_success', 'on_failure'], false),
  ];
  if (step.type === 'parallel')
    edges.push(...step.next_steps.map((to, at) => ({ to, path: ['next_steps', at], isBranch: true })));
  if (step.type === 'switch-condition')
    edges.push(
      ...Object.entries(step.cases).map(([key, to]) => ({ to, path: ['cases', key], isBranch: true })),
    );
  return edges;
}

/** Steps that can be reached from some, themselves included. */
export function reachableFrom(
  { workflow }: Playbook,
  from: readonly string[],
  follow: (edge: Edge) => boolean = () => true,
): ReadonlySet<string> {
  // A set keeps its order and grows while it is walked.
  const seen = new Set(from);
  for (const id of seen) {
    const step = workflow[id];
    if (step === undefined) continue;
    for (const edge of edgesOf(step)) if (follow(edge)) seen.add(edge.to);
  }
  return seen;
}
