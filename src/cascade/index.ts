// SPDX-License-Identifier: Apache-2.0
/**
 * What follows when something fails: levels over time, through groups with buffers, fallbacks, restarts and repairs.
 * Pure and seeded; a draw belongs to a thing and a run, so that two variants of a system meet the same fate.
 *
 *     const on = scenarioOn(source, systemOf(model, pack), model, pack);
 *     const answer = simulate({ model: model.name, head, frame: { setting: on, services, seed: 1, startHour: 0 }, … });
 */
export { attackRun, type Measured } from './attack/clock.ts';
export { installedMeasures, possibleMeasures } from './ecosystem/measures-of.ts';
export { hourOfWeek, type ScenarioOnModel, scenarioOn } from './ecosystem/scenario-of.ts';
export { servicesOf, systemOf } from './ecosystem/system-of.ts';
export { durationOf } from './ecosystem/time.ts';
export { pairedDifference } from './impact/statistics.ts';
export { type Measure, withMeasures } from './measure/measure.ts';
export { detectionWorth } from './simulation/detection-worth.ts';
export type { Outage, Replay, Side, Simulation, Training } from './simulation/report.ts';
export {
  frameOf,
  type Prepared,
  type PreparedAttack,
  type ProvedPath,
  pathRequest,
  quickestPath,
  SimulationError,
  scenarioRequest,
} from './simulation/request.ts';
export { type Frame, outcomeOf, replayOf, withHappenings } from './simulation/side.ts';
export { simulate } from './simulation/simulate.ts';
export { SimulationShape } from './simulation/simulation-schema.ts';
export type { Happening } from './system.ts';
