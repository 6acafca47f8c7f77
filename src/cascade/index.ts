// SPDX-License-Identifier: Apache-2.0
/**
 * What follows when something fails: levels over time, through groups with buffers, fallbacks, restarts and repairs.
 * Pure and seeded; a draw belongs to a thing and a run, so that two variants of a system meet the same fate.
 *
 *     const simulator = createSimulator(compileSystem(system));
 *     const { transitions } = simulator.run(scenario, seed, 0);
 */
export { type Compiled, compileColumns, compileSystem, type NamedSystem } from './engine/compile.ts';
export { compilePlan, type Plan, planRows } from './engine/plan.ts';
export { CAUSE, type Transitions } from './engine/record.ts';
export { createSimulator, type RunResult, type Simulator } from './engine/simulator.ts';
export type { Duration, Group, Happening, Scenario, System } from './system.ts';
