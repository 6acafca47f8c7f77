// SPDX-License-Identifier: Apache-2.0
// Policies on a stream against a naive evaluator over the whole trace: in order, out of order within the bound, with ids
// that come twice, and cut by a snapshot.
import { expect, test } from 'vitest';
import { type ChainEvent, loadPack } from '../src/model/index.ts';
import {
  type Alert,
  compilePolicies,
  createPolicyMonitor,
  type Policy,
  type PolicyMonitor,
} from '../src/monitor/index.ts';
import { type NaivePolicy, naivePolicies } from './oracle/policy-naive.ts';
import { policyYaml, RANDOM_VOCABULARY, randomPolicy, randomTrace } from './oracle/policy-random.ts';
import { type Random, seeded } from './oracle/random.ts';

const ROUNDS = Number(process.env['ENSURESEC_POLICY_ROUNDS'] ?? 250);
const MANIFEST = 'id: t\nversion: 1.0.0\nname: { en: T }\ntext: { en: T }\nlicense: Apache-2.0\n';
const AT = { file: 'trace', line: 1 };

function compiled(policies: readonly NaivePolicy[]): readonly Policy[] {
  const source = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
  const text = `policies:\n${policies.map(policyYaml).join('')}`;
  const pack = loadPack(
    [source('pack.yaml', MANIFEST), source('v.yaml', RANDOM_VOCABULARY), source('p.yaml', text)],
    [],
  );
  expect(pack.problems).toEqual([]);
  const { value = [], problems } = compilePolicies(pack.value as never);
  expect(problems).toEqual([]);
  return value;
}

function shown({ rule, record, reasons = [], because = [] }: Alert): string {
  const broken = reasons.map((reason) => reason.slice(1)).join(',');
  const others = because.map(({ record: { id } }) => String(id)).sort();
  return `${rule.id} ${String(record['id'])} ${broken} ${others.join(',')}`;
}

/** No event comes more than `lateness` after a younger one. */
function arrivals(trace: readonly ChainEvent[], lateness: number, random: Random): readonly ChainEvent[] {
  const at = new Map(
    trace.map((event) => [event, event.time + (lateness === 0 ? 0 : random.below(lateness + 1))]),
  );
  const order = [...trace].sort((a, b) => (at.get(a) as number) - (at.get(b) as number));
  return order.flatMap((event, index) => {
    const earlier = order[random.below(index + 1)] as ChainEvent;
    return random.chance(0.1) ? [event, earlier] : [event];
  });
}

/** Runs the stream, now and then into a monitor of its own that goes on from a snapshot. */
function run(policies: readonly Policy[], stream: readonly ChainEvent[], lateness: number, random: Random) {
  const alerts: Alert[] = [];
  let monitor: PolicyMonitor = createPolicyMonitor(policies, { lateness });
  for (const event of stream) {
    alerts.push(...monitor.accept(event, AT));
    if (!random.chance(0.05)) continue;
    const state = JSON.parse(JSON.stringify(monitor.save()));
    monitor = createPolicyMonitor(policies, { lateness });
    monitor.restore(state);
  }
  const { alerts: last, pending } = monitor.end();
  return {
    order: [...alerts, ...last].map(shown),
    pending: pending.map(({ policy, event }) => `${policy} ${event.id}`).sort(),
    counts: monitor.counts,
  };
}

test(`${ROUNDS} random traces give what the meaning of the policies says`, () => {
  let alerts = 0;
  let pending = 0;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = seeded(seed);
    const naive = Array.from({ length: 4 }, (_, number) => randomPolicy(random, number));
    const trace = randomTrace(random, 10 + random.below(60));
    const end = Math.max(...trace.map(({ time }) => time));
    const expected = naivePolicies(naive, trace, end);
    const policies = compiled(naive);
    const sorted = [...trace].sort((a, b) => a.time - b.time);
    const history = run(policies, sorted, 0, { ...random, chance: () => false });
    const context = { seed, policies: naive.map(policyYaml) };
    expect({ ...context, alerts: history.order.toSorted(), pending: history.pending }).toEqual({
      ...context,
      ...expected,
    });
    const lateness = random.pick([0, 3_000, 20_000, 500_000]);
    const stream = run(policies, arrivals(trace, lateness, random), lateness, random);
    // The same alerts in the same order, whatever the order of arrival.
    expect({ ...context, order: stream.order, pending: stream.pending }).toEqual({
      ...context,
      order: history.order,
      pending: history.pending,
    });
    expect(stream.counts).toMatchObject({ late: 0, ignored: 0, forgotten: 0, unwatched: 0 });
    alerts += expected.alerts.length;
    pending += expected.pending.length;
  }
  // The traces say something: most rounds have alerts, and many end with open obligations.
  expect(alerts).toBeGreaterThan(ROUNDS * 5);
  expect(pending).toBeGreaterThan(ROUNDS);
});
