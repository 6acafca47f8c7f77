// SPDX-License-Identifier: Apache-2.0
// Pages that people type secrets into: what was received, what was approved, and what is wrong between them.
//
//     const knowledge = compilePages(pack);
//     const findings = judgePage(capture, inventory.pages[0], knowledge, { day: '2027-01-31' });
export { approvePage, approveText, pageIdOf } from './approve.ts';
export { checkDigest, type LoggedCheck, readChecks } from './check-log.ts';
export { missedEvent, pageEvents } from './events.ts';
export { readHtml, staticCapture } from './html.ts';
export { type ApprovedPage, EMPTY_INVENTORY, type Inventory, readInventory } from './inventory.ts';
export { judgePage, type PageFinding } from './judge.ts';
export { compilePages, type PageKnowledge } from './knowledge.ts';
export { PAGE_CODES } from './problem-codes.ts';
export { type KeptCapture, type PageReport, pageReport } from './report.ts';
export { againFrom, coverageOf, lookFrom } from './schedule.ts';
export { readSteps } from './steps.ts';
