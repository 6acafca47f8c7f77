// SPDX-License-Identifier: Apache-2.0
// Campaigns: who is asked, with which messages, what it showed of groups. State is a fold over events.
export { badgeFaults, badgeOf, completedAt } from './badge.ts';
export {
  type Campaign,
  foldCampaign,
  type Member,
  roundKey,
  withoutContacts,
  withoutMember,
} from './campaign.ts';
export { DetectionClock, detectionClock } from './detection.ts';
export {
  type Answered,
  type CampaignEvent,
  type CampaignPart,
  PARTS,
  readCampaignEvent,
  recordOf,
} from './events.ts';
export { resultsTable } from './export.ts';
export { type NewCampaign, readCampaign } from './plan.ts';
export { CAMPAIGN_CODES } from './problem-codes.ts';
export { dealRound, isFinished, nextPart, type Shown, shown } from './round.ts';
export { type DueMail, dueMails, isOpenWave, timesOfWave, wavesOver } from './schedule.ts';
export { settle, type TruthOf } from './settle.ts';
export { Settled } from './settled.ts';
export { statementsOf } from './statement.ts';
