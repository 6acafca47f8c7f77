// SPDX-License-Identifier: Apache-2.0
// Names for the parts of a verdict that screens show.
import type { Answer } from '../../../src/server/api/contract/index.ts';

export type Report = Extract<Answer<'verdict'>, { state: 'ready' }>['report'];
export type VerdictRow = Report['verdicts'][number];
export type Summary = Extract<Answer<'summary'>, { state: 'ready' }>['summary'];
export type Link = Summary['chain'][number];
