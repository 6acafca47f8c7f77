// SPDX-License-Identifier: Apache-2.0
// All that looks at events, as one: rules, and what a pack has beside them.
import type { Pack } from '../../model/index.ts';
import {
  type Alert,
  compileDerivations,
  compileSources,
  createDetector,
  type Exceptions,
  type FusionKnowledge,
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
  readonly lateness: number;
  readonly exceptions: Exceptions;
  readonly keysIn: FusionKnowledge['keysIn'];
}

export function createWatch({ pack, rules, lateness, exceptions, keysIn }: WatchOptions): Watch {
  const detector = createDetector(rules, {
    recognise: recogniseEvents(pack.events, compileSources(pack.sources)),
    derive: compileDerivations(pack.derivations),
    lateness,
  });
  const told = (alerts: readonly Alert[]): readonly Alert[] =>
    alerts
      .filter((alert) => exceptions.holdBack(alert) === undefined)
      .map((alert) => (alert.rule.kind === 'rule' ? { ...alert, keys: keysIn(alert.record) } : alert));
  return {
    accept: ({ record, source, line }, file) => {
      const alerts = detector.accept(record, { file, line }, source);
      return alerts.length === 0 ? alerts : told(alerts);
    },
    end: () => told(detector.end()),
    notes: () => {
      const { late, untimed, unrouted } = detector.counts;
      return [
        ...(late > 0 ? [`${late} events came later than --lateness; correlations may have missed them`] : []),
        ...(untimed > 0 ? [`${untimed} events that correlations need tell no time`] : []),
        ...(unrouted > 0 ? [`${unrouted} events tell no known source, so all rules were tried on them`] : []),
        ...exceptions
          .counts()
          .flatMap(({ exception, alerts }) =>
            alerts > 0
              ? [`${alerts} alerts held back by the exception ${exception.id}: ${exception.reason}`]
              : [],
          ),
      ];
    },
  };
}
