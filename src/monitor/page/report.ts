// SPDX-License-Identifier: Apache-2.0
// What an assessor asks for, each line with what shows it: the inventory (PCI DSS 4.0.1, 6.4.3), and the checks with their
// findings, what became of them, and that none was missed (11.6.1).
import type { SeenScript } from '../../core/ports/index.ts';
import { placeOf } from './address.ts';
import type { LoggedCheck } from './check-log.ts';
import type { ApprovedPage, ApprovedScript } from './inventory.ts';
import { type Coverage, coverageOf } from './schedule.ts';

/** A capture as it was kept, as far as a report reads it. */
export interface KeptCapture {
  readonly scripts: readonly Pick<SeenScript, 'url' | 'sha256'>[];
}

/** A place in a file of evidence. */
export interface Evidence {
  readonly capture: string;
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
}

export interface ReportedScript extends ApprovedScript {
  /** ISO times of the first and last check that saw it; absent when none did. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly evidence?: Evidence;
}

export interface ReportedFinding {
  readonly kind: LoggedCheck['findings'][number]['kind'];
  readonly severity: LoggedCheck['findings'][number]['severity'];
  readonly text: string;
  readonly from: string;
  /** The first check that did not find it any more. */
  readonly until?: string;
  /** `approved`: a person approved the page in between; `gone`: it was mended; absent: it is open. */
  readonly closed?: 'approved' | 'gone';
  readonly checks: number;
  readonly evidence: Evidence;
}

export interface PageReport {
  readonly page: ApprovedPage;
  readonly scripts: readonly ReportedScript[];
  readonly checks: readonly LoggedCheck[];
  readonly findings: readonly ReportedFinding[];
  readonly coverage: Coverage;
}

/**
 * @param captures By digest; one that is missing or changed is not in it.
 * @param period Milliseconds since 1970; `from` undefined: since the first look.
 */
export function pageReport(
  page: ApprovedPage,
  log: readonly LoggedCheck[],
  captures: ReadonlyMap<string, KeptCapture>,
  everyMs: number,
  period: { readonly from: number | undefined; readonly to: number },
): PageReport {
  const checks = log.filter(
    (check) =>
      check.page === page.id &&
      Date.parse(check.at) <= period.to &&
      Date.parse(check.at) >= (period.from ?? 0),
  );
  const seen = sightings(checks, captures);
  return {
    page,
    scripts: page.scripts.map((script) => ({ ...script, ...sightingOf(script, seen) })),
    checks,
    findings: findingsOver(checks),
    coverage: coverageOf(log, page.id, everyMs, period.from, period.to),
  };
}

interface Sighting {
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly evidence: Evidence;
}

/** By digest of the text and by address. */
function sightings(
  checks: readonly LoggedCheck[],
  captures: ReadonlyMap<string, KeptCapture>,
): ReadonlyMap<string, Sighting> {
  const seen = new Map<string, Sighting>();
  for (const { capture, at } of checks) {
    if (capture === undefined) continue;
    captures.get(capture)?.scripts.forEach(({ url, sha256 }, index) => {
      for (const key of [sha256, url === undefined ? undefined : placeOf(url)]) {
        if (key === undefined) continue;
        const evidence = { capture, pointer: `/scripts/${index}` };
        seen.set(key, { firstSeen: seen.get(key)?.firstSeen ?? at, lastSeen: at, evidence });
      }
    });
  }
  return seen;
}

function sightingOf(script: ApprovedScript, seen: ReadonlyMap<string, Sighting>): Partial<Sighting> {
  const found = [...script.sha256, script.name].flatMap((key) => seen.get(key) ?? []);
  const [first] = found.toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1));
  const last = found.toSorted((a, b) => (a.lastSeen < b.lastSeen ? -1 : 1)).at(-1);
  return first === undefined || last === undefined ? {} : { ...last, firstSeen: first.firstSeen };
}

type Building = { -readonly [K in keyof ReportedFinding]: ReportedFinding[K] };

/** The same finding in checks that follow each other is one; when it comes back it is another. */
function findingsOver(checks: readonly LoggedCheck[]): readonly ReportedFinding[] {
  const all: Building[] = [];
  const open = new Map<string, Building>();
  let approved: string | undefined;
  for (const check of checks) {
    // A look that saw nothing, or a part, does not say that something is gone.
    if (check.capture === undefined) continue;
    const now = new Set(check.findings.map(({ kind, what }) => `${kind} ${what}`));
    for (const [key, finding] of open) {
      if (now.has(key) || check.outcome === 'incomplete') continue;
      finding.until = check.at;
      finding.closed = check.approved === approved ? 'gone' : 'approved';
      open.delete(key);
    }
    for (const { kind, severity, what, text, pointer } of check.findings) {
      const known = open.get(`${kind} ${what}`);
      if (known !== undefined) {
        known.checks++;
        continue;
      }
      const evidence = { capture: check.capture, pointer };
      const finding: Building = { kind, severity, text, from: check.at, checks: 1, evidence };
      open.set(`${kind} ${what}`, finding);
      all.push(finding);
    }
    approved = check.approved;
  }
  return all;
}
