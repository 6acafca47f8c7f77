// SPDX-License-Identifier: Apache-2.0
/**
 * What is unusual, without a rule that names it.
 *
 * `contract.ts` is what every detector can do, `registry.ts` lists them, `detectors/` learn from data, `plausibility/`
 * know what is possible; `conformal.ts` turns their scores into a stated rate of false alarms. `baseline/` runs those of a
 * pack over events.
 */
export { type Bucketed, type Buckets, createBuckets } from './baseline/buckets.ts';
export { type Baseline, compileBaselines } from './baseline/compile.ts';
export { describedSeries } from './baseline/described.ts';
export { createAnomalyMonitor } from './baseline/monitor.ts';
export { createConformal } from './conformal.ts';
export type { Detector, Observation } from './contract.ts';
export { slotOf } from './detectors/week-profile.ts';
export { createAnomalyDetector, DETECTORS, restoreAnomalyDetector } from './registry.ts';
