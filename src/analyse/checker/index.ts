// SPDX-License-Identifier: Apache-2.0
export { type CheckProblem, type CheckResult, checkCertificate } from './check.ts';
export { type Subject, subjectOf } from './subject.ts';
