// SPDX-License-Identifier: Apache-2.0
// The composition root: listeners, the log, detection, alerts.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EventLog, Intake } from '../core/ports/index.ts';
import type { Problem } from '../core/problem.ts';
import type { Pack, ReportFormSource } from '../model/index.ts';
import { compileIngest } from '../monitor/index.ts';
import { type HttpSource, listenHttp, openSqliteEventLog, openTieredEventLog } from '../platform/index.ts';
import type { Traffic } from '../traffic/index.ts';
import { OPERATOR_FILE, type OpenAccess, openAccess } from './access/open.ts';
import { createAnalyst } from './analysis/analyst.ts';
import { followSteps } from './analysis/follow-steps.ts';
import { openModelFile } from './analysis/model-file.ts';
import { keepVerdict, type SettledVerdict } from './analysis/verdict.ts';
import type { LiveEvent } from './api/contract/index.ts';
import type { Gate } from './api/gate.ts';
import { type Api, createApi } from './api/index.ts';
import type { MailRoute } from './campaign/mailing.ts';
import { bindPlay, type PlayFile } from './campaign/pages.ts';
import { startTraining } from './campaign/training.ts';
import type { AccessSettings } from './config/access-file.ts';
import { httpSources } from './config/http-sources.ts';
import { ARCHIVE } from './config/keep.ts';
import { hashKey } from './config/secret.ts';
import { isLoopback, type Source } from './config/sources.ts';
import { bindConsole } from './console/files.ts';
import { createDemo, type Demo } from './demo/demo.ts';
import { type Consumer, startConsumer } from './detect/consumer.ts';
import type { News } from './detect/detection.ts';
import type { Recipe } from './detect/recipe.ts';
import { startDetecting } from './detect/thread.ts';
import { createUpkeep } from './doctor/upkeep.ts';
import { doorsOf, issuedBy, setupOf } from './doors.ts';
import { createDecoder } from './ingest/decode.ts';
import { createDesks } from './ingest/desks.ts';
import { createIntake, type Replayed, replayDeadLetters } from './ingest/intake.ts';
import { type ListenerOptions, type Listening, startListener } from './ingest/listeners.ts';
import { type Counters, createCounters } from './metrics.ts';
import { type Parts, stopParts } from './parts.ts';
import { createHealth, createReport, type Health } from './report.ts';
import { createReportDesk, type ReportDesk } from './reports/desk.ts';
import { openDesk } from './respond/desk.ts';
import type { Round } from './rounds/round.ts';
import { openRounds, type RoundsOptions } from './rounds/rounds.ts';
import { announced } from './running.ts';
import { sparing } from './sparing.ts';
import { turnedLine } from './turned-line.ts';
import { type Keeping, startWatch } from './watch.ts';

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
  /** What messages mean. */
  readonly pack: Pack;
  /** What is watched for. */
  readonly recipe: Recipe;
  /** Whoever shows it as a bearer token reads all and changes nothing. */
  readonly readerToken?: string;
  /** By which address people come, and who else says who they are. */
  readonly access?: AccessSettings;
  /** Give a link that makes an owner although there is one: for those who lost their password. */
  readonly newOwner: boolean;
  /** Made-up events are sent in, and everything says that it is a demo. */
  readonly demo?: Traffic;
  /** Strangers may hand in what they got, by this form of the pack. */
  readonly reports?: ReportFormSource;
  /** Games for everybody, by path below `/play`. */
  readonly play?: ReadonlyMap<string, PlayFile>;
  /** How mail of campaigns goes out. */
  readonly mail?: MailRoute;
  /** What is done on schedule. */
  readonly rounds?: () => readonly Round[];
  /** Folder of the built console. */
  readonly console?: string;
  /** The file of the model of the recipe, where it is edited. */
  readonly modelPath?: string;
  /** Version of the program. */
  readonly version: string;
  /** How long events are kept, and how long in the database. */
  readonly keep: Keeping;
  /** Days that alerts and changes of incidents are kept. */
  readonly foundDays: number;
  /** Read the dead letters again before listening. */
  readonly replay: boolean;
  readonly now: () => number;
  readonly onNews: (news: News) => void;
  /** Told each time the model was analysed, or could not be. */
  readonly onVerdict: (state: SettledVerdict) => void;
  /** Rules that were refused and left out. */
  readonly onProblems: (problems: readonly Problem[]) => void;
  /** In one sentence: what the operator should know. */
  readonly onNotice: (text: string) => void;
}

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
  const open = async (name: string, window: number): Promise<EventLog> => {
    const log = await openSqliteEventLog(join(options.data, name), { thread: true, dedupeWindowMs: window });
    opened.push(log);
    return log;
  };
  let parts: Parts | undefined;
  try {
    options.onProblems(problems);
    const log = await openTieredEventLog(join(options.data, 'events.db'), {
      folder: join(options.data, ARCHIVE),
      thread: true,
    });
    opened.push(log);
    const alerts = await open('alerts.db', ALERT_WINDOW_MS);
    const incidents = await open('incidents.db', ALERT_WINDOW_MS);
    const verdicts = await open('verdicts.db', ALERT_WINDOW_MS);
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
      bindPlay(app, options.play, gateOf(options, parts.opening));
      bindConsole(app, options.console);
    },
  });
  parts.demo?.begin(intake);
  await startRounds(options, parts, { intake, counters });
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

