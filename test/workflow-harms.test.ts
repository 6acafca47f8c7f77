// SPDX-License-Identifier: Apache-2.0
// A broken invariant is never without consequence: whichever property of a workflow breaks, an attack in scope succeeds.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyse, type CompiledRules, compileRules } from '../src/analyse/index.ts';
import { loadModel, type Pack, resolvePack, type WorkflowSource } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/index.ts';

const shelf = join(import.meta.dirname, '../packs');

/** What acts as a party; any other one is a system that takes orders. */
const TYPES: Readonly<Record<string, string>> = {
  counter: 'returns-station',
  courier: 'courier-app',
  locker: 'parcel-locker',
  marketplace: 'marketplace-account',
  provider: 'payment-provider',
};

/** One asset for each party, and the parcel that a courier carries. Nobody is about who could break anything. */
function modelOf(workflow: WorkflowSource): string {
  const parties = Object.keys(workflow.parties);
  return JSON.stringify({
    ensuresec: 1,
    name: workflow.id,
    pack: 'e-commerce',
    attackers: ['e-commerce/attacker/internet-stranger'],
    zones: [{ id: 'inside', type: 'network' }],
    assets: [
      ...parties.map((id) => ({ id, type: TYPES[id] ?? 'order-management', zone: 'inside' })),
      { id: 'box', type: 'parcel', zone: 'inside' },
    ],
    flows: parties.includes('courier') ? [{ from: 'courier', to: 'box' }] : [],
    workflows: [
      {
        id: 'flow',
        workflow: workflow.id,
        parties: Object.fromEntries(parties.map((id) => [id, id])),
        checks: Object.fromEntries(Object.keys(workflow.checks).map((id) => [id, true])),
      },
    ],
  });
}

function succeeding(
  workflow: WorkflowSource,
  pack: Pack,
  compiled: CompiledRules,
  assumed: readonly string[],
): string[] {
  const { value, problems } = loadModel(new TextEncoder().encode(modelOf(workflow)), 'model.json', pack);
  if (value === undefined) throw new TypeError(problems.map(({ message }) => message).join('; '));
  const { report } = analyse({ loaded: value, pack, compiled, today: '2026-01-01', assumed });
  return report.verdicts.filter(({ verdict }) => verdict === 'INSECURE').map(({ attack }) => attack);
}

describe.each(packIds(shelf))('pack %s', (id) => {
  const pack = resolvePack(id, packReader(shelf)).value as Pack;
  const compiled = compileRules(pack).value as CompiledRules;
  const workflows = pack.workflows.filter((workflow) => workflow.pack === id);

  for (const workflow of workflows)
    describe(workflow.id, () => {
      test('harms nobody while all holds', () => {
        expect(succeeding(workflow, pack, compiled, [])).toEqual([]);
      });
      test.each(workflow.holds)('harms somebody without $invariant', ({ invariant }) => {
        expect(succeeding(workflow, pack, compiled, [`violates(flow, ${invariant})`])).not.toEqual([]);
      });
    });
  test('no invariant of the pack is without a workflow', () => {
    const used = new Set(workflows.flatMap(({ holds }) => holds.map(({ invariant }) => invariant)));
    const own = pack.invariants.filter((invariant) => invariant.pack === id);
    expect(own.filter((invariant) => !used.has(invariant.id)).map((invariant) => invariant.id)).toEqual([]);
  });
});
