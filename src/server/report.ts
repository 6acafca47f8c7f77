// SPDX-License-Identifier: Apache-2.0
// What the server says of itself: /metrics and /healthz.
import type { EventLog, LogStatus } from '../core/ports/index.ts';
import { type Counters, metricsText, type Sample } from './metrics.ts';
import type { Watch } from './watch.ts';

export interface Health {
  /** @param why Undefined: the part is well. */
  set(part: string, why: string | undefined): void;
  /** Undefined: all is well. */
  why(): string | undefined;
}

export function createHealth(): Health {
  const ill = new Map<string, string>();
  return {
    set: (part, why) => {
      if (why === undefined) ill.delete(part);
      else ill.set(part, why);
    },
    why: () => (ill.size === 0 ? undefined : [...ill].map(([part, why]) => `${part}: ${why}`).join('; ')),
  };
}

export interface ReportOptions {
  readonly log: EventLog;
  readonly alerts: EventLog;
  readonly incidents: EventLog;
  readonly counters: Counters;
  readonly watch: Pick<Watch, 'ages'>;
  /** Asked each time: they begin after the report can be asked for. */
  readonly rounds: () => readonly Sample[];
}

/** The text of /metrics. */
export function createReport({
  log,
  alerts,
  incidents,
  counters,
  watch,
  rounds,
}: ReportOptions): () => Promise<string> {
  return async () => {
    const [events, found, told] = await Promise.all([log.status(), alerts.status(), incidents.status()]);
    const silent = [...watch.ages()].map(
      ([source, ms]): Sample => ({
        name: 'ensuresec_source_silent_seconds',
        labels: { source },
        value: ms / 1000,
      }),
    );
    const logs = [
      ...logSamples('events', events),
      ...logSamples('alerts', found),
      ...logSamples('incidents', told),
    ];
    return metricsText([...counters.samples, ...logs, ...silent, ...rounds()]);
  };
}

function logSamples(log: string, status: LogStatus): readonly Sample[] {
  const one = (name: string, value: number, labels: Readonly<Record<string, string>> = {}): Sample => ({
    name,
    labels: { log, ...labels },
    value,
  });
  return [
    one('ensuresec_log_next_offset', status.next),
    one('ensuresec_log_failures_total', status.failures),
    one('ensuresec_log_queued', status.queued),
    one('ensuresec_dead_letters', status.dead),
    one('ensuresec_dead_letters_dropped_total', status.deadDropped),
    ...Object.entries(status.consumers).map(([consumer, offset]) =>
      one('ensuresec_consumer_lag', Math.max(0, status.next - Math.max(offset, status.first)), { consumer }),
    ),
  ];
}
