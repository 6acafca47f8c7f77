// SPDX-License-Identifier: Apache-2.0
// Events in, alerts out: single rules at once, correlations when no earlier event can still come.
import type { Alert, EventPlace } from './alert.ts';
import type { Derive } from './derive/derive.ts';
import { timeOf } from './record/time.ts';
import { type Correlator, type CorrelatorSnapshot, createCorrelator } from './sigma/correlate/correlator.ts';
import type { RuleSet } from './sigma/correlate/resolve.ts';
import type { EventRecord } from './sigma/match/record.ts';
import { recordOf, rowOf } from './sigma/match/row.ts';
import { createReorder, type ReorderSnapshot, type Timed } from './sigma/reorder.ts';
import type { SigmaCorrelation, SigmaRule } from './sigma/rule.ts';
import { normalise } from './source/normalise.ts';
import { createRouter, type Router } from './source/router.ts';
import type { EventSource, Recognise } from './source/source.ts';

/** An alert of a Sigma rule or correlation. For a correlation, the event is the one that completed it. */
export interface SigmaAlert extends Alert {
  readonly rule: SigmaRule | SigmaCorrelation;
}

export interface Detector {
  /**
   * @param source What the reader knows of the event; else the fields of the event tell.
   * @param latest When the event was there, at the latest, in milliseconds since 1970: correlations take none to be younger.
   */
  accept(record: EventRecord, at: EventPlace, source?: EventSource, latest?: number): readonly SigmaAlert[];
  /** Says that event time has come so far: correlations that waited for older events. */
  advance(time: number): readonly SigmaAlert[];
  /** Alerts that waited for events that might still have come. */
  end(): readonly SigmaAlert[];
  /**
   * Runs other rules from the next event on. Events that wait stay, and so do the windows of correlations that say the
   * same as before and whose rules do.
   */
  replace(set: RuleSet): void;
  /** All that `restore` needs to go on as if nothing had happened; plain data, JSON keeps it. */
  snapshot(): DetectorSnapshot;
  restore(snapshot: DetectorSnapshot): void;
  /** Compiles for events of these sources before one comes. */
  warm(sources: Iterable<EventSource>): void;
  /** Sources of events so far, at most the last of them. */
  met(): readonly EventSource[];
  readonly counts: DetectorCounts;
}

/** As many as have an engine at a time. */
const MAX_MET = 128;

export interface DetectorCounts {
  readonly events: number;
  /** Events of which nothing says where they come from: every rule was tried on them. */
  readonly unrouted: number;
  /** But so many, which would fire on any event. */
  readonly left: number;
  /** Events without a time; correlations take them to happen with the event before. */
  readonly untimed: number;
  /** Events that came later than the bound. */
  readonly late: number;
  /** Groups of correlations that were forgotten because there were too many. */
  readonly forgotten: number;
}

export interface DetectorSnapshot {
  readonly schema: 'ensuresec/detector-state/1';
  readonly lastTime: number;
  readonly waiting: ReorderSnapshot<Waiting>;
  readonly windows: CorrelatorSnapshot;
}

export interface DetectorOptions {
  readonly recognise: Recognise;
  /** Fields that packs derive. */
  readonly derive?: Derive;
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness: number;
}

interface Waiting extends Timed {
  readonly record: EventRecord;
  /** With derived fields, which correlations group by. */
  readonly seen: EventRecord;
  readonly at: EventPlace;
  readonly ids: readonly string[];
}

/** What follows from a set of rules; replaced as a whole. */
interface Loaded {
  readonly set: RuleSet;
  readonly route: Router;
  /** Ids of rules that correlations wait for. */
  readonly correlated: ReadonlySet<string>;
  readonly correlator: Correlator;
}

export function createDetector(given: RuleSet, options: DetectorOptions): Detector {
  const met = new Map<string, EventSource>();
  const onCompiled = (source: EventSource): void => {
    const key = JSON.stringify(source);
    met.delete(key);
    met.set(key, source);
    if (met.size > MAX_MET) met.delete(met.keys().next().value as string);
  };
  let loaded = load(given, onCompiled);
  const reorder = createReorder<Waiting>(options.lateness);
  const counts = { events: 0, unrouted: 0, left: 0, untimed: 0, forgotten: 0 };
  let lastTime = 0;
  const { derive } = options;
  return {
    get counts() {
      const forgotten = counts.forgotten + loaded.correlator.forgotten;
      return { ...counts, late: reorder.late, forgotten };
    },
    accept(raw, at, known, latest = Number.POSITIVE_INFINITY) {
      counts.events++;
      const { row, source } = normalise(raw, options.recognise, known);
      if (source === undefined) counts.unrouted++;
      const { engine, rules, left } = loaded.route(source);
      if (source === undefined) counts.left = left;
      const own = derive?.isFor(source) === true ? rowOf(derive(recordOf(row), source)) : row;
      const numbers = engine.match(own);
      if (numbers.length === 0) return [];
      const record = recordOf(row);
      const seen = recordOf(own);
      const matched = numbers.map((number) => rules[number] as SigmaRule);
      const time = timeOf(record);
      const alerts: SigmaAlert[] = matched
        .filter(({ id }) => !loaded.set.silent.has(id))
        .map((rule) => ({ rule, record, at, time, keys: {} }));
      const ids = matched.map(({ id }) => id).filter((id) => loaded.correlated.has(id));
      if (ids.length === 0) return alerts;
      if (time === undefined) counts.untimed++;
      lastTime = Math.min(time ?? lastTime, latest);
      return [...alerts, ...correlate(loaded, reorder.push({ time: lastTime, record, seen, at, ids }))];
    },
    advance: (time) => correlate(loaded, reorder.advance(time)),
    end: () => correlate(loaded, reorder.flush()),
    replace(set) {
      const windows = loaded.correlator.snapshot();
      counts.forgotten += loaded.correlator.forgotten;
      loaded = load(set, onCompiled);
      loaded.correlator.restore(windows);
    },
    warm: (sources) => {
      for (const source of sources) loaded.route(source);
    },
    met: () => [...met.values()],
    snapshot: () => ({
      schema: 'ensuresec/detector-state/1',
      lastTime,
      waiting: reorder.snapshot(),
      windows: loaded.correlator.snapshot(),
    }),
    restore(snapshot) {
      lastTime = snapshot.lastTime;
      reorder.restore(snapshot.waiting);
      loaded.correlator.restore(snapshot.windows);
    },
  };
}

function load(set: RuleSet, onCompiled: (source: EventSource) => void): Loaded {
  const referred = set.correlations.flatMap(({ rules }) =>
    rules.map((each) => set.byReference.get(each)?.id),
  );
  return {
    set,
    route: createRouter(set.rules, onCompiled),
    correlated: new Set(referred.filter((id) => id !== undefined)),
    correlator: createCorrelator(set),
  };
}

function correlate({ correlator, set }: Loaded, ready: readonly Waiting[]): readonly SigmaAlert[] {
  return ready.flatMap(({ time, record, seen, at, ids }) =>
    correlator
      .accept({ time, record: seen, ids })
      .filter(({ correlation }) => !set.silent.has(correlation.id))
      .map(({ correlation, group }) => ({ rule: correlation, record, at, time, keys: group })),
  );
}
