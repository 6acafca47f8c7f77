// SPDX-License-Identifier: Apache-2.0
/**
 * From events to alerts.
 *
 * `read/` cuts files into records, `record/` and `source/` say what a record is and where it comes from, `sigma/` holds
 * the rules: `parse/` reads them, `match/` runs many against one event, `correlate/` joins matches over time. `policy/`
 * runs the temporal policies of a pack over events.
 */
export type { Alert, EventPlace } from './alert.ts';
export { createDetector, type SigmaAlert } from './detect.ts';
export { packRules } from './pack-rules.ts';
export type { Pending } from './policy/agenda.ts';
export { compilePolicies } from './policy/compile.ts';
export type { Look } from './policy/explain.ts';
export type { PolicyCounts, PolicyLimits } from './policy/limits.ts';
export { createPolicyMonitor, type PolicyMonitor } from './policy/monitor.ts';
export type { Policy } from './policy/policy.ts';
export { POLICY_CODES } from './policy/problem-codes.ts';
export type { PolicySnapshot } from './policy/snapshot.ts';
export { SIGMA_CODES } from './problem-codes.ts';
export { encodingOf } from './read/encoding.ts';
export { createJsonReader } from './read/json.ts';
export { createLineReader, MAX_RECORD_CHARS, type RawRecord, type RecordReader } from './read/records.ts';
export { eventsIn } from './record/envelope.ts';
export { type RuleSet, resolveRules } from './sigma/correlate/resolve.ts';
export type { EventRecord } from './sigma/match/record.ts';
export { parseSigma } from './sigma/parse/document.ts';
export { LEVELS, type Level, type SigmaDocument } from './sigma/rule.ts';
export { recogniseEvents } from './source/event-type.ts';
export { compileFormats, type LineParser } from './source/format.ts';
export { compileSources } from './source/source.ts';
