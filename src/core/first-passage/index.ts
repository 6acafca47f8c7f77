// SPDX-License-Identifier: Apache-2.0
export { type PassageBounds, passageBounds } from './bounds.ts';
export type { PassageGraph } from './graph.ts';
export { type Runs, samplePassages } from './sample.ts';
