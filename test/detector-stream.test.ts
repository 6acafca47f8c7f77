// SPDX-License-Identifier: Apache-2.0
// The detector on a stream that is permuted within the lateness, interrupted, saved, restored and reloaded, beside the
// definition of correlations on the whole trace in order.
import { describe, expect, test } from 'vitest';
import { createDetector } from '../src/monitor/detect.ts';
import { createCorrelator } from '../src/monitor/sigma/correlate/correlator.ts';
import { type RuleSet, resolveRules } from '../src/monitor/sigma/correlate/resolve.ts';
import { parseSigma } from '../src/monitor/sigma/parse/document.ts';
import { type NaiveCorrelation, type NaiveEvent, naiveAlerts } from './oracle/correlation-naive.ts';
import { createRandom, type Random } from './oracle/sigma-random.ts';

const BOUNDS: Readonly<Record<string, string>> = {
  event_count: '{ gte: 3 }',
  value_count: '{ field: value, gte: 3 }',
  value_sum: '{ field: value, gt: 7 }',
  value_avg: '{ field: value, lt: 2 }',
  value_percentile: '{ field: value, lte: 30 }',
  temporal: '{ gte: 3 }',
  temporal_ordered: '{ gte: 3 }',
};
const TYPES = Object.keys(BOUNDS);
const NAMES = ['aa', 'bb', 'cc'];
const SPAN = 20_000;
const LATENESS = 5000;
const START = Date.UTC(2026, 10, 1);

const single = (name: string, extra = ''): string =>
  `title: ${name}\nid: ${name}\nname: ${name}\nlogsource: { product: p }\ndetection: { s: { rule: ${name}${extra} }, condition: s }\n`;
const joined = (type: string, bound = BOUNDS[type] as string, rules = NAMES, id: string = type): string =>
  `title: ${id}\nid: ${id}\ncorrelation: { type: ${type}, rules: [${rules.join()}], group-by: [group], timespan: ${SPAN / 1000}s, condition: ${bound} }\n`;

function setOf(...documents: readonly string[]): RuleSet {
  const { value, problems } = parseSigma(Buffer.from(documents.join('---\n')), 'r.yml');
  expect(problems).toEqual([]);
  return resolveRules(value ?? []).value as RuleSet;
}

function traceOf(random: Random, length: number): readonly NaiveEvent[] {
  let time = START;
  return Array.from({ length }, () => {
    time += random.pick([1, 300, 900, 2000, 6000]);
    const rules = NAMES.filter(() => random.chance(0.4));
    return { time, rules, group: random.pick(['x', 'y', 'z']), value: random.below(5) };
  });
}

const recordOf = ({ time, rules, group, value }: NaiveEvent) => ({
  timestamp: new Date(time).toISOString(),
  rule: rules,
  group,
  value,
});

/** Each event comes up to the lateness after its time; the order is that of arrival. */
function arrivals(random: Random, trace: readonly NaiveEvent[]): readonly NaiveEvent[] {
  const delayed = trace.map((event) => ({ event, at: event.time + random.below(LATENESS) }));
  return delayed.toSorted((left, right) => left.at - right.at).map(({ event }) => event);
}

const detectorOf = (set: RuleSet) =>
  createDetector(set, { recognise: (row) => ({ row, source: undefined }), lateness: LATENESS });

/** What is raised, as text; between events, `between` may exchange the detector. */
function raised(
  set: RuleSet,
  trace: readonly NaiveEvent[],
  between: (detector: ReturnType<typeof detectorOf>) => ReturnType<typeof detectorOf> = (same) => same,
): readonly string[] {
  let detector = detectorOf(set);
  const alerts = trace.flatMap((event, line) => {
    detector = between(detector);
    return detector.accept(recordOf(event), { file: 'f', line });
  });
  return [...alerts, ...detector.end()].map(
    ({ rule, time, keys }) => `${rule.id} ${time} ${keys['group'] ?? ''}`,
  );
}

function restarted(set: RuleSet, detector: ReturnType<typeof detectorOf>): ReturnType<typeof detectorOf> {
  const next = detectorOf(set);
  next.restore(JSON.parse(JSON.stringify(detector.snapshot())) as ReturnType<typeof detector.snapshot>);
  return next;
}

describe.each(TYPES)('a stream of %s', (type) => {
  const set = setOf(...NAMES.map((name) => single(name)), joined(type));
  const [, op = '', value = ''] = /(\w+): (\d+) }$/.exec(BOUNDS[type] as string) ?? [];
  const naive: NaiveCorrelation = { type, rules: NAMES, span: SPAN, bounds: [[op, Number(value)]] };

  test('raises what the history does: permuted, restarted and reloaded', () => {
    let alerts = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed * 15_485_863);
      const trace = traceOf(random, 60);
      const expected = naiveAlerts(naive, trace).map(
        (at) => `${type} ${trace[at]?.time} ${trace[at]?.group}`,
      );
      const stream = arrivals(random, trace);
      const found = raised(set, stream, (detector) => {
        if (random.chance(0.1)) return restarted(set, detector);
        if (random.chance(0.1)) detector.replace(set);
        return detector;
      });
      expect(found, `seed ${seed}`).toEqual(expected);
      alerts += found.length;
    }
    expect(alerts).toBeGreaterThan(20);
  });
});

