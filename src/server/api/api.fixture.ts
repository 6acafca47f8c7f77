// SPDX-License-Identifier: Apache-2.0
// The API over a server without listeners of events, in a folder of its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Intake } from '../../core/ports/index.ts';
import { resolvePack } from '../../model/index.ts';
import { type HttpListener, listenHttp, openSqliteEventLog, packReader } from '../../platform/index.ts';
import type { AccessOptions } from '../access/access.ts';
import { OPERATOR_FILE, type OpenAccess, openAccess } from '../access/open.ts';
import { answerAnalysis, type Trial } from '../analysis/analyst.ts';
import type { Question } from '../analysis/cascade.ts';
import { openModelFile } from '../analysis/model-file.ts';
import { keepVerdict } from '../analysis/verdict.ts';
import { type CampaignDesk, openCampaignDesk } from '../campaign/desk.ts';
import { createUpkeep } from '../doctor/upkeep.ts';
import { jobsHere } from '../jobs/jobs.fixture.ts';
import { createCounters } from '../metrics.ts';
import { createHealth } from '../report.ts';
import { createReportDesk, type ReportDesk } from '../reports/desk.ts';
import { type Desk, openDesk } from '../respond/desk.ts';
import type { Gate } from './gate.ts';
import { type Api, createApi } from './index.ts';

const { value } = resolvePack('e-commerce', packReader('packs'));
if (value === undefined) throw new Error('The pack does not load');
export const PACK = value;

/** Where people are told to come; the server itself does not care. */
export const SITE = 'https://security.shop.example';

type ChainLine = Readonly<Record<string, unknown>>;

export interface Started {
  readonly url: string;
  readonly api: Api;
  readonly path: string;
  /** `Authorization` of the operator. */
  readonly operator: string;
  readonly opening: OpenAccess;
  readonly folder: string;
  readonly desk: Desk;
  readonly training: CampaignDesk;
  readonly gate: Gate;
  /** What the server believes the time is. */
  readonly clock: { now: number };
  /** Reports of strangers, as they went to the log; a server that `isOpen` takes them. */
  readonly handedIn: readonly ChainLine[];
  readonly log: Awaited<ReturnType<typeof openSqliteEventLog>>;
}

export interface StartOptions {
  readonly behindProxy?: boolean;
  readonly readerToken?: string;
  readonly isOpen?: boolean;
  readonly oidc?: AccessOptions['oidc'];
}

/** @param later gets what ends it, in the order in which it was begun. */
export async function startApi(
  later: (end: () => unknown) => void,
  incidents = async (query: object): Promise<string> => JSON.stringify({ incidents: [], more: 7, query }),
  text: string = 'ensuresec: 1\nname: Small\npack: common\n',
  { behindProxy = false, isOpen = false, readerToken, oidc }: StartOptions = {},
): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-api-'));
  later(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ensuresec.yaml');
  writeFileSync(path, text);
  const clock = { now: 1_700_000_000_000 };
  const log = await openSqliteEventLog(join(folder, 'events.db'), { now: () => clock.now++ });
  later(() => log.close());
  const opening = await openAccess(folder, () => clock.now, { readerToken, oidc, site: () => SITE });
  later(() => opening.close());
  const file = openModelFile('ensuresec.yaml', path);
  const analyst = analystOf(text);
  const verdict = keepVerdict({ file, analyst, now: Date.now, onChange: () => undefined });
  later(() => verdict.stop());
  const desk = openDesk({
    ...{ data: folder, pack: PACK, time: () => clock.now },
    ...{ onCase: () => undefined, onRun: () => undefined, onTrouble: () => undefined },
  });
  later(() => desk.close());
  const training = trainingIn(folder, clock);
  later(() => training.close());
  const jobs = jobsHere(folder, /pack: (\S+)/.exec(text)?.[1] ?? '');
  later(() => jobs.jobs.close());
  const handedIn: ChainLine[] = [];
  const gate: Gate = { access: opening.access, behindProxy, secure: behindProxy };
  const api = createApi({
    log,
    detecting: { incidents, taken: async () => [] },
    desk,
    training,
    verdict,
    analyst,
    file,
    sources: [{ kind: 'http', name: 'orders', cadence: '1s' }],
    watch: { ages: () => new Map([['orders', 1500]]) },
    counters: createCounters(),
    health: createHealth(),
    now: Date.now,
    gate,
    audit: opening.audit,
    demo: undefined,
    pack: PACK,
    version: '0.0.0',
    upkeep: createUpkeep(folder, Date.now),
    jobs,
    reports: isOpen ? reportsInto(handedIn, () => clock.now) : undefined,
  });
  const server = await listening(api);
  later(() => server.close());
  later(() => api.close());
  const operator = readFileSync(join(folder, OPERATOR_FILE), 'utf8').trim().replace('Authorization: ', '');
  return {
    ...{ url: server.url, api, path, log, operator, opening, folder },
    ...{ clock, desk, training, gate, handedIn },
  };
}

/** Without a source that anything comes from. */
function listening(api: Api): Promise<HttpListener> {
  return listenHttp({
    host: '127.0.0.1',
    port: 0,
    sources: [{ name: 'http' }],
    intake: async () => ({ status: 'stored', stored: 0, duplicates: 0, unread: [] }),
    now: Date.now,
    unhealthy: () => undefined,
    metrics: async () => '',
    extend: api.bind,
  });
}

function trainingIn(data: string, clock: { readonly now: number }): CampaignDesk {
  const issuer = { id: 'https://shop.example', name: 'Shop' };
  return openCampaignDesk({ data, pack: PACK, now: () => clock.now, mail: undefined, issuer });
}

/** Analyses in this thread. */
function analystOf(text: string) {
  const answer = answerAnalysis({ id: /pack: (\S+)/.exec(text)?.[1] ?? '', shelves: [resolve('packs')] });
  return {
    problemsOf: async (model: { name: string; bytes: Uint8Array }) =>
      answer({ ask: 'problems', model }) as never,
    complete: async (model: { name: string; bytes: Uint8Array }, line: number, column: number) =>
      answer({ ask: 'complete', model, line, column }) as never,
    report: async (model: { name: string; bytes: Uint8Array }, today: string) =>
      answer({ ask: 'report', model, today }) as never,
    trial: async (model: { name: string; bytes: Uint8Array }, today: string, trial: Trial) =>
      answer({ ask: 'trial', model, today, trial }) as never,
    place: async (model: { name: string; bytes: Uint8Array }, today: string, has: readonly string[]) =>
      answer({ ask: 'place', model, today, has }) as never,
    scenarios: async (model: { name: string; bytes: Uint8Array }, today: string) =>
      answer({ ask: 'scenarios', model, today }) as never,
    simulate: async (model: { name: string; bytes: Uint8Array }, today: string, question: Question) =>
      answer({ ask: 'simulate', model, today, question }) as never,
  };
}

function reportsInto(handedIn: ChainLine[], now: () => number): ReportDesk {
  const [form] = PACK.reportForms;
  if (form === undefined) throw new Error('The pack has no form for reports');
  const intake: Intake = async ({ bytes }) => {
    handedIn.push(JSON.parse(new TextDecoder().decode(bytes)) as ChainLine);
    return { status: 'stored', stored: 1, duplicates: 0, unread: [] };
  };
  return createReportDesk({ form, intake, key: new Uint8Array(32), now });
}
