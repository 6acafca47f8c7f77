// SPDX-License-Identifier: Apache-2.0
// What was looked at, when, and what came of it: one line a look, each with the digest of the one before, so that a line
// that is taken out or changed later is seen.
import { z } from 'zod';
import type { Json } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import type { Parsed, Problem } from '../../core/problem.ts';
import { PAGE_FINDINGS } from '../../model/index.ts';
import { LEVELS } from '../sigma/rule.ts';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const text = z.string().max(20_000);

const LoggedFinding = z.strictObject({
  kind: z.enum(PAGE_FINDINGS),
  severity: z.enum(LEVELS),
  what: text,
  text,
  pointer: text,
});

export const LoggedCheck = z.strictObject({
  page: text,
  url: text,
  at: z.iso.datetime(),
  look: z.enum(['browser', 'static']),
  /** Who looked from where. */
  vantage: text,
  capture: digest.optional().describe('Of the file with all that was received; none when nothing was'),
  approved: z.iso.datetime().optional().describe('Time of the approval it was compared with'),
  outcome: z.enum(['as-approved', 'changed', 'not-approved', 'incomplete', 'failed']),
  findings: z.array(LoggedFinding).max(2_000),
  before: digest.optional().describe('Digest of the line before; none in the first'),
});
export type LoggedCheck = z.infer<typeof LoggedCheck>;

/** Digest of a line, which the next one carries. */
export function checkDigest(check: LoggedCheck): string {
  return digestJson(check as unknown as Json);
}

/** All lines of a log, oldest first. A line that cannot be read, or does not follow the one before, is a problem. */
export function readChecks(content: string, file: string): Parsed<readonly LoggedCheck[]> {
  const problems: Problem[] = [];
  const checks: LoggedCheck[] = [];
  const problem = (line: number, message: string): void => {
    problems.push({ code: 'PAGE_CHECK_LOG', severity: 'error', message, at: { file, line, column: 1 } });
  };
  let before: string | undefined;
  for (const [index, line] of content.split('\n').entries()) {
    if (line.trim() === '') continue;
    const check = parse(line);
    if (check === undefined) {
      problem(index + 1, 'This line is no check of a page');
      continue;
    }
    if (check.before !== before)
      problem(index + 1, 'This line does not follow the one before: a line was changed, added or taken out');
    checks.push(check);
    before = checkDigest(check);
  }
  return { value: checks, problems };
}

function parse(line: string): LoggedCheck | undefined {
  try {
    return LoggedCheck.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
