// SPDX-License-Identifier: Apache-2.0
// What is told of the pages of a time: checks, findings, evidence.
import type { PageReport } from '../../monitor/index.ts';

/** All that a report says. */
export interface PagesReport {
  readonly at: string;
  readonly from?: string;
  readonly everyMs: number;
  readonly risk?: string;
  readonly pages: readonly PageReport[];
  /** Digest of the last line of the log of checks, which holds all before it. */
  readonly log?: string;
  readonly lines: number;
  /** Captures that a line points to and that are not there, or not as they were. */
  readonly missing: readonly string[];
}
