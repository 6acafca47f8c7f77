// SPDX-License-Identifier: Apache-2.0
// How rare a step is after the steps before it, in bits: a Markov chain of order 1 and 2 over what a key does, learnt
// over all keys, mixed by how much each order has seen (C. Jelinek, R. L. Mercer 1980; for intrusions N. Ye 2000). Sees
// a process that runs in a wrong order; does not see a right order at a wrong time.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { type DetectorKind, nameOf, type Observation, type Part, ranked, sumOf } from '../contract.ts';
import { createKeyed } from '../keyed.ts';

const Parameters = z.strictObject({
  least: z.int().min(1).max(100_000).default(50).describe('Steps of a feature before the first score'),
  trust: z.number().gt(0).default(2).describe('Steps a context needs to weigh as much as the shorter one'),
  contexts: z.int().min(16).max(1_000_000).default(20_000).describe('Contexts remembered'),
  keys: z.int().min(1).max(1_000_000).default(20_000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

/** What came after a context, and how often. */
interface Context {
  total: number;
  next: [string, number][];
}
interface Saved {
  readonly last: readonly (readonly [string, string[]])[];
  readonly contexts: readonly (readonly [string, Context])[];
}

/** Different steps remembered after one context; the rest counts as never seen. */
const MAX_NEXT = 64;
const START = '(start)';

export const sequence: DetectorKind<Parameters> = {
  name: 'sequence',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const saved = structuredClone(state) as unknown as Saved | undefined;
    const last = createKeyed<string[]>(parameters.keys, () => [START, START], saved?.last);
    const contexts = createKeyed<Context>(
      parameters.contexts,
      () => ({ total: 0, next: [] }),
      saved?.contexts,
    );
    const parts = ({ key, features }: Observation): readonly Part[] =>
      Object.entries(features).flatMap(([feature, value]) => {
        const known = contexts.get(contextOf(feature, []));
        if (known === undefined || known.total < parameters.least) return [];
        const before = last.get(nameOf(key, feature)) ?? [START, START];
        const orders = [[], before.slice(1), before].map((steps) => contexts.get(contextOf(feature, steps)));
        const share = mixed(orders, String(value), parameters.trust);
        const often = mostFrequent(orders.findLast((each) => each !== undefined && each.total > 0));
        const usual = (): string =>
          `after ${before.filter((step) => step !== START).join(', ') || 'nothing'}: ${often}`;
        return [{ feature, value, usual, part: -Math.log2(share) }];
      });
    return {
      learnOne: ({ key, features }) => {
        for (const [feature, value] of Object.entries(features)) {
          const step = String(value);
          const before = last.use(nameOf(key, feature));
          for (const steps of [[], before.slice(1), before])
            count(contexts.use(contextOf(feature, steps)), step);
          before.push(step);
          before.shift();
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone({ last: last.entries(), contexts: contexts.entries() }) as unknown as Json,
    };
  },
};

function contextOf(feature: string, steps: readonly string[]): string {
  return JSON.stringify([feature, ...steps]);
}

function count(context: Context, step: string): void {
  context.total++;
  const known = context.next.find(([each]) => each === step);
  if (known !== undefined) known[1]++;
  else if (context.next.length < MAX_NEXT) context.next.push([step, 1]);
}

/** From the shortest context to the longest, each weighing more the more it has seen; never 0. */
function mixed(orders: readonly (Context | undefined)[], step: string, trust: number): number {
  const different = (orders[0]?.next.length ?? 0) + 1;
  let share = 1 / (different + 1);
  for (const context of orders) {
    if (context === undefined) continue;
    const seen = context.next.find(([each]) => each === step)?.[1] ?? 0;
    share = (seen + trust * share) / (context.total + trust);
  }
  return share;
}

function mostFrequent(context: Context | undefined): string {
  const steps = context?.next.toSorted((a, b) => b[1] - a[1]).slice(0, 3) ?? [];
  return steps.map(([step]) => step).join(', ') || 'nothing known';
}
