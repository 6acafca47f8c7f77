// SPDX-License-Identifier: Apache-2.0
import { isAbsolute } from 'node:path';
import { join } from 'node:path/posix';
import type { Report } from '../../analyse/index.ts';
import type { Position } from '../../core/problem.ts';

/**
 * The report with every place seen from where the person stands. A model names its sources relative to itself; a link
 * in a terminal and a code host want them relative to the working folder.
 */
export function seenFrom(report: Report): Report {
  const { file } = report.model;
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  if (folder === '') return report;
  const place = <T extends { readonly at: Position }>(item: T): T => {
    const known = item.at.file === file || isAbsolute(item.at.file);
    return known ? item : { ...item, at: { ...item.at, file: join(folder, item.at.file) } };
  };
  return {
    ...report,
    assumptions: report.assumptions.map(place),
    gaps: report.gaps.map(place),
    verdicts: report.verdicts.map((verdict) => ({
      ...verdict,
      steps: verdict.steps.map(place),
      frontier: verdict.frontier.map(place),
      missing: verdict.missing.map(place),
    })),
  };
}
