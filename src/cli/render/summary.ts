// SPDX-License-Identifier: Apache-2.0
// What a report says at a glance; text and HTML show the same.
import type { Cut, FrontierEntry, MissingFact, Outcome, Report, Verdict } from '../../analyse/index.ts';
import { groupBy } from '../../core/group-by.ts';
import { ENGLISH, type Tongue } from '../report-words/tongue.ts';

export const SEVERITIES = ['critical', 'high', 'medium'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How often the renderers show cuts before `--all`. */
export const CHEAPEST_CUTS = 3;

/** One attack of the pack over all its attackers and targets. */
export interface AttackSummary {
  readonly attack: string;
  readonly title: string;
  readonly stage: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
}

/** The fastest proof of an attack on a target, and who else gets there. */
export interface AttackPath {
  readonly verdict: Verdict;
  readonly others: readonly string[];
}

/** What nobody knows, and the verdicts that wait for it. */
export interface OpenQuestion {
  readonly fact: MissingFact;
  readonly verdicts: readonly Verdict[];
}

/** A control that holds, and the verdicts it holds. */
export interface Hold {
  readonly entry: FrontierEntry;
  readonly verdicts: readonly Verdict[];
}

const WORST_FIRST: Readonly<Record<Outcome, number>> = { INSECURE: 0, UNKNOWN: 1, SECURE: 2 };

/** Rank of a severity; 0 is the worst. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The attacks of a report, worst outcome and severity first. */
export function attacksOf(report: Report): readonly AttackSummary[] {
  const attacks = [...groupBy(report.verdicts, (verdict) => verdict.attack)].map(([attack, verdicts]) => {
    const worst = verdicts.reduce((a, b) => (WORST_FIRST[b.verdict] < WORST_FIRST[a.verdict] ? b : a));
    const { title, stage, severity, verdict: outcome } = worst;
    return { attack, title, stage, severity, outcome, verdicts };
  });
  return attacks.sort(
    (a, b) =>
      WORST_FIRST[a.outcome] - WORST_FIRST[b.outcome] ||
      rank(a.severity) - rank(b.severity) ||
      compare(a.attack, b.attack),
  );
}

/** Proofs, worst first: severity, then days. One for each attack and target: the fastest. */
export function pathsOf(report: Report): readonly AttackPath[] {
  const insecure = report.verdicts.filter((verdict) => verdict.verdict === 'INSECURE');
  const paths = [...groupBy(insecure, (verdict) => `${verdict.attack} ${verdict.target}`).values()].map(
    (verdicts) => {
      // Where several are equally fast, the first in scope: those who need the least stand there.
      const sorted = [...verdicts].sort((a, b) => a.days - b.days);
      return { verdict: sorted[0] as Verdict, others: sorted.slice(1).map((other) => other.attacker) };
    },
  );
  return paths.sort(
    (a, b) =>
      rank(a.verdict.severity) - rank(b.verdict.severity) ||
      a.verdict.days - b.verdict.days ||
      compare(a.verdict.attack, b.verdict.attack) ||
      compare(a.verdict.target, b.verdict.target),
  );
}

/** The gaps that keep a verdict UNKNOWN, the one that most verdicts wait for first. */
export function openQuestions(report: Report): readonly OpenQuestion[] {
  const open = new Map<string, { fact: MissingFact; verdicts: Verdict[] }>();
  for (const verdict of report.verdicts.filter((each) => each.verdict === 'UNKNOWN')) {
    for (const fact of verdict.missing) {
      const entry = open.get(fact.gap);
      if (entry === undefined) open.set(fact.gap, { fact, verdicts: [verdict] });
      else entry.verdicts.push(verdict);
    }
  }
  return [...open.values()].sort(
    (a, b) => b.verdicts.length - a.verdicts.length || compare(a.fact.gap, b.fact.gap),
  );
}

/** What holds the line in SECURE verdicts: decisive controls first, then by how many verdicts lean on it. */
export function holdsOf(verdicts: readonly Verdict[]): readonly Hold[] {
  const holds = new Map<string, { entry: FrontierEntry; verdicts: Set<Verdict> }>();
  for (const verdict of verdicts.filter((each) => each.verdict === 'SECURE')) {
    for (const entry of verdict.frontier.filter((each) => each.kind === 'control')) {
      const key = entry.holds ?? entry.missing;
      const known = holds.get(key);
      if (known === undefined) holds.set(key, { entry, verdicts: new Set([verdict]) });
      else {
        known.verdicts.add(verdict);
        if (entry.decisive && !known.entry.decisive) known.entry = entry;
      }
    }
  }
  return [...holds.values()]
    .map(({ entry, verdicts: held }) => ({ entry, verdicts: [...held] }))
    .sort(
      (a, b) => Number(b.entry.decisive) - Number(a.entry.decisive) || b.verdicts.length - a.verdicts.length,
    );
}

export function cheapestCuts(report: Report): readonly Cut[] {
  return report.cuts.slice(0, CHEAPEST_CUTS);
}

export function overallOutcome(report: Report): Outcome {
  const { insecure, unknown } = report.counts;
  return insecure > 0 ? 'INSECURE' : unknown > 0 ? 'UNKNOWN' : 'SECURE';
}

/** The verdict in one sentence. */
export function sentence(report: Report, tongue: Tongue = ENGLISH): string {
  const { say } = tongue;
  const attacks = attacksOf(report);
  const count = (outcome: Outcome): number => attacks.filter((attack) => attack.outcome === outcome).length;
  const [insecure, secure, unknown] = [count('INSECURE'), count('SECURE'), count('UNKNOWN')];
  const total = attacks.length;
  if (insecure === 0 && unknown === 0)
    return total === 1
      ? say('sentence.impossible', { title: attacks[0]?.title ?? '' })
      : say('sentence.none', { total });
  const held = say('sentence.secure', { count: secure });
  if (insecure === 0)
    return say('sentence.undecided', {
      of: say('sentence.of', { part: unknown, count: total }),
      secure: held,
    });
  const fastest = Math.min(...pathsOf(report).map((path) => path.verdict.days));
  const rest = [held, ...(unknown > 0 ? [say('sentence.unknown', { count: unknown })] : [])];
  return say('sentence.succeed', {
    of: say('sentence.of', { part: insecure, count: total }),
    count: insecure,
    duration: duration(fastest, tongue),
    rest: rest.join(', '),
  });
}

/** Days as a person says them. They are means of priors: two digits would claim too much. */
export function duration(days: number, { say }: Tongue = ENGLISH): string {
  return days < 1 ? say('duration.less') : say('duration', { count: Math.round(days) });
}

/** EUR with thin grouping, as the model counts it. */
export function euros(amount: number): string {
  return ENGLISH.euros(amount);
}

/** `file:line:column`, as editors and code hosts open it. */
export function place(at: { readonly file: string; readonly line: number; readonly column: number }): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** The last part of an id: `e-commerce/attacker/internet-stranger` is an internet stranger. */
export function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).replaceAll('-', ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What an entry of the frontier would give the attacker; rules without a narration are told by their conclusion. */
export function threatOf(entry: FrontierEntry): string {
  return entry.text === '' ? entry.then : entry.text;
}
