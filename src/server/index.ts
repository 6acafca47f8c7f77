// SPDX-License-Identifier: Apache-2.0
/**
 * One process that takes events in, keeps them, and detects.
 *
 * `ingest/` from listeners to the log, `detect/` from the log to alerts, `analysis/` from the model to its verdict, `api/` what
 * others ask of it, `backup/` copies of all of it, `doctor/` what is wrong with it, `config/` what the operator states, `rounds/` what is done on schedule, `jobs/` what takes long, `reports/` what strangers hand in; `serve.ts` joins them, `start-api.ts` those that are asked. Life of an event: listener → `intake` (decode, append, sync) → acknowledged → `consumer` → `thread`
 * (`detection`) → alert → incident.
 */

export type { SettledVerdict } from './analysis/verdict.ts';
export { Refused } from './api/bind.ts';
export type { Answer } from './api/contract/index.ts';
export { openApi } from './api/openapi.ts';
export { BackupError, type Manifest } from './backup/manifest.ts';
export { finishRestore, type Restored, restoreBackup, verifyBackup } from './backup/restore.ts';
export { type Backup, writeBackup } from './backup/write.ts';
export { askCampaigns, type CampaignAsker } from './campaign/ask.ts';
export { checkBadge } from './campaign/badges.ts';
export type { MailRoute } from './campaign/mailing.ts';
export type { PlayFile } from './campaign/pages.ts';
export { type AccessSettings, parseAccess } from './config/access-file.ts';
export { KEEP_FILE, type Keep, parseKeep } from './config/keep.ts';
export { parseSources, type Source } from './config/sources.ts';
export { freshDemo, removeDemo } from './demo/demo.ts';
export type { News } from './detect/detection.ts';
export { knowledgeOf } from './detect/knowledge.ts';
export { type Recipe, RecipeError } from './detect/recipe.ts';
export { type Examination, examine } from './doctor/doctor.ts';
export { DOCTOR_SCHEMA, DoctorShape, type Finding } from './doctor/finding.ts';
export { SupportShape, supportOf } from './doctor/support.ts';
export { type LrsServer, startLrs } from './lrs/serve.ts';
export { ACCESS_CODES, KEEP_CODES, SOURCE_CODES } from './problem-codes.ts';
export { sigmaSearch } from './respond/sigma-search.ts';
export { signedIn, signersIn } from './respond/trust.ts';
export type { Done, Round } from './rounds/round.ts';
export { type Server, startServer } from './serve.ts';
export { SHARED_FILE, startTaxii, type TaxiiServer } from './taxii/serve.ts';
export type { Keeping } from './watch.ts';
