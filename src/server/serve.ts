// SPDX-License-Identifier: Apache-2.0
// The composition root: listeners, the log, detection, alerts.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EventLog, Intake } from '../core/ports/index.ts';
import { type Alert, compileIngest } from '../monitor/index.ts';
import { type HttpListener, type HttpSource, listenHttp, openSqliteEventLog } from '../platform/index.ts';
import { httpSources } from './config/http-sources.ts';
import { hashKey } from './config/secret.ts';
import { isLoopback, type Source } from './config/sources.ts';
import { type Consumer, startConsumer } from './detect/consumer.ts';
import { createDetection, type Watched } from './detect/detection.ts';
import { createDecoder } from './ingest/decode.ts';
import { createDesks } from './ingest/desks.ts';
import { createIntake, type Replayed, replayDeadLetters } from './ingest/intake.ts';
import { type ListenerOptions, type Listening, startListener } from './ingest/listeners.ts';
import { type Counters, createCounters } from './metrics.ts';
import { createHealth, createReport, type Health } from './report.ts';
import { startWatch } from './watch.ts';

export interface ServerOptions {
  /** Folder of the logs; made when it is not there. */
  readonly data: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS and says who calls. */
  readonly behindProxy: boolean;
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  readonly sources: readonly Source[];
  readonly watched: Watched;
  /** Days that events are kept. */
  readonly retentionDays: number;
  /** Read the dead letters again before listening. */
  readonly replay: boolean;
  readonly now: () => number;
  readonly onAlert: (alert: Alert) => void;
  /** In one sentence: what the operator should know. */
  readonly onNotice: (text: string) => void;
}

export interface Server {
  readonly url: string;
  readonly listening: readonly Listening[];
  readonly replayed: Replayed | undefined;
  /** Takes nothing more, stores what came, then ends. */
  stop(): Promise<void>;
}

/** @throws Error when it would be open to strangers, a source cannot be started, or the store cannot be opened. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const http = httpSources({ ...options, pack: options.watched.pack });
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const log = await openSqliteEventLog(join(options.data, 'events.db'), { thread: true });
  const alerts = await openSqliteEventLog(join(options.data, 'alerts.db'), {
    thread: true,
    dedupeWindowMs: ALERT_WINDOW_MS,
  }).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const parts: Parts = { log, alerts, listening: [] };
  try {
    return await startParts(options, http, parts);
  } catch (error) {
    await stopParts(parts);
    throw error;
  }
}

/** An alert may be found again as long as its event can be read again. */
const ALERT_WINDOW_MS = 400 * 24 * 3_600_000;

interface Parts {
  readonly log: EventLog;
  readonly alerts: EventLog;
  readonly listening: Listening[];
  http?: HttpListener;
  consumer?: Consumer;
  watch?: { stop(): Promise<void> };
}

async function startParts(
  options: ServerOptions,
  http: readonly HttpSource[],
  parts: Parts,
): Promise<Server> {
  const { log, alerts } = parts;
  const { now, sources, onNotice } = options;
  const counters = createCounters();
  const health = createHealth();
  const formats = new Map(
    sources.flatMap(({ name, format }) => (format === undefined ? [] : [[name, format] as const])),
  );
  const { pack } = options.watched;
  const knowledge = compileIngest(pack, hashKey(join(options.data, 'hash.key')));
  const decode = createDecoder(knowledge, formats, createDesks(sources, pack, knowledge.map, options.data));
  const replayed = options.replay ? await replayDeadLetters(log, decode) : undefined;
  const consumer = startDetection(options, parts, counters, health);
  parts.consumer = consumer;
  const { retentionDays } = options;
  const watch = startWatch({ log, alerts, sources, now, counters, retentionDays, onNotice });
  parts.watch = watch;
  const intake = createIntake({ log, decode, counters, health, seen: watch.seen, wake: consumer.wake });
  const listener = listenerOptions(options, log, intake, counters);
  for (const source of sources)
    if (source.kind !== 'http' && source.kind !== 'webhook')
      parts.listening.push(await startListener(source, listener));
  parts.http = await listenHttp({
    host: options.host,
    port: options.port,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(isLoopback(options.host) && !options.behindProxy ? { hosts: LOCAL_NAMES } : {}),
    sources: http,
    intake,
    now,
    unhealthy: health.why,
    metrics: createReport({ log, alerts, counters, watch }),
  });
  return { url: parts.http.url, listening: parts.listening, replayed, stop: () => stopParts(parts) };
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

function startDetection(
  { watched, now, onAlert, onNotice }: ServerOptions,
  { log, alerts }: Parts,
  counters: Counters,
  health: Health,
): Consumer {
  return startConsumer({
    log,
    alerts,
    create: (saved) => createDetection(watched, saved),
    now,
    onAlert: (alert) => {
      counters.add('ensuresec_alerts_total', 1, { level: alert.rule.level });
      onAlert(alert);
    },
    onTrouble: (why) => {
      health.set('detection', why);
      if (why !== undefined) onNotice(`Detection waits: ${why}`);
    },
  });
}

function listenerOptions(
  { data, now, onNotice }: ServerOptions,
  log: EventLog,
  intake: Intake,
  counters: Counters,
): ListenerOptions {
  const tell = sparing(onNotice, now);
  return {
    log,
    intake,
    now,
    folder: (path) => resolve(data, path),
    clientId: `ensuresec-${createHash('sha256').update(resolve(data)).digest('hex').slice(0, 12)}`,
    onLost: (name, why) => {
      counters.add('ensuresec_lost_total', 1, { source: name });
      tell(`${name}: lost: ${why}`);
    },
    onTrouble: (name, why) => tell(`${name}: ${why}`),
  };
}

/** Says a sentence at most once a minute: what goes wrong a thousand times a second is one piece of news. */
function sparing(say: (text: string) => void, now: () => number): (text: string) => void {
  const said = new Map<string, number>();
  return (text) => {
    if (now() - (said.get(text) ?? 0) < 60_000) return;
    if (said.size > 1000) said.clear();
    said.set(text, now());
    say(text);
  };
}

/** First what brings events, then what reads them, then the logs. */
async function stopParts({ http, listening, watch, consumer, log, alerts }: Parts): Promise<void> {
  await Promise.all([http?.close(), ...listening.map((each) => each.stop())]);
  await watch?.stop();
  await consumer?.stop();
  await Promise.all([log.close(), alerts.close()]);
}
