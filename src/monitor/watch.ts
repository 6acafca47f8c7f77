// SPDX-License-Identifier: Apache-2.0
// All that looks at events, as one: rules, and the policies and baselines of a pack beside them. The same over files and
// over a stream that is kept; what it knows can be saved and taken up again.
import type { Json } from '../core/canonical-json.ts';
import { counted } from '../core/counted.ts';
import { type ChainEvent, eventFields, type Pack } from '../model/index.ts';
import type { Alert, EventPlace } from './alert.ts';
import { type Baseline, createAnomalyMonitor } from './anomaly/index.ts';
import type { Exceptions } from './correlate/exceptions.ts';
import type { FusionKnowledge } from './correlate/knowledge.ts';
import { compileDerivations } from './derive/derive.ts';
import { createDetector, type DetectorSnapshot } from './detect.ts';
import type { StreamRecord } from './ingest/stream.ts';
import { createPolicyMonitor, type PolicyMonitor } from './policy/monitor.ts';
import type { Policy } from './policy/policy.ts';
import type { RuleSet } from './sigma/correlate/resolve.ts';
import { recogniseEvents } from './source/event-type.ts';
import { compileSources, type EventSource } from './source/source.ts';

export interface Watch {
  /** A record as a reader of files gives it. */
  accept(event: StreamRecord, at: EventPlace): readonly Alert[];
  /**
   * An event as it was stored.
   * @param stored When it was, in milliseconds since 1970: it cannot have happened later, whatever its own clock says.
   */
  acceptEvent(event: ChainEvent, at: EventPlace, stored?: number): readonly Alert[];
  /** Says that event time has come so far although no event does. */
  advance(time: number): readonly Alert[];
  end(): readonly Alert[];
  /** Compiles for the events that came before `save`, or that the pack knows, so that the first ones do not wait. */
  warm(): void;
  /** What a person should know about the run, one sentence each. */
  notes(): readonly string[];
  /** All that `createWatch` needs to go on; plain data, JSON keeps it. */
  save(): WatchState;
}

export interface WatchOptions {
  readonly pack: Pick<Pack, 'events' | 'sources' | 'derivations'>;
  readonly rules: RuleSet;
  /** What looks at events of the chain. Undefined: only the rules run, on the records as they are. */
  readonly beside:
    | { readonly policies: readonly Policy[]; readonly baselines: readonly Baseline[] }
    | undefined;
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness: number;
  readonly exceptions: Exceptions;
  readonly keysIn: FusionKnowledge['keysIn'];
}

export interface WatchState {
  /** Where its events came from. */
  readonly met?: readonly EventSource[];
  readonly sigma: DetectorSnapshot;
  readonly policies?: ReturnType<PolicyMonitor['save']>;
  readonly anomalies?: Json;
}

/** @param saved What `save` gave. A part of it that does not fit, such as that of other rules, begins anew. */
export function createWatch(options: WatchOptions, saved?: WatchState): Watch {
  const { exceptions, keysIn } = options;
  const engines = createEngines(options, saved);
  const told = (alerts: readonly Alert[]): readonly Alert[] =>
    alerts.length === 0
      ? alerts
      : alerts
          .filter((alert) => exceptions.holdBack(alert) === undefined)
          .map((alert) => (alert.rule.kind === 'rule' ? { ...alert, keys: keysIn(alert.record) } : alert));
  return {
    accept: (event, at) => told(engines.accept(event, at)),
    acceptEvent: (event, at, stored) => told(engines.acceptEvent(event, at, stored)),
    advance: (time) => told(engines.advance(time)),
    end: () => told(engines.end()),
    warm: engines.warm,
    notes: () => [
      ...engines.notes(),
      ...exceptions
        .counts()
        .filter(({ alerts }) => alerts > 0)
        .map(
          ({ exception: { id, reason }, alerts }) =>
            `${alerts} ${alerts === 1 ? 'alert' : 'alerts'} held back by the exception ${id}: ${reason}`,
        ),
    ],
    save: engines.save,
  };
}

/** Baselines draw what they keep by chance: the same events give the same alerts. */
const SEED = 1;

/** Events of this type are records of a log that no mapping knows: their fields say what they are. */
const RAW = 'log.record';

