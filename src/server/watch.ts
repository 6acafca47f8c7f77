// SPDX-License-Identifier: Apache-2.0
// What happens by the clock: sources that fall silent, records that are old enough to go.
import type { EventLog } from '../core/ports/index.ts';
import { cadenceMs, type Source } from './config/sources.ts';
import { silenceRecord } from './detect/alert-record.ts';
import { createSilenceWatch } from './ingest/silence.ts';
import type { Counters } from './metrics.ts';

export interface WatchOptions {
  readonly log: EventLog;
  readonly alerts: EventLog;
  /** All that was found in events: alerts, incidents, verdicts that turned. */
  readonly found: readonly EventLog[];
  readonly sources: readonly Source[];
  readonly now: () => number;
  readonly counters: Counters;
  /** Days that events are kept, and what was found in them. */
  readonly retentionDays: number;
  readonly foundDays: number;
  readonly onNotice: (text: string) => void;
}

export interface Watch {
  seen(source: string, at: number): void;
  /** Milliseconds since each source with a cadence sent something. */
  ages(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const TICK_MS = 1000;
const RETENTION_MS = 3_600_000;
const DAY_MS = 86_400_000;

export function startWatch(options: WatchOptions): Watch {
  const { sources, now } = options;
  const watched = sources.flatMap(({ name, cadence }) =>
    cadence === undefined ? [] : [{ source: name, cadence: cadenceMs(cadence) }],
  );
  const silence = createSilenceWatch(watched, now());
  const noticed = new Set<string>();
  let retained = 0;
  let working: Promise<void> = Promise.resolve();
  const tellNotices = async (): Promise<void> => {
    for (const each of [options.log, ...options.found])
      for (const text of (await each.status()).notices)
        if (!noticed.has(text)) {
          noticed.add(text);
          options.onNotice(text);
        }
  };
  const tick = async (): Promise<void> => {
    await tellNotices();
    const silent = silence.look(now());
    if (silent.length > 0) {
      await options.alerts.append({ records: silent.map((each) => silenceRecord(each, now())) });
      options.counters.add('ensuresec_alerts_total', silent.length, { level: 'high' });
      for (const { source, cadence } of silent)
        options.onNotice(`${source}: silent for longer than its cadence of ${cadence / 1000} s`);
    }
    if (now() - retained < RETENTION_MS) return;
    retained = now();
    const { log, found, retentionDays, foundDays } = options;
    await forget(log, now() - retentionDays * DAY_MS);
    for (const each of found) await forget(each, now() - foundDays * DAY_MS);
  };
  let told = '';
  const trouble = (error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    if (text !== told) options.onNotice(`The watch of silent sources waits: ${text}`);
    told = text;
  };
  const step = (): void => {
    working = working.then(tick).catch(trouble);
  };
  step();
  const timer = setInterval(step, TICK_MS);
  return {
    seen: silence.seen,
    ages: () => silence.ages(now()),
    stop: async () => {
      clearInterval(timer);
      await working;
    },
  };
}

/** In steps, so that what is appended meanwhile need not wait for all of it. */
async function forget(log: EventLog, before: number): Promise<void> {
  while ((await log.retain(before)) > 0);
}
