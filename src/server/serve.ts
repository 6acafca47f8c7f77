// SPDX-License-Identifier: Apache-2.0
// The composition root: listeners, the log, detection, alerts.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EventLog, Intake } from '../core/ports/index.ts';
import { compileIngest } from '../monitor/index.ts';
import {
  collectWhenIdle,
  type HttpSource,
  listenHttp,
  openSqliteEventLog,
  openTieredEventLog,
} from '../platform/index.ts';
import { OPERATOR_FILE, type OpenAccess, openAccess } from './access/open.ts';
import type { LiveEvent } from './api/contract/index.ts';
import { clearCopies } from './backup/claim.ts';
import { bindPlay } from './campaign/pages.ts';
import { httpSources } from './config/http-sources.ts';
import { ARCHIVE } from './config/keep.ts';
import { hashKey } from './config/secret.ts';
import { isLoopback } from './config/sources.ts';
import { bindConsole } from './console/files.ts';
import { createDemo, type Demo } from './demo/demo.ts';
import { type Consumer, startConsumer } from './detect/consumer.ts';
import type { News } from './detect/detection.ts';
import { startDetecting } from './detect/thread.ts';
import { doorsOf, gateOf, issuedBy, setupOf } from './doors.ts';
import { createDecoder } from './ingest/decode.ts';
import { createDesks } from './ingest/desks.ts';
import { createIntake, type Replayed, replayDeadLetters } from './ingest/intake.ts';
import { type ListenerOptions, type Listening, startListener } from './ingest/listeners.ts';
import { type Counters, createCounters } from './metrics.ts';
import { type Parts, stopParts } from './parts.ts';
import { createHealth, createReport, type Health } from './report.ts';
import { createReportDesk, type ReportDesk } from './reports/desk.ts';
import { openRounds, type RoundsOptions } from './rounds/rounds.ts';
import { announced } from './running.ts';
import type { ServerOptions } from './server-options.ts';
import { sparing } from './sparing.ts';
import { startApi } from './start-api.ts';
import { startWatch } from './watch.ts';

export interface Server {
  readonly url: string;
  readonly listening: readonly Listening[];
  readonly replayed: Replayed | undefined;
  /** By it the first owner sets a password; absent when there is one already. */
  readonly setup?: { readonly url: string; readonly expiresAt: number };
  /** File with the token of whoever may read the data folder. */
  readonly operatorFile: string;
  /** Takes nothing more, stores what came, then ends. */
  stop(): Promise<void>;
}

/**
 * @throws RecipeError when there is nothing to watch for; Error when it would be open to strangers, a source cannot be
 *   started, or the store cannot be opened.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const cleared = await clearCopies(options.data);
  if (cleared !== undefined) options.onNotice(cleared);
  const doors = doorsOf(options);
  const opening = await openAccess(options.data, options.now, doors);
  try {
    const http = httpSources({ ...options, issued: issuedBy(opening) });
    const server = await startWith(options, http, opening);
    doors.opened(server.url);
    return announced(server, options);
  } catch (error) {
    await opening.close();
    throw error;
  }
}

/** Closes what it opened when it throws; access is closed by who opened it. */
async function startWith(
  options: ServerOptions,
  http: readonly HttpSource[],
  opening: OpenAccess,
): Promise<Server> {
  const { detecting, problems } = await startDetecting(options.recipe);
  const opened: EventLog[] = [];
  const open = async (name: string, window: number, thread = true): Promise<EventLog> => {
    const log = await openSqliteEventLog(join(options.data, name), {
      thread,
      dedupeWindowMs: window,
      onWork: options.onNotice,
    });
    opened.push(log);
    return log;
  };
  let parts: Parts | undefined;
  try {
    options.onProblems(problems);
    const log = await openTieredEventLog(join(options.data, 'events.db'), {
      folder: join(options.data, ARCHIVE),
      thread: true,
      onWork: options.onNotice,
    });
    opened.push(log);
    const alerts = await open('alerts.db', ALERT_WINDOW_MS);
    const incidents = await open('incidents.db', ALERT_WINDOW_MS);
    // Written to once a second at most: not worth the memory of a thread.
    const verdicts = await open('verdicts.db', ALERT_WINDOW_MS, false);
    parts = { log, alerts, incidents, verdicts, detecting, listening: [], opening, demo: demoOf(options) };
    return await startParts(options, http, parts);
  } catch (error) {
    if (parts === undefined) await Promise.all([detecting.close(), ...opened.map((each) => each.close())]);
    else await stopParts(parts);
    throw error;
  }
}

