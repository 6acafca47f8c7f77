// SPDX-License-Identifier: Apache-2.0
// Events in, alerts out: single rules at once, correlations when no earlier event can still come.
import type { Alert, EventPlace } from './alert.ts';
import { flattenWindowsEvent } from './record/evtx.ts';
import { timeOf } from './record/time.ts';
import { createCorrelator } from './sigma/correlate/correlator.ts';
import type { RuleSet } from './sigma/correlate/resolve.ts';
import { compileEngine, type Engine } from './sigma/match/engine.ts';
import type { EventRecord } from './sigma/match/record.ts';
import { createReorder, type Timed } from './sigma/reorder.ts';
import type { SigmaCorrelation, SigmaRule } from './sigma/rule.ts';
import { type EventSource, isMeantFor, type Recognise } from './source/source.ts';

/** An alert of a Sigma rule or correlation. For a correlation, the event is the one that completed it. */
export interface SigmaAlert extends Alert {
  readonly rule: SigmaRule | SigmaCorrelation;
}

export interface Detector {
  /** @param source What the reader knows of the event; else the fields of the event tell. */
  accept(record: EventRecord, at: EventPlace, source?: EventSource): readonly SigmaAlert[];
  /** Alerts that waited for events that might still have come. */
  end(): readonly SigmaAlert[];
  readonly counts: DetectorCounts;
}

export interface DetectorCounts {
  readonly events: number;
  /** Events of which nothing says where they come from: every rule was tried on them. */
  readonly unrouted: number;
  /** Events without a time; correlations take them to happen with the event before. */
  readonly untimed: number;
  /** Events that came later than the bound. */
  readonly late: number;
}

export interface DetectorOptions {
  readonly recognise: Recognise;
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness: number;
}

interface Waiting extends Timed {
  readonly record: EventRecord;
  readonly at: EventPlace;
  readonly ids: readonly string[];
}

/** Sources with an engine of their own; beyond, all rules are tried and then sorted out. */
const MAX_ENGINES = 64;

export function createDetector(set: RuleSet, options: DetectorOptions): Detector {
  const engineFor = createRouter(set.rules);
  const correlated = new Set(
    set.correlations.flatMap(({ rules }) => rules.map((each) => set.byReference.get(each)?.id)),
  );
  const correlator = createCorrelator(set);
  const reorder = createReorder<Waiting>(options.lateness);
  const counts = { events: 0, unrouted: 0, untimed: 0 };
  let lastTime = 0;
  const correlate = (waiting: readonly Waiting[]): readonly SigmaAlert[] =>
    waiting.flatMap(({ time, record, at, ids }) =>
      correlator
        .accept({ time, record, ids })
        .filter(({ correlation }) => !set.silent.has(correlation.id))
        .map(({ correlation, group }) => ({ rule: correlation, record, at, time, keys: group })),
    );
  return {
    get counts() {
      return { ...counts, late: reorder.late };
    },
    accept(given, at, known) {
      counts.events++;
      const flat = flattenWindowsEvent(given);
      const { record, source = known } = known === undefined ? options.recognise(flat) : { record: flat };
      if (source === undefined) counts.unrouted++;
      const { engine, rules } = engineFor(source);
      const matched = engine.match(record).map((number) => rules[number] as SigmaRule);
      const time = timeOf(record);
      const alerts: SigmaAlert[] = matched
        .filter(({ id }) => !set.silent.has(id))
        .map((rule) => ({ rule, record, at, time, keys: {} }));
      const ids = matched.map(({ id }) => id).filter((id) => correlated.has(id));
      if (ids.length === 0) return alerts;
      if (time === undefined) counts.untimed++;
      lastTime = time ?? lastTime;
      const waiting = { time: lastTime, key: JSON.stringify(record), record, at, ids };
      return [...alerts, ...correlate(reorder.push(waiting))];
    },
    end: () => correlate(reorder.flush()),
  };
}

interface Routed {
  readonly engine: Engine;
  readonly rules: readonly SigmaRule[];
}

function createRouter(rules: readonly SigmaRule[]): (source: EventSource | undefined) => Routed {
  const engines = new Map<string, Routed>();
  const all: { made?: Routed } = {};
  return (source) => {
    if (source === undefined) {
      all.made ??= { engine: compileEngine(rules), rules };
      return all.made;
    }
    const key = JSON.stringify([source.product, source.services, source.categories]);
    const known = engines.get(key);
    if (known !== undefined) return known;
    const meant = rules.filter((rule) => isMeantFor(rule.logsource, source));
    const routed = { engine: compileEngine(meant), rules: meant };
    // The oldest gives way, so that made-up sources cannot fill the memory.
    if (engines.size >= MAX_ENGINES) engines.delete(engines.keys().next().value as string);
    engines.set(key, routed);
    return routed;
  };
}
