// SPDX-License-Identifier: Apache-2.0
// The API over the parts of the server.
import type { FastifyInstance } from 'fastify';
import type { EventLog, EventSearch } from '../../core/ports/index.ts';
import { type Pack, titlesIn } from '../../model/index.ts';
import type { IncidentWire } from '../../monitor/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import type { Audit } from '../access/audit.ts';
import type { Analyst } from '../analysis/analyst.ts';
import type { ModelFile } from '../analysis/model-file.ts';
import type { VerdictKeeper } from '../analysis/verdict.ts';
import type { CampaignDesk } from '../campaign/desk.ts';
import { DEFAULT_SOURCE } from '../config/http-sources.ts';
import type { Source } from '../config/sources.ts';
import type { IncidentQuery } from '../detect/detection.ts';
import type { Detecting } from '../detect/thread.ts';
import type { Upkeep } from '../doctor/upkeep.ts';
import type { JobDesk } from '../jobs/desk.ts';
import { bindReports } from '../reports/bind.ts';
import type { ReportDesk } from '../reports/desk.ts';
import type { Desk } from '../respond/desk.ts';
import { bindApi, type Handlers, send } from './bind.ts';
import type { Answer } from './contract/index.ts';
import { admit, type Caller, type Gate, mayAsk } from './gate.ts';
import { accessHandlers } from './handlers/access.ts';
import { campaignHandlers } from './handlers/campaigns.ts';
import { cascadeHandlers } from './handlers/cascade.ts';
import { caseHandlers } from './handlers/cases.ts';
import { demoHandlers } from './handlers/demo.ts';
import { countEvents, searchEvents } from './handlers/events.ts';
import { evidenceHandlers } from './handlers/evidence.ts';
import { handlingHandlers } from './handlers/handling.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { modelHandlers } from './handlers/model.ts';
import { obligationsOf } from './handlers/obligations.ts';
import { pathsIn } from './handlers/paths.ts';
import { playingHandlers } from './handlers/playing.ts';
import { runHandlers } from './handlers/runs.ts';
import { signInHandlers } from './handlers/sign-in.ts';
import { type StatusOptions, sourcesOf, statusOf, total, upkeepOf } from './handlers/status.ts';
import { verdictHandlers } from './handlers/verdict.ts';
import { whatIfHandlers } from './handlers/what-if.ts';
import { createLive, type Live } from './live.ts';
import { openApi } from './openapi.ts';
import { createRate } from './rate.ts';

export interface ApiOptions extends Omit<StatusOptions, 'rate'> {
  readonly log: EventSearch & Pick<EventLog, 'status' | 'read'>;
  readonly verdict: VerdictKeeper;
  readonly analyst: Pick<
    Analyst,
    'problemsOf' | 'complete' | 'report' | 'trial' | 'place' | 'scenarios' | 'simulate'
  >;
  readonly detecting: Pick<Detecting, 'incidents' | 'taken'>;
  readonly desk: Desk;
  readonly training: CampaignDesk;
  readonly file: ModelFile | undefined;
  readonly gate: Gate;
  readonly audit: Audit;
  readonly pack: Pack;
  readonly version: string;
  /** Where strangers hand in what they got; undefined: nowhere. */
  readonly reports: ReportDesk | undefined;
  readonly upkeep: Upkeep;
  readonly jobs: JobDesk;
}

export interface Api {
  readonly live: Pick<Live, 'tell'>;
  bind(app: FastifyInstance): void;
  close(): void;
}

const TICK_MS = 1000;

export function createApi(options: ApiOptions): Api {
  const { gate, audit, version, counters, now } = options;
  const rate = createRate();
  const status = (): Promise<Answer<'status'>> => statusOf({ ...options, rate: rate.perSecond });
  const live = createLive(async () => [{ name: 'status', data: await status() }]);
  const tick = (): void => {
    rate.sample(total(counters, 'ensuresec_events_stored_total'), now());
    if (live.listeners === 0) return;
    status().then(
      (data) => live.tell({ name: 'status', data }),
      // The storage says why elsewhere, and the next tick asks again.
      () => undefined,
    );
  };
  tick();
  const timer = setInterval(tick, TICK_MS).unref();
  return {
    live,
    bind: (app) => {
      bindApi(app, handlersOf(options, status), gate, audit);
      live.bind(app, gate, audit);
      if (options.reports !== undefined) bindReports(app, options.reports, gate);
      const document = openApi(version);
      app.get('/openapi.json', {
        onRequest: async (request) => {
          admit(gate, request, 'openApi');
        },
        handler: async (_request, reply) => send(reply, 200, document),
      });
    },
    close: () => {
      clearInterval(timer);
      live.close();
    },
  };
}

