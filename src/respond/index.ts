// SPDX-License-Identifier: Apache-2.0
/**
 * What to do once an attack has happened: whom to tell until when.
 *
 *     const record = readIncidentRecord(bytes, 'incident.yaml', pack);
 *     const report = judgeObligations(record.value, pack, now);
 */
export { notificationOf, openClocks } from './incident/clocks.ts';
export { dutiesOf, usableEvent } from './incident/duties.ts';
export { EVENTS, type Found, type IncidentEvent, KIND, readEvent } from './incident/events.ts';
export { actionOf, foldIncidents, type Incident, nextId } from './incident/incident.ts';
export { step } from './incident/machine.ts';
export { EDGES, HOLDS, PERSON_EDGES, PERSONS, PHASES } from './incident/table.ts';
export { overdueTasks, timesOf } from './incident/times.ts';
export { mayLeave, TLP, type Tlp } from './incident/tlp.ts';
export { type Affected, AffectedQuery, affectedBy, createAffected } from './notify/affected.ts';
export {
  type CampaignEnd,
  type CampaignPorts,
  foldNotices,
  keyOf,
  NOTICE,
  runCampaign,
  type Sent,
} from './notify/campaign.ts';
export { type Contact, readContacts } from './notify/contacts.ts';
export { type Notice, type NoticeFacts, noticeIn } from './notify/notice.ts';
export { type StatusPage, statusPage } from './notify/status-page.ts';
export { draftPage } from './obligations/draft-page.ts';
export { draftFiles, draftName, draftsOf, draftText } from './obligations/drafts.ts';
export {
  type JudgedObligation,
  judgeObligations,
  type ObligationsReport,
} from './obligations/obligations.ts';
export { INCIDENT_CODES } from './obligations/problem-codes.ts';
export { packOfRecord, readIncidentRecord } from './obligations/record.ts';
export { ObligationsShape } from './obligations/report-schema.ts';
export type { JudgedStep, StepState } from './obligations/step.ts';
export { DUTY_LANGUAGES, type DutyLanguage, ENGLISH, type Voice, voiceIn } from './obligations/voice.ts';
export { type AssetsByType, assetsByType, assetsTouched } from './playbook/assets.ts';
export { packPlaybooks } from './playbook/book/book.ts';
export type { CompiledPlaybook } from './playbook/book/compile.ts';
export { languagesOf } from './playbook/book/texts.ts';
export { OutlineBlock, outlineOf } from './playbook/outline.ts';
export { type PlanMeans, type PlaybookPlan, planPlaybook } from './playbook/plan.ts';
export { PLAYBOOK_CODES } from './playbook/problem-codes.ts';
export { readPlaybook } from './playbook/read.ts';
export { liveAdapters } from './playbook/run/adapters/live.ts';
export { NotSent } from './playbook/run/adapters/not-sent.ts';
export { personAdapter } from './playbook/run/adapters/person.ts';
export type { SigmaSearch } from './playbook/run/adapters/sigma.ts';
export { EMPTY_WORLD, simulatedAdapter, World, type WorldStore } from './playbook/run/adapters/simulated.ts';
export { type Answer, answerEffect, approveEffect } from './playbook/run/answer.ts';
export { NO_OPERATOR, OPERATOR_CODES, type Operator, readOperator } from './playbook/run/operator.ts';
export type { RunPorts } from './playbook/run/ports.ts';
export { RunError, readRuns } from './playbook/run/recorder.ts';
export {
  type RunList,
  RunListShape,
  type RunReport,
  RunReportShape,
  runReport,
} from './playbook/run/report.ts';
export { beginRun, goOn, runFaults, stopRun } from './playbook/run/run.ts';
export { operatorSecrets } from './playbook/run/secrets.ts';
export type { Effect, RunState } from './playbook/run/state.ts';
export { expired, undoEffect } from './playbook/run/undo.ts';
export { Playbook } from './playbook/shape/playbook.ts';
export { signPlaybook } from './playbook/sign.ts';
export { checkSignatures, type SignatureCheck } from './playbook/signature.ts';
export { type Signer, signatureFaults, withSignatures } from './playbook/trust.ts';
export { planRecovery, type RecoveryPlan } from './recovery/plan.ts';
export { RecoveryPlanShape } from './recovery/plan-schema.ts';
export { recoveryPlaybook } from './recovery/playbook.ts';
export { RECOVERY_CODES } from './recovery/problem-codes.ts';
export { readRecovery } from './recovery/read.ts';
export { type Shared, stixBundle } from './share/bundle.ts';
export { CSAF_ROLES, type CsafFrame, csafFileName, csafTracking } from './share/csaf/document.ts';
export { csafIncident } from './share/csaf/incident.ts';
export { validateCsaf } from './share/csaf/validate.ts';
export { csafVex } from './share/csaf/vex.ts';
export { SHARE_NAMESPACE } from './share/namespace.ts';
export { readStixPattern, sigmaOf } from './share/pattern.ts';
export {
  type ReceivedPlaybook,
  type RefusedPlaybook,
  readCourseOfAction,
} from './share/playbook/read.ts';
export type { PlaybookFile } from './share/playbook/write.ts';
export { readStixObject, tlpOf } from './share/stix-object.ts';
export { fetchObjects, handIn, type TaxiiCall, TaxiiFault, type TaxiiTarget } from './share/taxii/client.ts';
export { PUBLISHED, RECEIVED } from './share/taxii/collections.ts';
export {
  MAX_CONTENT_BYTES,
  type TaxiiAnswer,
  type TaxiiClient,
  type TaxiiParts,
} from './share/taxii/exchange.ts';
export { handleTaxii, refuseStranger, taxiiError } from './share/taxii/handle.ts';
