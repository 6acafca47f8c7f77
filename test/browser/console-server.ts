// SPDX-License-Identifier: Apache-2.0
// The built console in front of the real API over a real log and the demo shop, with incidents that a test makes up.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { playSite } from '../../src/cli/render/play/site.ts';
import { resolvePack } from '../../src/model/index.ts';
import type { IncidentWire } from '../../src/monitor/index.ts';
import { listenHttp, openSqliteEventLog, packReader } from '../../src/platform/index.ts';
import type { AccessOptions } from '../../src/server/access/access.ts';
import { OPERATOR_FILE, openAccess } from '../../src/server/access/open.ts';
import type { Role } from '../../src/server/access/roles.ts';
import { answerAnalysis, type Trial } from '../../src/server/analysis/analyst.ts';
import type { Question } from '../../src/server/analysis/cascade.ts';
import { openModelFile } from '../../src/server/analysis/model-file.ts';
import { keepVerdict } from '../../src/server/analysis/verdict.ts';
import { type Api, createApi } from '../../src/server/api/index.ts';
import { type CampaignDesk, openCampaignDesk } from '../../src/server/campaign/desk.ts';
import { bindPlay } from '../../src/server/campaign/pages.ts';
import { bindConsole } from '../../src/server/console/files.ts';
import { createUpkeep } from '../../src/server/doctor/upkeep.ts';
import { jobsHere } from '../../src/server/jobs/jobs.fixture.ts';
import { createCounters } from '../../src/server/metrics.ts';
import { createHealth } from '../../src/server/report.ts';
import { type Desk, openDesk } from '../../src/server/respond/desk.ts';

const BUILT = resolve(import.meta.dirname, '../../console/dist');

const { value } = resolvePack('e-commerce', packReader('packs'));
if (value === undefined) throw new Error('The pack does not load');
export const PACK = value;
/** The games as files; without a shop to simulate, which this page does not need. */
const GAMES = playSite(PACK, []);
if (GAMES === undefined) throw new Error('The games are not compiled: npm run build');

export interface ConsoleServer {
  readonly url: string;
  readonly api: Api;
  readonly desk: Desk;
  readonly log: Awaited<ReturnType<typeof openSqliteEventLog>>;
  readonly training: CampaignDesk;
  /** Secret of a one-time link for somebody new of a role. */
  invite(name: string, role: Role): string;
  /** Secret of a one-time link for an owner. */
  setupLink(): string;
  /** File of the model. */
  readonly path: string;
  /** Text of the model on disk now. */
  model(): string;
  /** The server is gone; `url` stays. */
  close(): Promise<void>;
}

export interface ConsoleOptions {
  readonly model?: string;
  readonly incidents?: readonly IncidentWire[];
  readonly port?: number;
  /** Whoever asks signs in; else all that is asked is asked by the operator. */
  readonly withSignIn?: boolean;
  /** Who else says who people are. */
  readonly oidc?: AccessOptions['oidc'];
  /** What campaigns believe the time is. */
  readonly trainingTime?: () => number;
  /** Simulations that are jobs wait for it. */
  readonly held?: () => Promise<void>;
}

