// SPDX-License-Identifier: Apache-2.0
/**
 * From events to alerts.
 *
 * `ingest/` turns bytes of any format into records and events: `openIngest` for files, `ingest` for messages.
 * `read/` cuts files into records, `record/` and `source/` say what a record is and where it comes from, `sigma/` holds
 * the rules: `parse/` reads them, `match/` runs many against one event, `correlate/` joins matches over time.
 * `policy/` runs the temporal policies of a pack over events. `correlate/` beside it makes incidents of the alerts of all
 * kinds. `vulnerability/` knows what is wrong with software, and how bad it is.
 */

export type { Alert, EventPlace } from './alert.ts';
export { fieldIn, fits, textOf as fieldText } from './anomaly/baseline/each.ts';
export {
  type Baseline,
  type Bucketed,
  type Buckets,
  compileBaselines,
  createAnomalyDetector,
  createAnomalyMonitor,
  createBuckets,
  createConformal,
  DETECTORS,
  describedSeries,
  type Observation,
  slotOf,
} from './anomaly/index.ts';
export * from './brand/index.ts';
export { createExceptions, type Exception, parseExceptions } from './correlate/exceptions.ts';
export { createFusion } from './correlate/fuse.ts';
export type { Incident, IncidentChange, TakenStep, TimelineEntry } from './correlate/incident.ts';
export type { AttackPath, AttackStep, FusionKnowledge } from './correlate/knowledge.ts';
export { neighboursIn } from './correlate/neighbours.ts';
export { packKnowledge } from './correlate/pack-knowledge.ts';
export { type LabelledAlert, type Scores, scoreIncidents } from './correlate/score.ts';
export { inShort } from './correlate/shown.ts';
export {
  type IncidentVerdict,
  type RuleStatistics,
  ruleStatistics,
  suggestedExceptions,
  verdictOn,
} from './correlate/verdicts.ts';
export { IncidentShape, type IncidentWire, incidentJson } from './correlate/wire.ts';
export { compileDerivations } from './derive/derive.ts';
export { createDetector, type SigmaAlert } from './detect.ts';
export { ingest } from './ingest/ingest.ts';
export { compileIngest, type IngestKnowledge } from './ingest/knowledge.ts';
export { compileMappings } from './ingest/mapping/mapper.ts';
export { INPUT_FORMATS, type InputFormat, isRefused, REFUSAL_CODES } from './ingest/received.ts';
export { openIngest, type StreamItem, type StreamRecord } from './ingest/stream.ts';
export type { Delivery, SenderKeys } from './ingest/webhook/delivery.ts';
export { createSeenDeliveries } from './ingest/webhook/duplicates.ts';
export { createDeliveryDesk, type Taken } from './ingest/webhook/receive.ts';
export { packRules } from './pack-rules.ts';
export * from './page/index.ts';
export { compilePolicies } from './policy/compile.ts';
export { expectationPolicies } from './policy/expectations.ts';
export type { Look } from './policy/explain.ts';
export { createPolicyMonitor, type PolicyMonitor } from './policy/monitor.ts';
export type { Policy } from './policy/policy.ts';
export { POLICY_CODES } from './policy/problem-codes.ts';
export {
  ADVISORY_CODES,
  BASELINE_CODES,
  EXCEPTION_CODES,
  EXPECTATION_CODES,
  SIGMA_CODES,
} from './problem-codes.ts';
export { timeOf } from './record/time.ts';
export { type RuleSet, resolveRules } from './sigma/correlate/resolve.ts';
export { createExplainer, type EventExplanation, type RuleExplanation } from './sigma/explain/explain.ts';
export { recordOf, rowOf } from './sigma/match/row.ts';
export { parseSigma } from './sigma/parse/document.ts';
export { parsePipeline } from './sigma/pipeline/read.ts';
export { LEVELS, type Level, type SigmaDocument } from './sigma/rule.ts';
export { recogniseEvents } from './source/event-type.ts';
export { compileFormats } from './source/format.ts';
export { compileSources } from './source/source.ts';
export * from './vulnerability/index.ts';
export { createWatch, type Watch, type WatchOptions, type WatchState } from './watch.ts';
export { filedRules, type PackWatched, packWatched, type RuleFile } from './watched.ts';
