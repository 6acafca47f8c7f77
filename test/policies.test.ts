// SPDX-License-Identifier: Apache-2.0
// The contract of the policies of a pack: they compile, and each does what its hit and its miss say.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../src/monitor/index.ts';
import { packIds } from '../src/platform/index.ts';
import { undeclared } from './support/chain-events.ts';
import { loadedPack } from './support/loaded-pack.ts';
import { alertedBy, eventsOf } from './support/policy-events.ts';

const folder = join(import.meta.dirname, '../packs');

describe.each(packIds(folder))('pack %s', (id) => {
  const pack = loadedPack(id);
  const { value: policies = [], problems } = compilePolicies(pack);
  const own = pack.policies.filter((policy) => policy.pack === id);

  it('has policies that the compiler takes', () => {
    expect(problems).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(own.map((policy) => [policy.id, policy] as const))(
    '%s fires on its hit and not on its miss',
    (policyId, policy) => {
      const alone = policies.filter(({ head }) => head.id === policyId);
      expect(alertedBy(alone, eventsOf(policy.hit))).toContain(policyId);
      expect(alertedBy(alone, eventsOf(policy.miss))).toEqual([]);
      // A near miss is looked at: it tells what is right from what is wrong, not one kind of event from another.
      expect(policy.miss.some(({ type }) => [policy.on.event].flat().includes(type))).toBe(true);
      expect([...policy.hit, ...policy.miss].flatMap((each) => undeclared(pack, each))).toEqual([]);
      const threats = pack.threats.map(({ number }) => number);
      if (threats.length > 0) expect(threats).toEqual(expect.arrayContaining([...policy.threats]));
    },
  );
});
