// SPDX-License-Identifier: Apache-2.0
import type { EventLog } from '../../../core/ports/index.ts';
import type { VerdictKeeper } from '../../analysis/verdict.ts';
import { cadenceMs, type Source } from '../../config/sources.ts';
import type { Demo } from '../../demo/demo.ts';
import { CONSUMER } from '../../detect/consumer.ts';
import type { Detecting } from '../../detect/thread.ts';
import type { Looked } from '../../doctor/upkeep.ts';
import type { Counters } from '../../metrics.ts';
import type { Health } from '../../report.ts';
import type { Watch } from '../../watch.ts';
import type { Answer } from '../contract/index.ts';

export interface StatusOptions {
  readonly log: Pick<EventLog, 'status'>;
  readonly detecting: Pick<Detecting, 'incidents'>;
  readonly verdict: Pick<VerdictKeeper, 'state'>;
  readonly sources: readonly Source[];
  readonly watch: Pick<Watch, 'ages'>;
  readonly counters: Counters;
  readonly health: Health;
  readonly demo: Demo | undefined;
  readonly now: () => number;
  /** Events a second, lately. */
  readonly rate: () => number;
}

export async function statusOf(options: StatusOptions): Promise<Answer<'status'>> {
  const { log, detecting, verdict, counters, health, demo, now, rate } = options;
  const [{ next, first, dead, queued, consumers }, openIncidents] = await Promise.all([
    log.status(),
    detecting.incidents({ limit: 0, state: 'open' }).then(
      (text) => (JSON.parse(text) as { readonly more: number }).more,
      () => null,
    ),
  ]);
  const state = verdict.state();
  const counts = state.state === 'ready' ? state.report.counts : undefined;
  const why = health.why();
  return {
    schema: 'ensuresec/status/1',
    at: new Date(now()).toISOString(),
    demo: demo !== undefined,
    health: { well: why === undefined, ...(why === undefined ? {} : { why }) },
    numbers: {
      insecure: counts?.insecure ?? null,
      unknown: counts?.unknown ?? null,
      openIncidents,
      silentSources: sourcesOf(options).filter(({ silent }) => silent).length,
      unread: dead,
    },
    ingest: {
      perSecond: rate(),
      stored: total(counters, 'ensuresec_events_stored_total'),
      queued,
      lag: Math.max(0, next - Math.max(consumers[CONSUMER] ?? 0, first)),
      lost: total(counters, 'ensuresec_lost_total'),
      refused: total(counters, 'ensuresec_refused_total'),
    },
  };
}

export function sourcesOf({
  sources,
  watch,
}: Pick<StatusOptions, 'sources' | 'watch'>): Answer<'sources'>['sources'] {
  const ages = watch.ages();
  return sources.map(({ name, kind, format, cadence }) => {
    const age = ages.get(name);
    return {
      name,
      kind,
      ...(format === undefined ? {} : { format }),
      cadenceSeconds: cadence === undefined ? null : cadenceMs(cadence) / 1000,
      silentSeconds: age === undefined ? null : age / 1000,
      silent: age !== undefined && cadence !== undefined && age > cadenceMs(cadence),
    };
  });
}

/** A counter over all its labels. */
export function total({ samples }: Counters, name: string): number {
  return samples.reduce((sum, each) => (each.name === name ? sum + each.value : sum), 0);
}

export function upkeepOf({ at, findings }: Looked): Answer<'upkeep'> {
  return { at: new Date(at).toISOString(), findings: findings.map((each) => ({ ...each })) };
}
