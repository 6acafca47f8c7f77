// SPDX-License-Identifier: Apache-2.0
// Correlations on a stream beside their definition on the whole trace; permuted within the lateness; across a restart.
import { describe, expect, test } from 'vitest';
import { createCorrelator } from '../src/monitor/sigma/correlate/correlator.ts';
import { resolveRules } from '../src/monitor/sigma/correlate/resolve.ts';
import { parseSigma } from '../src/monitor/sigma/parse/document.ts';
import { createReorder } from '../src/monitor/sigma/reorder.ts';
import type { SigmaDocument } from '../src/monitor/sigma/rule.ts';
import { type NaiveCorrelation, type NaiveEvent, naiveAlerts } from './oracle/correlation-naive.ts';
import { createRandom, type Random } from './oracle/sigma-random.ts';

const TYPES = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'temporal',
  'temporal_ordered',
];
const RULES = ['a', 'b', 'c'];

function randomCorrelation(random: Random, type: string): NaiveCorrelation {
  const isTemporal = type.startsWith('temporal');
  const rules = RULES.slice(0, 1 + random.below(3));
  const high = type === 'value_percentile' ? 60 : type === 'value_sum' ? 12 : 4;
  const op = random.pick(['gte', 'gt', 'lte', 'lt', 'eq', 'neq']);
  const bounds: [string, number][] = isTemporal ? [['gte', rules.length]] : [[op, 1 + random.below(high)]];
  return { type, rules, span: (1 + random.below(20)) * 1000, bounds };
}

function randomTrace(random: Random): readonly NaiveEvent[] {
  let time = 1_000_000;
  return Array.from({ length: 40 }, () => {
    time += random.pick([0, 1, 500, 1000, 1000, 3000, 9000]);
    const rules = RULES.filter(() => random.chance(0.45));
    return { time, rules, group: random.pick(['x', 'y']), value: random.below(5) };
  });
}

function documentsOf({ type, rules, span, bounds }: NaiveCorrelation): readonly SigmaDocument[] {
  const singles = RULES.map((name) => ({
    title: name,
    id: name,
    logsource: { product: 'p' },
    detection: { s: { rule: name }, condition: 's' },
  }));
  const correlation = {
    title: 'C',
    id: 'C',
    correlation: {
      type,
      rules,
      'group-by': ['group'],
      timespan: `${span / 1000}s`,
      condition: { ...Object.fromEntries(bounds), field: 'value' },
    },
  };
  return [...singles, correlation].flatMap((document) => {
    const { value, problems } = parseSigma(Buffer.from(JSON.stringify(document)), 'r.json');
    expect(problems).toEqual([]);
    return value ?? [];
  });
}

function recordOf({ group, value }: NaiveEvent, at: number) {
  return { group, value, at };
}

describe.each(TYPES)('%s', (type) => {
  test('raises what its definition says, on 150 random traces', () => {
    let alerts = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = createRandom(seed * 7907);
      const correlation = randomCorrelation(random, type);
      const trace = randomTrace(random);
      const { value: set } = resolveRules(documentsOf(correlation));
      const correlator = createCorrelator(set as NonNullable<typeof set>);
      const found = trace.flatMap((event, at) =>
        correlator.accept({ time: event.time, record: recordOf(event, at), ids: event.rules }).map(() => at),
      );
      expect(found, `seed ${seed}: ${JSON.stringify(correlation)}`).toEqual(naiveAlerts(correlation, trace));
      alerts += found.length;
    }
    expect(alerts).toBeGreaterThan(20);
  });

  test('goes on after a restart as if there had been none', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = createRandom(seed * 104_729);
      const correlation = randomCorrelation(random, type);
      const trace = randomTrace(random);
      const { value: set } = resolveRules(documentsOf(correlation));
      let correlator = createCorrelator(set as NonNullable<typeof set>);
      const found = trace.flatMap((event, at) => {
        if (at % 7 === 3) {
          const saved = JSON.parse(JSON.stringify(correlator.snapshot())) as ReturnType<
            typeof correlator.snapshot
          >;
          correlator = createCorrelator(set as NonNullable<typeof set>);
          correlator.restore(saved);
        }
        return correlator
          .accept({ time: event.time, record: recordOf(event, at), ids: event.rules })
          .map(() => at);
      });
      expect(found, `seed ${seed}`).toEqual(naiveAlerts(correlation, trace));
    }
  });
});

describe('events out of order', () => {
  test('come out in order when none is later than the bound', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = createRandom(seed * 31);
      const items = Array.from({ length: 60 }, (_, at) => ({
        time: at * 100 + random.below(50),
        record: { key: String(at) },
      }));
      const shuffled = items.toSorted(
        (a, b) => a.time + jitter(a.record.key, seed) - b.time - jitter(b.record.key, seed),
      );
      const reorder = createReorder<(typeof items)[number]>(1000);
      const released = [...shuffled.flatMap((item) => reorder.push(item)), ...reorder.flush()];
      expect(released).toEqual(items);
      expect(reorder.late).toBe(0);
    }
  });

  test('are counted, and not lost, when they come later', () => {
    const reorder = createReorder<{ time: number; record: { key: string } }>(10);
    const released = [5, 100, 200, 7].flatMap((time) =>
      reorder.push({ time, record: { key: String(time) } }),
    );
    expect([...released, ...reorder.flush()].map(({ record }) => record.key)).toEqual([
      '5',
      '100',
      '7',
      '200',
    ]);
    expect(reorder.late).toBe(1);
  });
});

/** A delay below the bound, the same each time it is asked for. */
function jitter(key: string, seed: number): number {
  return (Number(key) * 7919 + seed * 104_729) % 1000;
}
