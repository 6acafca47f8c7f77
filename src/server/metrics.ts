// SPDX-License-Identifier: Apache-2.0
// Counters, and their text for Prometheus (exposition format 0.0.4).

type Labels = Readonly<Record<string, string>>;

export interface Counters {
  add(name: string, by: number, labels?: Labels): void;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Series, so that made-up names cannot fill the memory. */
const MAX_SERIES = 10_000;

export function createCounters(): Counters {
  const series = new Map<string, { name: string; labels: Labels; value: number }>();
  return {
    add: (name, by, labels = {}) => {
      const key = JSON.stringify([name, labels]);
      const known = series.get(key);
      if (known !== undefined) known.value += by;
      else if (series.size < MAX_SERIES) series.set(key, { name, labels, value: by });
    },
    get samples() {
      return [...series.values()];
    },
  };
}

const HELP: Readonly<Record<string, string>> = {
  ensuresec_received_bytes_total: 'Bytes that listeners handed on, unpacked',
  ensuresec_events_stored_total: 'Events that are on disk',
  ensuresec_duplicates_total: 'Events that were known already and left out',
  ensuresec_unread_total: 'Records that could not be read and were kept with their reason',
  ensuresec_refused_total:
    'Requests refused because the queue was full (busy) or the storage failed (failed)',
  ensuresec_denied_total: 'Messages whose sender could not prove who it is',
  ensuresec_lost_total: 'Messages or files lost before they could be stored',
  ensuresec_alerts_total: 'Alerts by level',
  ensuresec_incident_changes_total: 'Changes of incidents by what changed and level',
  ensuresec_log_next_offset: 'Offset of the next event of the log',
  ensuresec_log_failures_total: 'Groups of appends that the storage refused',
  ensuresec_log_queued: 'Events that wait to be written',
  ensuresec_consumer_lag: 'Events that a consumer still has to read, as far as it has committed',
  ensuresec_dead_letters: 'Records kept because they could not be read',
  ensuresec_dead_letters_dropped_total: 'Dead letters given up because there were too many',
  ensuresec_rounds_total: 'What is done on schedule, such as looks at pages, by outcome',
  ensuresec_rounds_missed_total: 'Times that it was not done when it was due',
  ensuresec_round_due_seconds: 'Seconds until it is too late, below 0 from then on',
  ensuresec_source_silent_seconds: 'Seconds since a source last sent something',
};

export function metricsText(samples: readonly Sample[]): string {
  const byName = new Map<string, Sample[]>();
  for (const sample of samples) byName.set(sample.name, [...(byName.get(sample.name) ?? []), sample]);
  return [...byName]
    .map(([name, of]) => {
      const type = name.endsWith('_total') ? 'counter' : 'gauge';
      const lines = of.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
      return `# HELP ${name} ${HELP[name] ?? name}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
