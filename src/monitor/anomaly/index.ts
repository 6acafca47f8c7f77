// SPDX-License-Identifier: Apache-2.0
/**
 * What is unusual, without a rule that names it.
 *
 * `contract.ts` is what every detector can do, `registry.ts` lists them, `detectors/` learn from data, `plausibility/`
 * know what is possible; `conformal.ts` turns their scores into a stated rate of false alarms. `baseline/` runs those of a
 * pack over events.
 */
export { type Baseline, compileBaselines } from './baseline/compile.ts';
export { type DescribedSeries, describedSeries } from './baseline/described.ts';
export { type AnomalyMonitor, type AnomalyMonitorOptions, createAnomalyMonitor } from './baseline/monitor.ts';
export { type Conformal, createConformal } from './conformal.ts';
export type { Contribution, Detector, Observation } from './contract.ts';
export { createAnomalyDetector, DETECTORS, restoreAnomalyDetector } from './registry.ts';
