// SPDX-License-Identifier: Apache-2.0
// `storefront check`: looks at pages, compares with what is approved, keeps what was received and says what is wrong.
import { hostname } from 'node:os';
import type { PageCapture } from '../../core/ports/index.ts';
import {
  type ApprovedPage,
  coverageOf,
  judgePage,
  LEVELS,
  type Level,
  type LoggedCheck,
  lookFrom,
  type PageFinding,
  type PageKnowledge,
} from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { pageChecksText } from '../render/page-checks.ts';
import type { CheckedPage } from './checked-page.ts';
import { appendCheck, keepCapture, readApproved, readLog } from './data-folder.ts';
import { writeEvents } from './events-file.ts';
import { look } from './look.ts';
import { everyOf } from './period.ts';
import { type Subject, subjectsOf } from './subject.ts';

/** Exit 1: something at or above --fail-on; 5: not approved or not seen whole; 6: not seen at all. */
export async function checkPages(
  call: Call,
  knowledge: PageKnowledge,
  operands: readonly string[],
): Promise<number> {
  const failOn = levelOf(call);
  const checked: CheckedPage[] = [];
  for (const subject of dueSubjects(call, operands)) {
    call.progress.step(`Looking at ${subject.url}`);
    checked.push(await checkPage(call, knowledge, subject));
  }
  call.progress.end();
  writeEvents(call, checked);
  call.io.stdout.write(
    call.options.flag('json') ? forJson(checksJson(checked)) : pageChecksText(checked, call.style),
  );
  return exitOf(checked, failOn);
}

/** With --due only those whose last look is soon too old. */
function dueSubjects(call: Call, operands: readonly string[]): readonly Subject[] {
  const subjects = subjectsOf(call, readApproved(call), operands);
  if (!call.options.flag('due')) return subjects;
  const [everyMs, now, log] = [everyOf(call), call.io.clock(), readLog(call)];
  const wanted = subjects.filter(
    ({ id }) => lookFrom(coverageOf(log, id, everyMs, undefined, now), everyMs) <= now,
  );
  call.say(`${wanted.length} of ${subjects.length} pages are due`);
  return wanted;
}

export interface Watching {
  /** Gets what was found, before the look stands in the log. What it throws leaves the look out of there. */
  readonly seen?: (findings: readonly PageFinding[], at: number) => void;
  /** Ends the look; then it is not in the log. */
  readonly signal?: AbortSignal;
}

/** One look, written to the log whatever comes of it. */
export async function checkPage(
  call: Call,
  knowledge: PageKnowledge,
  subject: Subject,
  { seen, signal }: Watching = {},
): Promise<CheckedPage> {
  const at = new Date(call.io.clock()).toISOString();
  const { id, url, approved } = subject;
  const common = {
    page: id,
    url,
    at,
    vantage: hostname(),
    ...(approved === undefined ? {} : { approved: approved.at }),
  };
  let capture: PageCapture;
  try {
    capture = await look(call, knowledge, subject, signal);
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Failure) || error.code !== EXIT.runtime) throw error;
    const mode = call.options.flag('static') ? 'static' : 'browser';
    const check = appendCheck(call, { ...common, look: mode, outcome: 'failed', findings: [] });
    return { subject, check, findings: [], reason: error.message };
  }
  const findings = judgePage(capture, approved, knowledge, {
    day: at.slice(0, 10),
    language: call.options.text('language') ?? 'en',
  });
  seen?.(findings, Date.parse(at));
  const check = appendCheck(call, {
    ...common,
    look: capture.by,
    capture: keepCapture(call, capture),
    outcome: outcomeOf(capture, approved, findings),
    findings: findings.map(({ kind, severity, what, text, pointer }) => ({
      kind,
      severity,
      what,
      text,
      pointer,
    })),
  });
  return { subject, check, findings, capture };
}

function outcomeOf(
  capture: PageCapture,
  approved: ApprovedPage | undefined,
  findings: readonly PageFinding[],
): LoggedCheck['outcome'] {
  if (capture.limits.length > 0) return 'incomplete';
  if (approved === undefined) return 'not-approved';
  return findings.length > 0 ? 'changed' : 'as-approved';
}

function levelOf(call: Call): number {
  return LEVELS.indexOf((call.options.text('fail-on') ?? 'medium') as Level);
}

function exitOf(checked: readonly CheckedPage[], failOn: number): number {
  if (checked.some(({ findings }) => findings.some(({ severity }) => LEVELS.indexOf(severity) >= failOn)))
    return EXIT.findings;
  const outcomes = new Set(checked.map(({ check }) => check.outcome));
  if (outcomes.has('failed')) return EXIT.runtime;
  return outcomes.has('not-approved') || outcomes.has('incomplete') ? EXIT.inconclusive : EXIT.secure;
}

function checksJson(checked: readonly CheckedPage[]): unknown {
  return {
    schema: 'ensuresec/page-checks/1',
    checks: checked.map(({ check, findings, reason }) => ({
      ...check,
      findings,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}
