// SPDX-License-Identifier: Apache-2.0
// Whether the order of messages and hand-overs between parties can be cheated: explicit states, nearest first.
// Semantics: docs/explanation/workflows.md.
export { compileWorkflows } from './compile.ts';
export * from './flow-report.ts';
export { judgeWorkflow } from './judge.ts';
export { WORKFLOW_CODES } from './problem-codes.ts';
export { promela } from './promela.ts';
export { search } from './search.ts';
export { type Story, tell } from './story.ts';
export type { Workflow } from './workflow.ts';
