// SPDX-License-Identifier: Apache-2.0
// What one check of a page came to.
import type { PageCapture } from '../../core/ports/index.ts';
import type { LoggedCheck, PageFinding } from '../../monitor/index.ts';
import type { Subject } from './subject.ts';

export interface CheckedPage {
  readonly subject: Subject;
  readonly check: LoggedCheck;
  readonly findings: readonly PageFinding[];
  /** Absent when the page could not be seen. */
  readonly capture?: PageCapture;
  /** Why it could not be seen. */
  readonly reason?: string;
}
