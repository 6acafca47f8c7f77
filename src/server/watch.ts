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
  /** Writes days to files that ended before a time; their names. */
  readonly roll?: (closed: number) => Promise<readonly string[]>;
  /** How long events are kept; and days that what was found in them is. */
  readonly keep: Keeping;
  readonly foundDays: number;
  readonly onNotice: (text: string) => void;
}

/** In days. */
export interface Keeping {
  /** Of types that are not named. */
  readonly days: number;
  readonly types: readonly { readonly type: string; readonly days: number }[];
  /** How long a closed day stays in the database. */
  readonly hotDays: number;
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
    await forget(options);
    await moveDays(options);
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

async function forget({ log, found, keep, foundDays, now }: WatchOptions): Promise<void> {
  const ago = (days: number): number => now() - days * DAY_MS;
  const types = keep.types.map(({ type, days }) => ({ type, before: ago(days) }));
  await log.retain(ago(keep.days), types);
  for (const each of found) await each.retain(ago(foundDays));
}

/** A day that cannot be written stays where it is, and is tried again an hour later. */
async function moveDays({ roll, keep, now, onNotice }: WatchOptions): Promise<void> {
  const today = Math.floor(now() / DAY_MS) * DAY_MS;
  try {
    await roll?.(today - keep.hotDays * DAY_MS);
  } catch (error) {
    onNotice(error instanceof Error ? error.message : String(error));
  }
}
