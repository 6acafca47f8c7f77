// SPDX-License-Identifier: Apache-2.0
// The contract of workflows in packs: with all checks nothing breaks, each published flaw is found, no check is idle.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileWorkflows, search, tell, type Workflow } from '../src/analyse/index.ts';
import { resolvePack } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/index.ts';

const folder = join(import.meta.dirname, '../packs');
const MAX_STORY = 6;

for (const id of packIds(folder)) {
  const pack = resolvePack(id, packReader(folder)).value;
  const { value: workflows = [], problems } = pack === undefined ? { problems: [] } : compileWorkflows(pack);
  it(`pack ${id} has workflows that compile`, () => expect(problems).toEqual([]));
  const own = workflows.filter(({ source }) => source.pack === id);
  describe.each(own.map((workflow) => [workflow.id, workflow] as const))('%s', (_, workflow) =>
    workflowContract(workflow),
  );
}

function workflowContract(workflow: Workflow): void {
  const { source, properties } = workflow;
  const all = new Set(workflow.attackers);
  it('holds against all attackers with all checks', () => {
    const result = search(workflow, { missing: new Set(), attackers: all });
    expect(result).toMatchObject({ found: [], complete: true, clipped: 0 });
  });
  it.each(source.flaws.map((flaw) => [flaw.id, flaw] as const))('breaks as published: %s', (_, flaw) => {
    const attackers = new Set(flaw.attackers ?? workflow.attackers);
    const missing = new Set(flaw.without);
    const property = properties.findIndex(({ invariant }) => invariant === flaw.breaks);
    const { found } = search(workflow, { missing, attackers, wanted: 1 << property });
    const story = tell(workflow, { missing, attackers }, found[0] as NonNullable<(typeof found)[0]>);
    expect(story.steps.length).toBeLessThanOrEqual(MAX_STORY);
    expect(story.end).not.toMatch(/[{}]/);
    const broken = (without: readonly string[]) =>
      search(workflow, { missing: new Set(without), attackers, wanted: 1 << property }).found.length > 0;
    const needed = flaw.without.filter((check) => broken(flaw.without.filter((other) => other !== check)));
    expect(needed, 'a check whose absence the flaw does not need').toEqual([]);
  });
  it('has a published flaw for each check', () => {
    const used = new Set(source.flaws.flatMap(({ without }) => without));
    expect(workflow.checks.filter((check) => !used.has(check))).toEqual([]);
  });
  it('has an instance in which attacks that need several things show', () => {
    const sizes = [...workflow.sets.values()].map(({ size }) => size);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(4);
    expect(workflow.symmetric.length).toBeGreaterThan(0);
  });
}
