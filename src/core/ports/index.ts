// SPDX-License-Identifier: Apache-2.0
// What the pure parts ask of the machine, and what listeners hand to them. Adapters are in `src/platform`.
export * from './event-log.ts';
export * from './event-search.ts';
export * from './evidence-store.ts';
export * from './linear-solver.ts';
export * from './lrs-store.ts';
export * from './page-capture.ts';
export * from './page-step.ts';
export * from './passage-sampler.ts';
export * from './received.ts';
export * from './shared-objects.ts';