function handlersOf(options: ApiOptions, status: () => Promise<Answer<'status'>>): Handlers {
  const { log, now, verdict, file, analyst, gate, demo, sources, pack } = options;
  const incidents = async (query: IncidentQuery): Promise<Answer<'incidents'>> => {
    const text = await options.detecting.incidents(query).catch(() => undefined);
    if (text === undefined)
      throw new HttpRefusal(503, 'Detection is starting, or waits for the storage', 1000);
    return JSON.parse(text) as { incidents: IncidentWire[]; more: number };
  };
  const incident = async (id: string): Promise<IncidentWire> => {
    const [found] = (await incidents({ limit: 1, id })).incidents;
    if (found === undefined) throw new HttpRefusal(404, 'There is no such incident');
    return found;
  };
  return {
    status,
    sources: async () => ({ sources: sourcesOf(options) }),
    upkeep: async () => upkeepOf(await options.upkeep()),
    titles: async ({ query: { language } }) => ({ language, titles: titlesIn(pack, language) }),
    ...verdictHandlers(verdict.state),
    ...whatIfHandlers({ file, analyst, verdict, now }),
    ...cascadeHandlers({ file, analyst, verdict, now }),
    paths: async ({ query }) => pathsIn(verdict.state(), query),
    incidents: ({ query: { limit, state } }) =>
      incidents({ limit, ...(state === undefined ? {} : { state }) }),
    incident: ({ params: { id } }) => incident(id),
    obligations: async ({ params: { id }, query: { zone } }) =>
      obligationsOf(await incident(id), zone, pack, demo?.clock.time() ?? now()),
    events: ({ query }) => searchEvents({ log, now }, query),
    histogram: ({ query }) => countEvents({ log, now }, query),
    ...modelHandlers({ file, pack, analyst, writable: mayPut, onWritten: verdict.look }),
    ...demoHandlers(demo),
    handIn: async ({ body, caller }) => {
      if (options.reports === undefined) throw new HttpRefusal(404, 'Reports are not taken here');
      return { id: await options.reports.take(body, caller.address) };
    },
    ...respondHandlers(options, incident),
    ...jobHandlers({ desk: options.jobs, file, access: gate.access, nameOf: namesIn(gate), pack, now }),
    ...signInHandlers(gate.access),
    ...campaignHandlers(options.training),
    ...playingHandlers(options.training, gate.access.limits),
    ...accessHandlers({
      access: gate.access,
      demo: demo !== undefined,
      isSource: (name) => takesToken(sources, name),
    }),
  };
}

/** Times of a case are those of the demo where there is one, so that its clocks run as its events do. */
function respondHandlers(options: ApiOptions, incident: (id: string) => Promise<IncidentWire>) {
  const { desk, pack, log, analyst, file, gate, demo, now, detecting } = options;
  const time = (): number => demo?.clock.time() ?? now();
  const shared = { cases: desk.cases, pack, time, nameOf: namesIn(gate), file };
  return {
    ...caseHandlers({ ...shared, incident, taken: () => detecting.taken() }),
    ...handlingHandlers({ ...shared, log, analyst }),
    ...evidenceHandlers(shared),
    ...runHandlers({ ...shared, desk }),
  };
}

/** Names of those who are written down by their id. */
function namesIn({ access: { people } }: Gate): (actor: string) => string {
  return (actor) => {
    const [kind = '', id = ''] = actor.split(/:(.*)/s);
    if (kind !== 'person') return actor;
    // A run knows persons by their id in lower case.
    return people.all().find((each) => each.id.toLowerCase() === id.toLowerCase())?.name ?? actor;
  };
}

function mayPut({ principal }: Caller): boolean {
  return principal !== undefined && mayAsk(principal, 'putModel');
}

/** Webhooks prove themselves by their signature, and files, syslog and MQTT are not asked over HTTP. */
function takesToken(sources: readonly Source[], name: string): boolean {
  const stated = sources.find((each) => each.name === name);
  return stated === undefined ? name === DEFAULT_SOURCE : stated.kind === 'http';
}
