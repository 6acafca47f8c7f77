// SPDX-License-Identifier: Apache-2.0
// Who may ask what: the policy of all that comes through the gate. What has no row, no role in its row, or no scope for a
// token, is refused. Outside of it is the form for everybody alone, GET and POST /report (`reports/bind.ts`): it knows no
// session and no token, others may link to it, and it has bounds of its own.
import type { Role, Scope } from '../access/roles.ts';
import type { RouteName } from './contract/index.ts';

export interface Rule {
  /** `everybody` is for those who are not signed in yet. */
  readonly roles: 'everybody' | readonly Role[];
  /** What a token must be made for; without one no token may. */
  readonly scope?: Scope;
  /**
   * What strangers hand in is an event, and what players answer is in the log of campaigns; an entry for each would let them fill
   * the log of evidence, with their addresses.
   */
  readonly unrecorded?: true;
  /** Answers may tell of persons, so each reading is recorded. */
  readonly personal?: true;
}

export type Asking = RouteName | 'live' | 'openApi';

const ALL = ['owner', 'analyst', 'responder', 'auditor', 'trainer', 'player'] as const;
const DESK = ['owner', 'analyst', 'responder', 'auditor'] as const;
/** Who changes something about an incident; no token does. */
const RESPOND = ['owner', 'analyst', 'responder'] as const;
/** Who runs campaigns. */
const TRAIN = ['owner', 'trainer'] as const;
const RESULTS = ['owner', 'trainer', 'auditor'] as const;
const STAFF = [...DESK, 'trainer'] as const;

export const TABLE: Readonly<Record<Asking, Rule>> = {
  status: { roles: STAFF, scope: 'status:read' },
  sources: { roles: STAFF, scope: 'status:read' },
  upkeep: { roles: ['owner', 'analyst', 'auditor'], scope: 'status:read' },
  openApi: { roles: ALL, scope: 'status:read' },
  titles: { roles: STAFF, scope: 'status:read' },
  live: { roles: DESK, scope: 'incidents:read', personal: true },
  verdict: { roles: DESK, scope: 'verdict:read' },
  paths: { roles: DESK, scope: 'verdict:read' },
  summary: { roles: DESK, scope: 'verdict:read' },
  certificate: { roles: DESK, scope: 'verdict:read' },
  tryMeasures: { roles: DESK, scope: 'verdict:read' },
  whatIf: { roles: DESK, scope: 'verdict:read' },
  scenarios: { roles: DESK, scope: 'verdict:read' },
  simulate: { roles: DESK, scope: 'verdict:read' },
  jobs: { roles: DESK, scope: 'status:read' },
  job: { roles: DESK, scope: 'status:read' },
  removeJob: { roles: DESK },
  startSimulation: { roles: DESK },
  jobSimulation: { roles: DESK, scope: 'verdict:read' },
  startBackup: { roles: ['owner'] },
  jobBackup: { roles: ['owner'], personal: true },
  incidents: { roles: DESK, scope: 'incidents:read', personal: true },
  incident: { roles: DESK, scope: 'incidents:read', personal: true },
  events: { roles: DESK, scope: 'events:read', personal: true },
  histogram: { roles: DESK, scope: 'events:read' },
  model: { roles: DESK, scope: 'model:read' },
  elementNames: { roles: DESK, scope: 'model:read' },
  checkModel: { roles: DESK, scope: 'model:read' },
  completeModel: { roles: DESK, scope: 'model:read' },
  putModel: { roles: ['owner', 'analyst'], scope: 'model:write' },
  setup: { roles: 'everybody' },
  redeem: { roles: 'everybody' },
  signIn: { roles: 'everybody' },
  signOut: { roles: ALL },
  me: { roles: ALL, scope: 'status:read' },
  changePassword: { roles: ALL },
  passkeyChallenge: { roles: 'everybody' },
  passkeySignIn: { roles: 'everybody' },
  beginOidc: { roles: 'everybody' },
  finishOidc: { roles: 'everybody' },
  passkeys: { roles: ALL },
  newPasskey: { roles: ALL },
  addPasskey: { roles: ALL },
  removePasskey: { roles: ALL },
  obligations: { roles: DESK, scope: 'incidents:read', personal: true },
  cases: { roles: DESK, scope: 'incidents:read', personal: true },
  clocks: { roles: DESK, scope: 'incidents:read' },
  case: { roles: DESK, scope: 'incidents:read', personal: true },
  duties: { roles: DESK, scope: 'incidents:read', personal: true },
  draft: { roles: DESK, scope: 'incidents:read', personal: true },
  openCase: { roles: RESPOND },
  recordCase: { roles: RESPOND },
  place: { roles: DESK, scope: 'incidents:read' },
  recovery: { roles: DESK, scope: 'incidents:read' },
  planRecovery: { roles: RESPOND },
  findAffected: { roles: RESPOND },
  affected: { roles: DESK, personal: true },
  notices: { roles: DESK, scope: 'incidents:read', personal: true },
  evidence: { roles: DESK, scope: 'incidents:read' },
  checkEvidence: { roles: DESK },
  bundle: { roles: DESK },
  playbooks: { roles: DESK, scope: 'incidents:read' },
  playbookPlan: { roles: DESK, scope: 'incidents:read' },
  runs: { roles: DESK, scope: 'incidents:read', personal: true },
  run: { roles: DESK, scope: 'incidents:read', personal: true },
  startRun: { roles: RESPOND },
  approveStep: { roles: RESPOND },
  answerStep: { roles: RESPOND },
  undoStep: { roles: RESPOND },
  stopRun: { roles: RESPOND },
  campaigns: { roles: RESULTS, scope: 'campaigns:read' },
  createCampaign: { roles: TRAIN },
  checkCampaign: { roles: TRAIN },
  campaign: { roles: TRAIN, personal: true },
  campaignResults: { roles: RESULTS, scope: 'campaigns:read' },
  campaignClock: { roles: RESULTS, scope: 'campaigns:read' },
  campaignStatements: { roles: TRAIN, scope: 'campaigns:read', personal: true },
  giveLinks: { roles: TRAIN },
  sendMails: { roles: TRAIN },
  endCampaign: { roles: TRAIN },
  removeParticipant: { roles: TRAIN },
  campaignBadge: { roles: TRAIN, personal: true },
  playRound: { roles: 'everybody', unrecorded: true },
  playAnswer: { roles: 'everybody', unrecorded: true },
  forgetMe: { roles: 'everybody', unrecorded: true },
  playBadge: { roles: 'everybody', unrecorded: true },
  badgeKey: { roles: 'everybody' },
  handIn: { roles: 'everybody', unrecorded: true },
  demo: { roles: STAFF, scope: 'status:read' },
  setDemo: { roles: ['owner', 'analyst', 'trainer'] },
  users: { roles: ['owner', 'auditor'], personal: true },
  invite: { roles: ['owner'] },
  changeUser: { roles: ['owner'] },
  linkUser: { roles: ['owner'] },
  removeUser: { roles: ['owner'] },
  tokens: { roles: ['owner', 'auditor'] },
  issueToken: { roles: ['owner'] },
  revokeToken: { roles: ['owner'] },
};
