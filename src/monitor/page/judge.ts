// SPDX-License-Identifier: Apache-2.0
// A capture against what was approved and what is known of skimmers: findings in words, the worst first.
import type { PageCapture } from '../../core/ports/index.ts';
import type { PageFindingKind, PageFindingSource, Text } from '../../model/index.ts';
import { LEVELS, type Level } from '../sigma/rule.ts';
import { standings } from './approved.ts';
import { fieldChanges, fieldSigns } from './field-findings.ts';
import { headerChanges, policySigns } from './header-findings.ts';
import type { ApprovedPage } from './inventory.ts';
import type { PageKnowledge } from './knowledge.ts';
import type { RawFinding } from './raw-finding.ts';
import { scriptChanges, scriptSigns } from './script-findings.ts';

export interface PageFinding extends RawFinding {
  readonly severity: Level;
  readonly title: string;
  readonly text: string;
  readonly mend: string;
  readonly references: readonly string[];
  /** Value of `change` in the event; absent: it makes none. */
  readonly change?: string;
  /** More that the pack says of such a finding, for its event. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** Findings that are named one by one; a hostile page may make as many as it likes. */
const MAX_FINDINGS = 2_000;
/** Longest part of a stranger's in a sentence. */
const MAX_PART = 300;

/**
 * @param page What was approved; without it only signs are found, no changes.
 * @param day ISO date, for reviews that are due.
 * @param language Of the texts; English where the pack does not speak it.
 */
export function judgePage(
  capture: PageCapture,
  page: ApprovedPage | undefined,
  knowledge: PageKnowledge,
  { day, language = 'en' }: { readonly day: string; readonly language?: string },
): readonly PageFinding[] {
  const standing = standings(capture.scripts, page);
  const raw = [
    ...(page === undefined
      ? []
      : [
          ...scriptChanges(standing, page, capture),
          ...fieldChanges(capture, knowledge, page, standing),
          ...headerChanges(capture, page),
          ...reviewsDue(page, day),
        ]),
    ...scriptSigns(standing, knowledge, capture),
    ...fieldSigns(capture, knowledge, page),
    ...policySigns(capture),
    ...capture.limits.map((how): RawFinding => ({ kind: 'incomplete', what: how, how, pointer: '/limits' })),
  ];
  const known = new Set((page?.accepted ?? []).map(({ kind, what }) => `${kind} ${what}`));
  const seen = new Set<string>();
  return raw
    .filter((finding) => {
      const key = `${finding.kind} ${finding.what}`;
      const full = `${key} ${finding.now ?? ''} ${finding.by ?? ''}`;
      if (known.has(key) || seen.has(full)) return false;
      seen.add(full);
      return true;
    })
    .slice(0, MAX_FINDINGS)
    .flatMap((finding) => worded(finding, knowledge.finding(finding.kind), language))
    .sort((a, b) => LEVELS.indexOf(b.severity) - LEVELS.indexOf(a.severity));
}

function reviewsDue(page: ApprovedPage, day: string): readonly RawFinding[] {
  return page.scripts.flatMap(({ name, review }): readonly RawFinding[] =>
    review === undefined || review >= day
      ? []
      : [{ kind: 'review-due', what: name, before: review, script: name, pointer: '' }],
  );
}

function worded(
  finding: RawFinding,
  source: PageFindingSource | undefined,
  language: string,
): readonly PageFinding[] {
  if (source === undefined) return [];
  const say = (text: Text): string => text[language] ?? text['en'] ?? '';
  return [
    {
      ...finding,
      severity: source.severity,
      title: say(source.title),
      text: say(source.say).replaceAll(/\{(what|by|how|before|now)\}/g, (_, hole: Hole) =>
        part(finding[hole]),
      ),
      mend: say(source.mend),
      references: source.references,
      ...(source.change === undefined ? {} : { change: source.change }),
      ...(source.data === undefined ? {} : { data: source.data }),
    },
  ];
}

type Hole = 'what' | 'by' | 'how' | 'before' | 'now';

function part(text = ''): string {
  return text.length > MAX_PART ? `${text.slice(0, MAX_PART)}…` : text;
}

/** Kinds of findings that a person may know and live with: with the approval of the page they are not told again. */
export function isAdvice(kind: PageFindingKind): boolean {
  return ADVICE.has(kind);
}

const ADVICE: ReadonlySet<PageFindingKind> = new Set([
  'no-integrity',
  'moving-version',
  'tag-manager',
  'recorder',
  'policy-absent',
  'policy-in-page',
  'policy-wide',
]);
