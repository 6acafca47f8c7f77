// SPDX-License-Identifier: Apache-2.0
/**
 * From a model and a pack to verdicts that can be checked.
 *
 * The life of a verdict: `facts/` reads the model, `rules/` the pack; `ground/` joins them to a hypergraph; `closure/`
 * finds what an attacker can derive; `path/` and `frontier/` say how, or what holds; `certificate/` writes it down for
 * `checker/`, which shares no code with the three in the middle.
 */
export { type Analysis, type AnalysisInput, analyse } from './analyse.ts';
export type { Certificate } from './certificate-format.ts';
export { CertificateShape } from './certificate-schema.ts';
export type { CheckResult } from './checker/context.ts';
export { checkCertificate } from './checker/index.ts';
export { compromiseTimes, type TimeOptions } from './compromise-time/compromise-time.ts';
export * from './compromise-time/times.ts';
export { expectationsOf } from './expectations/expectations.ts';
export { MAX_ROUTES, newRoutes } from './expectations/new-routes.ts';
export { absentChecks, type InputFact, inputFacts } from './facts/index.ts';
export { deriveAll } from './ground/derive.ts';
export { harden } from './harden/harden.ts';
export * from './harden/hardening.ts';
export { readDelta } from './live/delta.ts';
export { createLive, type LiveAnalysis, type LiveStep, type VerdictChange } from './live/live.ts';
export {
  VERDICT_CHANGE_SCHEMA,
  type VerdictChangeLine,
  VerdictChangeShape,
} from './live/verdict-change-schema.ts';
export type { ObservedBasis } from './observed.ts';
export { createOpponent, type Opponent, type Way } from './opponent/opponent.ts';
export { readAttackFlow } from './replay/attack-flow.ts';
export { replay } from './replay/replay.ts';
export * from './replay/replay-report.ts';
export * from './report.ts';
export { ReportShape } from './report-schema.ts';
export { formatGround } from './rules/atom.ts';
export { type CompiledRules, compileRules } from './rules/compile.ts';
export type { Rule } from './rules/rule.ts';
export { subjectOf } from './subject.ts';
export { turnedVerdicts } from './turned-verdicts.ts';
export * from './workflow/index.ts';