describe('correlations of correlations', () => {
  const set = setOf(
    ...NAMES.map((name) => single(name)),
    joined('event_count', '{ gte: 2 }', ['aa', 'bb'], 'many'),
    joined('temporal_ordered', '{ gte: 2 }', ['many', 'cc'], 'chain'),
    joined('event_count', '{ gte: 2 }', ['chain'], 'often'),
  );
  test('raise the same in order, permuted, restarted and reloaded', () => {
    let alerts = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = createRandom(seed * 32_452_843);
      const trace = traceOf(random, 80);
      const expected = raised(set, trace);
      const found = raised(set, arrivals(random, trace), (detector) => {
        if (random.chance(0.05)) return restarted(set, detector);
        if (random.chance(0.05)) detector.replace(set);
        return detector;
      });
      expect(found, `seed ${seed}`).toEqual(expected);
      alerts += found.length;
    }
    expect(alerts).toBeGreaterThan(20);
  });
});

describe('a change of rules', () => {
  // Each is released from the lateness when the next one comes.
  const events = (count: number): readonly NaiveEvent[] =>
    Array.from({ length: count }, (_, at) => ({
      time: START + at * 6000,
      rules: ['aa'],
      group: 'x',
      value: at,
    }));
  const before = setOf(
    single('aa'),
    single('bb'),
    joined('event_count', '{ gte: 4 }', ['aa'], 'same'),
    joined('event_count', '{ gte: 4 }', ['aa', 'bb'], 'moved'),
    joined('event_count', '{ gte: 4 }', ['bb'], 'gone'),
  );
  const halfway = (after: RuleSet): readonly string[] => {
    let seen = 0;
    const names = raised(before, events(4), (detector) => {
      if (seen++ === 2) detector.replace(after);
      return detector;
    });
    return names.map((each) => each.split(' ')[0] as string).sort();
  };
  test('keeps the windows of what stays the same', () => {
    const retitled = joined('event_count', '{ gte: 4 }', ['aa'], 'same').replace(
      'title: same',
      'title: Other',
    );
    expect(halfway(setOf(retitled, single('aa'), single('cc')))).toEqual(['same']);
  });
  test('starts afresh what counts something else', () => {
    // The bound of one correlation, and a rule of the other, are not what they were; the first event is forgotten.
    const changed = setOf(
      single('aa'),
      single('bb', ', value: 1'),
      joined('event_count', '{ gte: 4, lte: 90 }', ['aa'], 'same'),
      joined('event_count', '{ gte: 4 }', ['aa', 'bb'], 'moved'),
    );
    expect(halfway(changed)).toEqual([]);
    expect(halfway(before)).toEqual(['moved', 'same']);
  });
  test('brings new rules to the next event', () => {
    const after = setOf(single('aa'), joined('event_count', '{ gte: 2 }', ['aa'], 'new'));
    expect(halfway(after)).toEqual(['new']);
  });
});

describe('memory', () => {
  test('is bounded over groups and entries, and what is forgotten is counted', () => {
    const set = setOf(single('aa'), joined('event_count', '{ gte: 100 }', ['aa'], 'count'));
    const feed = (limits: { maxGroups: number; maxEntries: number }, groups: number) => {
      const correlator = createCorrelator(set, limits);
      for (let at = 0; at < 1000; at++)
        correlator.accept({ time: START + at, record: { group: `g${at % groups}` }, ids: ['aa'] });
      const kept = correlator.snapshot()['count']?.groups ?? [];
      return {
        groups: kept.length,
        entries: kept.reduce((sum, [, { times }]) => sum + times.length, 0),
        forgotten: correlator.forgotten,
      };
    };
    expect(feed({ maxGroups: 10, maxEntries: 1e6 }, 1000)).toMatchObject({ groups: 10, forgotten: 990 });
    const few = feed({ maxGroups: 1e6, maxEntries: 50 }, 20);
    expect(few.entries).toBeLessThanOrEqual(50);
    expect(few.forgotten).toBeGreaterThan(0);
    expect(feed({ maxGroups: 1e6, maxEntries: 1e6 }, 20)).toEqual({
      groups: 20,
      entries: 1000,
      forgotten: 0,
    });
  });

  test('lets go of groups of which nothing is in the window', () => {
    const correlator = createCorrelator(
      setOf(single('aa'), joined('event_count', '{ gte: 9 }', ['aa'], 'count')),
    );
    for (let at = 0; at < 500; at++)
      correlator.accept({ time: START + at * 1000, record: { group: `g${at}` }, ids: ['aa'] });
    expect(correlator.snapshot()['count']?.groups.length).toBeLessThanOrEqual(SPAN / 1000);
    expect(correlator.forgotten).toBe(0);
  });
});