function createEngines(options: WatchOptions, saved: WatchState | undefined): Watch {
  const { pack, rules, beside, lateness } = options;
  const detector = createDetector(rules, {
    recognise: recogniseEvents(pack.events, compileSources(pack.sources)),
    derive: compileDerivations(pack.derivations),
    lateness,
  });
  const monitor = beside === undefined ? undefined : createPolicyMonitor(beside.policies, { lateness });
  if (saved !== undefined) {
    attempt(() => detector.restore(saved.sigma));
    attempt(() => saved.policies && monitor?.restore(saved.policies));
  }
  const anomalies = beside === undefined ? undefined : anomaliesOf(beside.baselines, lateness, saved);
  const onChain = (event: ChainEvent, at: EventPlace, latest?: number): readonly Alert[] => [
    ...(monitor?.accept(event, at) ?? []),
    ...(anomalies?.accept(event, at, latest) ?? []),
  ];
  return {
    accept(event, at) {
      const { record, source } = event;
      if (beside === undefined) return detector.accept(record, at, source);
      const chain = event.events();
      // Where a mapping says what a record means, the rules see that; records of a known log source are seen as they are, too.
      const isMapped = event.event === undefined && chain.length > 0;
      // So are lines of programs that no format knows: their text says more than any mapping.
      const isSeen = !isMapped || source !== undefined || event.format === 'syslog';
      return [
        ...(isSeen ? detector.accept(record, at, source) : []),
        ...(isMapped ? chain.flatMap((each) => detector.accept(eventFields(each), at, sourceOf(each))) : []),
        ...chain.flatMap((each) => onChain(each, at)),
      ];
    },
    acceptEvent: (event, at, stored) => [
      ...detector.accept(event.type === RAW ? rawFields(event) : eventFields(event), at, undefined, stored),
      ...onChain(event, at, stored),
    ],
    advance: (time) => [
      ...detector.advance(time),
      ...(monitor?.advance(time) ?? []),
      ...(anomalies?.advance(time) ?? []),
    ],
    end: () => [...detector.end(), ...(monitor?.end().alerts ?? []), ...(anomalies?.end() ?? [])],
    warm: () => detector.warm(saved?.met ?? typesOf(pack)),
    notes: () => notesOf(detector.counts, monitor?.counts.ignored ?? 0),
    save: () => ({
      met: detector.met(),
      sigma: detector.snapshot(),
      ...(monitor === undefined ? {} : { policies: monitor.save() }),
      ...(anomalies === undefined ? {} : { anomalies: anomalies.save() }),
    }),
  };
}

function anomaliesOf(baselines: readonly Baseline[], lateness: number, saved: WatchState | undefined) {
  const begin = (state?: Json) =>
    createAnomalyMonitor(baselines, {
      seed: SEED,
      lateness,
      ...(state === undefined ? {} : { saved: state }),
    });
  try {
    return begin(saved?.anomalies);
  } catch {
    return begin();
  }
}

/** A state of an older program may not fit; windows that start anew are better than a watch that does not start. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

function notesOf(
  { late, untimed, unrouted, left }: ReturnType<typeof createDetector>['counts'],
  ignored: number,
): readonly string[] {
  return [
    ...(late > 0
      ? [`${counted(late, 'event')} came later than --lateness; correlations may have missed ${them(late)}`]
      : []),
    ...(ignored > 0
      ? [
          `${counted(ignored, 'event')} came too late, ${ignored === 1 ? 'is' : 'are'} too far ahead of the clock, or ${tell(ignored)} no time, for policies`,
        ]
      : []),
    ...(untimed > 0 ? [`${counted(untimed, 'event')} that correlations need ${tell(untimed)} no time`] : []),
    ...(unrouted > 0
      ? [
          `${counted(unrouted, 'event')} ${tell(unrouted)} no known source, so all rules were tried on ${them(unrouted)}${left > 0 ? `, but ${counted(left, 'rule')} that would fire on any event (docs/how-to/run-sigma-rules.md#which-rules-an-event-meets)` : ''}`,
        ]
      : []),
  ];
}

function tell(count: number): string {
  return count === 1 ? 'tells' : 'tell';
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}

/** Rules for the type of the event; those for a category have seen the record itself. */
function sourceOf({ type }: ChainEvent): EventSource {
  return { product: undefined, services: [type], categories: [] };
}

function typesOf({ events }: WatchOptions['pack']): readonly EventSource[] {
  return events.map(({ id, categories }) => ({
    product: undefined,
    services: [id],
    categories: categories ?? [],
  }));
}

function rawFields({ data, time }: ChainEvent): Readonly<Record<string, unknown>> {
  return { '@timestamp': new Date(time).toISOString(), ...data };
}
