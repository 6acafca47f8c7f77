// SPDX-License-Identifier: Apache-2.0
// Asks the server by its contract. The table repeats methods and paths because types alone come over; the compiler
// refuses a row that the contract does not have.
import type {
  Answer,
  Body,
  CONTRACT,
  Params,
  Query,
  RouteName,
} from '../../../src/server/api/contract/index.ts';

type Row<N extends RouteName> = readonly [(typeof CONTRACT)[N]['method'], (typeof CONTRACT)[N]['path']];

const ROUTES = {
  me: ['GET', '/v1/me'],
  setup: ['GET', '/v1/setup'],
  redeem: ['POST', '/v1/setup'],
  signIn: ['POST', '/v1/session'],
  signOut: ['DELETE', '/v1/session'],
  passkeyChallenge: ['POST', '/v1/session/passkey/options'],
  passkeySignIn: ['POST', '/v1/session/passkey'],
  beginOidc: ['POST', '/v1/session/oidc'],
  finishOidc: ['POST', '/v1/session/oidc/answer'],
  passkeys: ['GET', '/v1/me/passkeys'],
  newPasskey: ['POST', '/v1/me/passkeys/options'],
  addPasskey: ['POST', '/v1/me/passkeys'],
  removePasskey: ['DELETE', '/v1/me/passkeys/{id}'],
  status: ['GET', '/v1/status'],
  sources: ['GET', '/v1/sources'],
  titles: ['GET', '/v1/titles'],
  verdict: ['GET', '/v1/verdict'],
  summary: ['GET', '/v1/verdict/summary'],
  tryMeasures: ['POST', '/v1/what-if/measures'],
  scenarios: ['GET', '/v1/scenarios'],
  simulate: ['POST', '/v1/simulate'],
  jobs: ['GET', '/v1/jobs'],
  removeJob: ['DELETE', '/v1/jobs/{id}'],
  startSimulation: ['POST', '/v1/jobs/simulations'],
  jobSimulation: ['GET', '/v1/jobs/{id}/simulation'],
  startBackup: ['POST', '/v1/jobs/backups'],
  incidents: ['GET', '/v1/incidents'],
  incident: ['GET', '/v1/incidents/{id}'],
  events: ['GET', '/v1/events'],
  model: ['GET', '/v1/model'],
  elementNames: ['GET', '/v1/model/names'],
  checkModel: ['POST', '/v1/model/check'],
  completeModel: ['POST', '/v1/model/complete'],
  putModel: ['PUT', '/v1/model'],
  upkeep: ['GET', '/v1/upkeep'],
  users: ['GET', '/v1/users'],
  invite: ['POST', '/v1/users'],
  changeUser: ['PUT', '/v1/users/{id}'],
  linkUser: ['POST', '/v1/users/{id}/link'],
  tokens: ['GET', '/v1/tokens'],
  issueToken: ['POST', '/v1/tokens'],
  revokeToken: ['DELETE', '/v1/tokens/{id}'],
  histogram: ['GET', '/v1/events/histogram'],
  cases: ['GET', '/v1/cases'],
  openCase: ['POST', '/v1/cases'],
  case: ['GET', '/v1/cases/{id}'],
  recordCase: ['POST', '/v1/cases/{id}/events'],
  clocks: ['GET', '/v1/clocks'],
  duties: ['GET', '/v1/cases/{id}/duties'],
  draft: ['GET', '/v1/cases/{id}/draft'],
  place: ['GET', '/v1/cases/{id}/place'],
  recovery: ['GET', '/v1/cases/{id}/recovery'],
  planRecovery: ['POST', '/v1/cases/{id}/recovery'],
  affected: ['GET', '/v1/cases/{id}/affected'],
  findAffected: ['POST', '/v1/cases/{id}/affected'],
  notices: ['GET', '/v1/cases/{id}/notices'],
  bundle: ['POST', '/v1/cases/{id}/bundle'],
  evidence: ['GET', '/v1/evidence'],
  checkEvidence: ['POST', '/v1/evidence/check'],
  playbooks: ['GET', '/v1/cases/{id}/playbooks'],
  playbookPlan: ['GET', '/v1/cases/{id}/playbook'],
  runs: ['GET', '/v1/runs'],
  run: ['GET', '/v1/runs/{id}'],
  startRun: ['PUT', '/v1/runs/{id}'],
  approveStep: ['POST', '/v1/runs/{id}/approvals'],
  answerStep: ['POST', '/v1/runs/{id}/answers'],
  undoStep: ['POST', '/v1/runs/{id}/undo'],
  stopRun: ['POST', '/v1/runs/{id}/stop'],
  campaigns: ['GET', '/v1/campaigns'],
  createCampaign: ['POST', '/v1/campaigns'],
  checkCampaign: ['POST', '/v1/campaigns/check'],
  campaign: ['GET', '/v1/campaigns/{id}'],
  campaignResults: ['GET', '/v1/campaigns/{id}/results'],
  campaignClock: ['GET', '/v1/campaigns/{id}/clock'],
  campaignStatements: ['GET', '/v1/campaigns/{id}/statements'],
  giveLinks: ['POST', '/v1/campaigns/{id}/links'],
  sendMails: ['POST', '/v1/campaigns/{id}/mails'],
  endCampaign: ['POST', '/v1/campaigns/{id}/end'],
  removeParticipant: ['DELETE', '/v1/campaigns/{id}/people/{person}'],
} as const satisfies { readonly [N in RouteName]?: Row<N> };

export type Asked = keyof typeof ROUTES;

/** What was asked was refused, or nobody answered (`status` 0). `body` is what the server said of it. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, body: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Refused';
    this.status = status;
    this.body = body;
  }
}

export interface Asking<N extends RouteName> {
  readonly params?: Params<N>;
  readonly query?: { readonly [K in keyof Query<N>]?: string | number | undefined };
  readonly body?: Body<N>;
  readonly signal?: AbortSignal;
}

/** Whose refusal says nothing of the session that there is. */
const DOORS: readonly Asked[] = ['signIn', 'passkeySignIn', 'finishOidc', 'me'];

let csrf: string | undefined;
let onSignedOut: () => void = () => undefined;

/** Of the session: sent with all that changes something (docs/how-to, who may ask what). */
export function keepCsrf(token: string | undefined): void {
  csrf = token;
}

/** Called when an answer says that nobody is signed in any more. */
export function whenSignedOut(then: () => void): void {
  onSignedOut = then;
}

/** @throws Refused with the sentence of the server. */
export async function ask<N extends Asked>(name: N, asking: Asking<N> = {}): Promise<Answer<N>> {
  const [method, path] = ROUTES[name];
  const body = asking.body === undefined ? undefined : JSON.stringify(asking.body);
  const answered = await fetch(address(path, asking), {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' || csrf === undefined ? {} : { 'x-csrf-token': csrf }),
    },
    ...(body === undefined ? {} : { body }),
    ...(asking.signal === undefined ? {} : { signal: asking.signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(0, '');
  });
  const said: unknown = await answered.json().catch(() => undefined);
  if (answered.ok) return said as Answer<N>;
  if (answered.status === 401 && !DOORS.includes(name)) onSignedOut();
  const refusal = (typeof said === 'object' && said !== null ? said : {}) as Readonly<
    Record<string, unknown>
  >;
  throw new Refused(answered.status, String(refusal['error'] ?? answered.statusText), refusal);
}

function address(path: string, { params, query }: Asking<RouteName>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search}`;
}
