// SPDX-License-Identifier: Apache-2.0
// Where steps lead: missing, unreachable, endless, and branches without an end (CACAO 2.0 §3.1, §4).
import { edgesOf, reachableFrom } from '../graph.ts';
import type { Playbook } from '../shape/playbook.ts';
import { type Finding, found, type Lint } from './finding.ts';

export const lintFlow: Lint = (playbook) => [
  ...starts(playbook),
  ...Object.keys(playbook.workflow).flatMap((id) => ofStep(playbook, id)),
  ...unreachable(playbook),
  ...endless(playbook),
  ...shared(playbook),
];

function starts({ workflow, workflow_start: start, workflow_exception: exception }: Playbook): Finding[] {
  const findings: Finding[] = [];
  if (workflow[start] === undefined)
    findings.push(found('STEP', ['workflow_start'], `Cannot find the step \`${start}\` in the workflow`));
  else if (workflow[start].type !== 'start')
    findings.push(found('START', ['workflow_start'], `\`${start}\` is no start step`));
  if (exception !== undefined && workflow[exception] === undefined)
    findings.push(
      found('STEP', ['workflow_exception'], `Cannot find the step \`${exception}\` in the workflow`),
    );
  if (!Object.values(workflow).some(({ type }) => type === 'action' || type === 'playbook-action'))
    findings.push(found('NO_ACTION', ['workflow'], 'No action step: expected at least one'));
  return findings;
}

function ofStep({ workflow, workflow_start: start }: Playbook, id: string): Finding[] {
  const step = workflow[id];
  if (step === undefined) return [];
  const at = ['workflow', id];
  const edges = edgesOf(step);
  const findings = edges
    .filter(({ to }) => workflow[to] === undefined)
    .map(({ to, path }) => found('STEP', [...at, ...path], `Cannot find the step \`${to}\` in the workflow`));
  if (!id.startsWith(`${step.type}--`))
    findings.push(found('KEY_TYPE', at, `The key is \`${id}\`, the step is of the type \`${step.type}\``));
  if (step.type === 'start' && id !== start)
    findings.push(found('START', at, 'A second start step: expected workflow_start alone'));
  const onward = edges.filter(({ isBranch }) => !isBranch).map(({ path }) => String(path[0]));
  if (onward.includes('on_completion') && onward.length > 1)
    findings.push(
      found(
        'AMBIGUOUS_NEXT',
        at,
        `Both on_completion and ${onward.slice(1).join(', ')}: expected one of them`,
      ),
    );
  if (step.type !== 'end' && onward.length === 0)
    findings.push(found('NO_END', at, 'Nothing follows this step: expected a way to an end step'));
  return findings;
}

function unreachable(playbook: Playbook): Finding[] {
  const { workflow, workflow_start: start, workflow_exception: exception } = playbook;
  const seen = reachableFrom(playbook, exception === undefined ? [start] : [start, exception]);
  return Object.keys(workflow)
    .filter((id) => !seen.has(id) && workflow[id]?.type !== 'start')
    .map((id) => found('UNREACHABLE', ['workflow', id], `No way leads from the start to \`${id}\``));
}

/** Steps that lead back to themselves. A while step comes back by itself; nothing else may. */
function endless(playbook: Playbook): Finding[] {
  const state = new Map<string, 'open' | 'done'>();
  const findings: Finding[] = [];
  for (const root of Object.keys(playbook.workflow)) {
    // An explicit stack: playbooks of strangers may be long chains.
    const stack = [{ id: root, edges: edgesFrom(playbook, root), next: 0 }];
    if (state.has(root)) continue;
    state.set(root, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = top.edges[top.next++];
      if (edge === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open')
        findings.push(
          found(
            'ENDLESS',
            ['workflow', top.id, ...edge.path],
            `Leads back to \`${edge.to}\`, which leads here`,
          ),
        );
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        stack.push({ id: edge.to, edges: edgesFrom(playbook, edge.to), next: 0 });
      }
    }
  }
  return findings;
}

function edgesFrom({ workflow }: Playbook, id: string): ReturnType<typeof edgesOf> {
  const step = workflow[id];
  return step === undefined ? [] : edgesOf(step);
}

/** Branches of one step that meet in a step: "each branch MUST reference a unique end step" (§4.6 to §4.9). */
function shared(playbook: Playbook): Finding[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) => {
    const owner = new Map<string, number>();
    const branches = edgesOf(step).filter(({ isBranch }) => isBranch);
    const distinct = branches.filter(({ to }, at) => branches.findIndex((other) => other.to === to) === at);
    // What follows the step is no part of its branches.
    const onward = edgesOf(step).filter(({ isBranch }) => !isBranch);
    const after = reachableFrom(
      playbook,
      onward.map(({ to }) => to),
    );
    return distinct.flatMap(({ to, path }, branch) =>
      [...reachableFrom(playbook, [to])].flatMap((inside) => {
        const first = owner.get(inside);
        if (first === undefined) owner.set(inside, branch);
        const isShared = first !== undefined || after.has(inside);
        return isShared && playbook.workflow[inside]?.type === 'end'
          ? [
              found(
                'SHARED_BRANCH',
                ['workflow', id, ...path],
                `Ends in \`${inside}\`, which is not its alone`,
              ),
            ]
          : [];
      }),
    );
  });
}
