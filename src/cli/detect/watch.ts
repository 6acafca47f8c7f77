// SPDX-License-Identifier: Apache-2.0
// All that looks at events, as one: rules, and the policies and baselines of a pack beside them.
import { type ChainEvent, eventFields, type Pack } from '../../model/index.ts';
import {
  type Alert,
  type Baseline,
  compileDerivations,
  compileSources,
  createAnomalyMonitor,
  createDetector,
  createPolicyMonitor,
  type EventPlace,
  type Exceptions,
  type FusionKnowledge,
  type Policy,
  type RuleSet,
  recogniseEvents,
} from '../../monitor/index.ts';
import type { FileEvent } from './events.ts';

export interface Watch {
  accept(event: FileEvent, file: string): readonly Alert[];
  end(): readonly Alert[];
  /** What a person should know about the run, one sentence each. */
  notes(): readonly string[];
}

export interface WatchOptions {
  readonly pack: Pack;
  readonly rules: RuleSet;
  /** What looks at events of the chain. Undefined: only the rules run, on the records as they are. */
  readonly beside:
    | { readonly policies: readonly Policy[]; readonly baselines: readonly Baseline[] }
    | undefined;
  readonly lateness: number;
  readonly exceptions: Exceptions;
  readonly keysIn: FusionKnowledge['keysIn'];
}

export function createWatch(options: WatchOptions): Watch {
  const { exceptions, keysIn } = options;
  const engines = createEngines(options);
  const told = (alerts: readonly Alert[]): readonly Alert[] =>
    alerts
      .filter((alert) => exceptions.holdBack(alert) === undefined)
      .map((alert) => (alert.rule.kind === 'rule' ? { ...alert, keys: keysIn(alert.record) } : alert));
  return {
    accept(event, file) {
      const alerts = engines.accept(event, { file, line: event.line });
      return alerts.length === 0 ? alerts : told(alerts);
    },
    end: () => told(engines.end()),
    notes: () => [
      ...engines.notes(),
      ...exceptions
        .counts()
        .filter(({ alerts }) => alerts > 0)
        .map(
          ({ exception: { id, reason }, alerts }) =>
            `${alerts} alerts held back by the exception ${id}: ${reason}`,
        ),
    ],
  };
}

/** Baselines draw what they keep by chance: the same files give the same alerts. */
const SEED = 1;

interface Engines {
  accept(event: FileEvent, at: EventPlace): readonly Alert[];
  end(): readonly Alert[];
  notes(): readonly string[];
}

function createEngines({ pack, rules, beside, lateness }: WatchOptions): Engines {
  const detector = createDetector(rules, {
    recognise: recogniseEvents(pack.events, compileSources(pack.sources)),
    derive: compileDerivations(pack.derivations),
    lateness,
  });
  const monitor = beside === undefined ? undefined : createPolicyMonitor(beside.policies, { lateness });
  const anomalies =
    beside === undefined ? undefined : createAnomalyMonitor(beside.baselines, { seed: SEED, lateness });
  return {
    accept(event, at) {
      const { record, source } = event;
      if (monitor === undefined || anomalies === undefined) return detector.accept(record, at, source);
      const chain = event.events();
      // Where a mapping says what a record means, the rules see that; records of a known log source are seen as they are, too.
      const isMapped = event.event === undefined && chain.length > 0;
      // So are lines of programs that no format knows: their text says more than any mapping.
      const isSeen = !isMapped || source !== undefined || event.format === 'syslog';
      return [
        ...(isSeen ? detector.accept(record, at, source) : []),
        ...(isMapped ? chain.flatMap((each) => detector.accept(eventFields(each), at, sourceOf(each))) : []),
        ...chain.flatMap((each) => [...monitor.accept(each, at), ...anomalies.accept(each, at)]),
      ];
    },
    end: () => [...detector.end(), ...(monitor?.end().alerts ?? []), ...(anomalies?.end() ?? [])],
    notes() {
      const { late, untimed, unrouted } = detector.counts;
      const ignored = monitor?.counts.ignored ?? 0;
      return [
        ...(late > 0 ? [`${late} events came later than --lateness; correlations may have missed them`] : []),
        ...(ignored > 0 ? [`${ignored} events came too late, or tell no time, for policies`] : []),
        ...(untimed > 0 ? [`${untimed} events that correlations need tell no time`] : []),
        ...(unrouted > 0 ? [`${unrouted} events tell no known source, so all rules were tried on them`] : []),
      ];
    },
  };
}

/** Rules for the type of the event; those for a category have seen the record itself. */
function sourceOf({ type }: ChainEvent) {
  return { product: undefined, services: [type], categories: [] };
}
