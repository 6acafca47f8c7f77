// SPDX-License-Identifier: Apache-2.0
// A playbook as blocks inside blocks, as people read and draw it: steps one after the other, and the branches of each.
import { z } from 'zod';
import { edgesOf } from './graph.ts';
import type { Playbook } from './shape/playbook.ts';
import type { Step } from './shape/steps.ts';

export const OutlineBlock = z.strictObject({
  step: z.string(),
  type: z.enum([
    'action',
    'playbook-action',
    'parallel',
    'if-condition',
    'while-condition',
    'switch-condition',
    'again',
  ]),
  name: z.string(),
  get branches() {
    return z.array(
      z.strictObject({
        kind: z.enum(['together', 'true', 'false', 'case', 'failure', 'inside']),
        label: z.string().describe('Condition or case; empty where the kind says it'),
        blocks: z.array(OutlineBlock),
      }),
    );
  },
});
export type OutlineBlock = z.infer<typeof OutlineBlock>;
type Branch = OutlineBlock['branches'][number];

/** Branches in branches, and steps: a playbook of a stranger shall not fill the memory. */
const [MAX_DEPTH, MAX_BLOCKS] = [30, 2000];

interface Walk {
  readonly library: readonly Playbook[];
  readonly seen: Set<string>;
  left: number;
}

/**
 * Steps in order. One that two ways lead to stands where it is met first; the other way has a block `again`.
 *
 * @param library playbooks that it may call: their steps are the branch `inside`.
 */
export function outlineOf(playbook: Playbook, library: readonly Playbook[] = []): readonly OutlineBlock[] {
  const walk = { library, seen: new Set<string>(), left: MAX_BLOCKS };
  return blocksFrom(walk, playbook, playbook.workflow_start, 0);
}

function blocksFrom(walk: Walk, playbook: Playbook, first: string, depth: number): OutlineBlock[] {
  const blocks: OutlineBlock[] = [];
  let id: string | undefined = first;
  while (id !== undefined && walk.left-- > 0) {
    const step: Step | undefined = playbook.workflow[id];
    if (step === undefined || step.type === 'end') break;
    const key = `${playbook.id} ${id}`;
    if (walk.seen.has(key)) {
      blocks.push({ step: id, type: 'again', name: step.name ?? id, branches: [] });
      break;
    }
    walk.seen.add(key);
    if (step.type !== 'start')
      blocks.push({
        step: id,
        type: step.type,
        name: step.name ?? ('condition' in step ? step.condition : id),
        branches: depth > MAX_DEPTH ? [] : branchesOf(walk, playbook, step, depth + 1),
      });
    id = ways(step).on_completion ?? ways(step).on_success;
  }
  return blocks;
}

interface Ways {
  readonly on_completion?: string;
  readonly on_success?: string;
  readonly on_failure?: string;
}

function ways(step: Step): Ways {
  return step as Ways;
}

function branchesOf(walk: Walk, playbook: Playbook, step: Step, depth: number): Branch[] {
  const blocks = (first: string, of = playbook) => blocksFrom(walk, of, first, depth);
  const branches = edgesOf(step)
    .filter(({ isBranch }) => isBranch)
    .map(({ to, path: [key, detail] }): Branch => {
      const condition = 'condition' in step ? step.condition : '';
      if (key === 'next_steps') return { kind: 'together', label: '', blocks: blocks(to) };
      if (key === 'cases') return { kind: 'case', label: String(detail), blocks: blocks(to) };
      return { kind: key === 'on_false' ? 'false' : 'true', label: condition, blocks: blocks(to) };
    });
  const called =
    step.type === 'playbook-action' ? walk.library.find(({ id }) => id === step.playbook_id) : undefined;
  if (called !== undefined && !walk.seen.has(`${called.id} ${called.workflow_start}`))
    branches.push({ kind: 'inside', label: called.name, blocks: blocks(called.workflow_start, called) });
  const failure = ways(step).on_failure;
  if (failure === undefined || ways(step).on_completion !== undefined) return branches;
  // A failure that only ends the branch is no way of its own.
  const after = blocks(failure);
  return after.length === 0 ? branches : [...branches, { kind: 'failure', label: '', blocks: after }];
}