/** Ends with the test file. */
export async function serveConsole(options: ConsoleOptions = {}): Promise<ConsoleServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-console-'));
  const path = join(folder, 'ensuresec.yaml');
  writeFileSync(path, options.model ?? readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8'));
  const log = await openSqliteEventLog(join(folder, 'events.db'));
  const told: { api?: Api; site?: string } = {};
  const opening = await openAccess(folder, Date.now, { site: () => told.site, oidc: options.oidc });
  const operator = readFileSync(join(folder, OPERATOR_FILE), 'utf8').trim().replace('Authorization: ', '');
  const file = openModelFile('ensuresec.yaml', path);
  const analyst = analystOf();
  const verdict = keepVerdict({ file, analyst, now: Date.now, onChange: () => undefined });
  const desk = deskOf(folder, told);
  const training = trainingOf(folder, options);
  const jobs = jobsHere(folder, 'e-commerce', {
    onChange: ({ id, state, progress }) =>
      told.api?.live.tell({ name: 'job', data: { job: id, state, progress } }),
    mostRuns: 200,
    ...(options.held === undefined ? {} : { held: options.held }),
  });
  const gate = { access: opening.access, behindProxy: false, secure: false };
  const api = createApi({
    log,
    detecting: {
      incidents: async (query) => answerIncidents(options.incidents ?? [], query),
      taken: async () => [],
    },
    desk,
    training,
    verdict,
    analyst,
    file,
    sources: [{ kind: 'http', name: 'orders', cadence: '1s' }],
    watch: { ages: () => new Map([['orders', 1500]]) },
    counters: createCounters(),
    health: createHealth(),
    upkeep: createUpkeep(folder, Date.now),
    jobs,
    reports: undefined,
    now: Date.now,
    gate,
    audit: opening.audit,
    demo: undefined,
    pack: PACK,
    version: '0.0.0',
  });
  told.api = api;
  const server = await listen(api, options, operator, gate);
  told.site = server.url.replace('127.0.0.1', 'localhost');
  const close = async (): Promise<void> => {
    api.close();
    for (const one of [server, { close: () => verdict.stop() }, jobs.jobs, desk, training, opening, log])
      await one.close();
  };
  const once = { closed: undefined as Promise<void> | undefined };
  const end = (): Promise<void> => (once.closed ??= close());
  afterAll(async () => {
    await end();
    rmSync(folder, { recursive: true });
  });
  const setupLink = (): string => opening.access.people.setupLink().secret;
  return {
    ...{ url: server.url, api, desk, log, training, path, setupLink },
    invite: (name, role) => opening.access.people.invite(name, role).link.secret,
    model: () => readFileSync(path, 'utf8'),
    close: end,
  };
}

function trainingOf(data: string, { trainingTime = Date.now }: ConsoleOptions): CampaignDesk {
  return openCampaignDesk({
    ...{ data, pack: PACK, now: trainingTime, mail: undefined },
    issuer: { id: 'https://shop.example', name: 'Shop' },
  });
}

/** In front of the API, with the console. */
function listen(
  api: Api,
  options: ConsoleOptions,
  operator: string,
  gate: Parameters<typeof bindPlay>[2],
): ReturnType<typeof listenHttp> {
  return listenHttp({
    host: '127.0.0.1',
    port: options.port ?? 0,
    sources: [{ name: 'http' }],
    intake: async () => ({ status: 'stored', stored: 0, duplicates: 0, unread: [] }),
    now: Date.now,
    unhealthy: () => undefined,
    metrics: async () => '',
    extend: (app) => {
      if (options.withSignIn !== true)
        app.addHook('onRequest', async (request) => {
          request.headers.authorization = operator;
        });
      api.bind(app);
      bindPlay(app, GAMES, gate);
      bindConsole(app, BUILT);
    },
  });
}

/** The analysis in this thread. */
function analystOf() {
  const answer = answerAnalysis({ id: 'e-commerce', shelves: [resolve('packs')] });
  type Model = Parameters<typeof answer>[0]['model'];
  return {
    problemsOf: async (model: Model) => answer({ ask: 'problems', model }) as never,
    complete: async (model: Model, line: number, column: number) =>
      answer({ ask: 'complete', model, line, column }) as never,
    report: async (model: Model, today: string) => answer({ ask: 'report', model, today }) as never,
    trial: async (model: Model, today: string, trial: Trial) =>
      answer({ ask: 'trial', model, today, trial }) as never,
    place: async (model: Model, today: string, has: readonly string[]) =>
      answer({ ask: 'place', model, today, has }) as never,
    scenarios: async (model: Model, today: string) => answer({ ask: 'scenarios', model, today }) as never,
    simulate: async (model: Model, today: string, question: Question) =>
      answer({ ask: 'simulate', model, today, question }) as never,
  };
}

function deskOf(data: string, told: { readonly api?: Api }): Desk {
  return openDesk({
    ...{ data, pack: PACK, time: Date.now },
    onCase: (id) => told.api?.live.tell({ name: 'case', data: { case: id } }),
    onRun: (run) => told.api?.live.tell({ name: 'run', data: { run } }),
    onTrouble: () => undefined,
  });
}

interface IncidentQuery {
  readonly limit?: number;
  readonly state?: string;
  readonly id?: string;
}

/** As detection answers: those asked for, and how many are beyond the limit. */
function answerIncidents(all: readonly IncidentWire[], { limit = 100, state, id }: IncidentQuery): string {
  const found = all.filter(
    (each) => (state === undefined || each.state === state) && (id === undefined || each.id === id),
  );
  return JSON.stringify({ incidents: found.slice(0, limit), more: Math.max(0, found.length - limit) });
}
