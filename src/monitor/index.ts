// SPDX-License-Identifier: Apache-2.0
/**
 * From events to alerts.
 *
 * `read/` cuts files into records, `record/` and `source/` say what a record is and where it comes from, `sigma/` holds
 * the rules: `parse/` reads them, `match/` runs many against one event, `correlate/` joins matches over time.
 */
export {
  type Conformal,
  type Contribution,
  createAnomalyDetector,
  createConformal,
  DETECTORS,
  type Detector,
  type Observation,
  restoreAnomalyDetector,
} from './anomaly/index.ts';
export { createDetector, type SigmaAlert } from './detect.ts';
export { SIGMA_CODES } from './problem-codes.ts';
export { createJsonReader } from './read/json.ts';
export { createLineReader, type RawRecord, type RecordReader } from './read/records.ts';
export { type RuleSet, resolveRules } from './sigma/correlate/resolve.ts';
export type { EventRecord } from './sigma/match/record.ts';
export { parseSigma } from './sigma/parse/document.ts';
export { LEVELS, type Level, type SigmaDocument } from './sigma/rule.ts';
export { compileFormats, type LineParser } from './source/format.ts';
export { compileSources } from './source/source.ts';