function gateOf({ behindProxy, tls }: ServerOptions, { access }: OpenAccess): Gate {
  return { access, behindProxy, secure: behindProxy || tls !== undefined };
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

/** The verdict is analysed beside all else: who listens does not wait for it. */
function startApi(
  options: ServerOptions,
  parts: Parts,
  beside: Pick<Parameters<typeof createApi>[0], 'counters' | 'health' | 'watch' | 'reports'> & {
    readonly tell: (event: LiveEvent) => void;
  },
): Api {
  const { recipe, modelPath, now, sources, version } = options;
  const { tell, ...running } = beside;
  const file =
    recipe.model === undefined || modelPath === undefined
      ? undefined
      : openModelFile(recipe.model.name, modelPath);
  const analyst = createAnalyst(recipe.pack);
  const verdict = keepVerdict({
    file,
    analyst,
    now,
    onChange: (state) => {
      tell({ name: 'verdict', data: { state: state.state } });
      if (state.state === 'failed' || (state.state === 'ready' && !state.stale)) options.onVerdict(state);
    },
  });
  parts.analyst = analyst;
  parts.verdict = verdict;
  const { log, detecting, verdicts, opening, demo } = parts;
  const desk = openDesk({
    ...{ data: options.data, pack: options.pack, time: () => demo?.clock.time() ?? now() },
    onCase: (id) => tell({ name: 'case', data: { case: id } }),
    onRun: (run) => tell({ name: 'run', data: { run } }),
    onTrouble: options.onNotice,
  });
  parts.desk = desk;
  const training = startTraining(options);
  parts.training = training;
  if (file !== undefined)
    parts.steps = followSteps({
      ...{ detecting, analyst, file, now, log: verdicts },
      onTurned: (turned) => {
        const { changes } = turned;
        tell({
          name: 'turned',
          data: { changes: changes.slice(0, TOLD), more: Math.max(0, changes.length - TOLD) },
        });
        options.onNotice(turnedLine(turned));
      },
      onTrouble: (why) => options.onNotice(`Verdicts do not follow the alerts for now: ${why}`),
    });
  const { audit } = opening;
  const gate = gateOf(options, opening);
  const asked = { log, detecting, verdict, analyst, file, sources, now, version, pack: options.pack };
  const upkeep = createUpkeep(options.data, now);
  return createApi({ ...asked, gate, audit, desk, training, demo, upkeep, ...running });
}

/** Changes of one turn that listeners are told. */
const TOLD = 50;

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