/** An alert may be found again as long as its event can be read again. */
const ALERT_WINDOW_MS = 400 * 24 * 3_600_000;

async function startParts(
  options: ServerOptions,
  http: readonly HttpSource[],
  parts: Parts,
): Promise<Server> {
  const { log, alerts, incidents, verdicts } = parts;
  const { now, sources, onNotice, pack, keep, foundDays } = options;
  const counters = createCounters();
  const health = createHealth();
  const formats = new Map(
    sources.flatMap(({ name, format }) => (format === undefined ? [] : [[name, format] as const])),
  );
  const knowledge = compileIngest(pack, hashKey(join(options.data, 'hash.key')));
  const decode = createDecoder(knowledge, formats, createDesks(sources, pack, knowledge.map, options.data));
  const replayed = options.replay ? await replayDeadLetters(log, decode) : undefined;
  const tell = (event: LiveEvent): void => parts.api?.live.tell(event);
  const consumer = startDetection(options, parts, counters, health, tell);
  parts.consumer = consumer;
  const watch = startWatch({
    ...{ log, alerts, sources, now, counters, keep, foundDays, onNotice, roll: log.roll },
    found: [alerts, incidents, verdicts],
  });
  parts.watch = watch;
  const intake = createIntake({ log, decode, counters, health, seen: watch.seen, wake: consumer.wake });
  const reports = reportsOf(options, intake);
  parts.api = startApi(options, parts, { counters, health, watch, tell, reports });
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
    metrics: createReport({
      ...{ log, alerts, incidents, counters, watch },
      rounds: () => parts.rounds?.samples() ?? [],
    }),
    extend: (app) => {
      parts.api?.bind(app);
      bindPlay(app, options.play?.(), gateOf(options, parts.opening));
      bindConsole(app, options.console);
    },
  });
  parts.demo?.begin(intake);
  await startRounds(options, parts, { intake, counters });
  parts.endCollecting = collectWhenIdle();
  const { url } = parts.http;
  return {
    url,
    listening: parts.listening,
    replayed,
    ...setupOf(options.newOwner, parts.opening, url),
    operatorFile: join(options.data, OPERATOR_FILE),
    stop: async () => {
      await stopParts(parts);
      await parts.opening.close();
    },
  };
}

function reportsOf({ reports: form, data, now }: ServerOptions, intake: Intake): ReportDesk | undefined {
  const key = hashKey(join(data, 'hash.key'));
  return form === undefined ? undefined : createReportDesk({ form, intake, key, now });
}

async function startRounds(
  { rounds, data, now, onNotice }: ServerOptions,
  parts: Parts,
  to: Pick<RoundsOptions, 'intake' | 'counters'>,
): Promise<void> {
  if (rounds === undefined) return;
  const opened = await openRounds({ folder: join(data, 'rounds'), rounds, now, onNotice, ...to });
  const timer = setInterval(() => void opened.tick(), ROUNDS_MS);
  parts.rounds = { ...opened, timer };
  void opened.tick();
}

const ROUNDS_MS = 60_000;

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

function demoOf({ demo, now, onNotice }: ServerOptions): Demo | undefined {
  if (demo === undefined) return undefined;
  return createDemo(demo, now, (why) => {
    if (why !== undefined) onNotice(`The demo waits: ${why}`);
  });
}

function startDetection(
  { now, onNews, onNotice }: ServerOptions,
  parts: Parts,
  counters: Counters,
  health: Health,
  tell: (event: LiveEvent) => void,
): Consumer {
  const { log, alerts, incidents, detecting } = parts;
  return startConsumer({
    log,
    alerts,
    incidents,
    detecting,
    now,
    onNews: (news) => {
      if (news.kind === 'alert') counters.add('ensuresec_alerts_total', 1, { level: news.level });
      if (news.kind === 'incident')
        counters.add('ensuresec_incident_changes_total', 1, { what: news.what, level: news.level });
      tell(liveOf(news));
      // Whatever was found may be a step, or end an incident that showed one.
      parts.steps?.wake();
      onNews(news);
    },
    onTrouble: (why) => {
      health.set('detection', why);
      if (why !== undefined) onNotice(`Detection waits: ${why}`);
    },
  });
}

function liveOf(news: News): LiveEvent {
  const { kind, ...data } = news;
  return { name: kind, data } as LiveEvent;
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
    onLost: (name, why, count = 1) => {
      counters.add('ensuresec_lost_total', count, { source: name });
      tell(`${name}: lost: ${why}`);
    },
    onTrouble: (name, why) => tell(`${name}: ${why}`),
  };
}
