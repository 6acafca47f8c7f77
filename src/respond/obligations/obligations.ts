// SPDX-License-Identifier: Apache-2.0
// From the record of an incident to the duties it brings: which, why or why not, until when, and the drafts.
import type { ObligationSource, Pack, Placed } from '../../model/index.ts';
import { judge, type Known, type Reason, titleOf } from './condition.ts';
import type { IncidentRecord } from './record.ts';
import { isoSeconds, type JudgedStep, judgeSteps } from './step.ts';
import { ENGLISH, type Voice } from './voice.ts';
import { dayText, wallTime } from './zoned.ts';

export type Outcome = 'applies' | 'open' | 'not-applicable';

export interface JudgedObligation {
  readonly id: string;
  readonly regime: string;
  readonly article: string;
  readonly title: string;
  readonly who: string;
  readonly recipient: string;
  readonly contract: boolean;
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  /** Fields that decide whether it applies and are not stated. */
  readonly toDecide: readonly string[];
  /** Fields of its reports that are not stated. */
  readonly missing: readonly string[];
  readonly steps: readonly JudgedStep[];
  readonly explain: string;
  readonly references: readonly string[];
}

export interface ObligationsReport {
  readonly schema: 'ensuresec/obligations/1';
  readonly incident: { readonly id: string; readonly title: string; readonly zone: string };
  readonly pack: { readonly id: string; readonly version: string; readonly sha256: string };
  /** The moment at which states were judged: UTC, ISO 8601. */
  readonly at: string;
  /** Those that apply first, then open ones, then the others; in each, by the next deadline. */
  readonly obligations: readonly JudgedObligation[];
}

/**
 * Judges every obligation of the pack. What applies follows from stated fields alone; what hangs on a field that nobody
 * stated is `open`, with its deadlines as if it applied.
 *
 * @param now milliseconds since 1970.
 * @param voice What its sentences and titles are in. Records and other programs get English.
 */
export function judgeObligations(
  record: IncidentRecord,
  pack: Pack,
  now: number,
  voice: Voice = ENGLISH,
): ObligationsReport {
  const fields = new Map(pack.incidentFields.map((field) => [field.id, field]));
  const known: Known = { record, fields, voice };
  const obligations = pack.obligations.map((each) => judgeOne(each, known, now));
  return {
    schema: 'ensuresec/obligations/1',
    incident: { id: record.id, title: record.title, zone: record.zone },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    at: isoSeconds(now),
    obligations: obligations.sort(byUrgency),
  };
}

function judgeOne(obligation: Placed<ObligationSource>, known: Known, now: number): JudgedObligation {
  const inForce = forceReason(obligation, known, now);
  const judged = judge(obligation.when, known);
  const holds = inForce === undefined ? judged.holds : 'no';
  const reasons = inForce === undefined ? judged.reasons : [inForce];
  const steps = holds === 'no' ? [] : judgeSteps(obligation, known, now);
  const needed = steps.filter(({ state }) => state !== 'not-needed');
  const { id, title, who, recipient, explain } = obligation;
  const { titled } = known.voice;
  return {
    id,
    ...lawOf(obligation, known.voice),
    title: titled('obligations', id, title['en'] as string),
    who: titled('obligationParties', `${id}/who`, who['en'] as string),
    recipient: titled('obligationParties', `${id}/recipient`, recipient['en'] as string),
    contract: obligation.contract === true,
    outcome: ({ yes: 'applies', no: 'not-applicable', open: 'open' } as const)[holds],
    reasons: distinct(reasons),
    toDecide: holds === 'open' ? [...new Set(reasons.flatMap(({ fields }) => fields))] : [],
    missing: [
      ...new Set(
        needed.flatMap(({ draft }) =>
          draft.fields.filter(({ value }) => value === undefined).map(({ id }) => id),
        ),
      ),
    ],
    steps: needed,
    explain: titled('obligationExplains', id, explain['en'] as string),
    references: obligation.references,
  };
}

/** Both are one title, with the first comma between them. */
function lawOf(
  { id, regime, article }: ObligationSource,
  { titled }: Voice,
): { readonly regime: string; readonly article: string } {
  const english = `${regime}, ${article}`;
  const law = titled('obligationLaws', id, english);
  if (law === english) return { regime, article };
  const at = law.indexOf(', ');
  return { regime: law.slice(0, at), article: law.slice(at + 2) };
}

/** Why the obligation did not hold on the day that decides; undefined when it did. Without that day, today decides. */
function forceReason({ from, to, on }: ObligationSource, known: Known, now: number): Reason | undefined {
  const { record, voice } = known;
  const stated = record.fields.get(on);
  const day = dayText(wallTime(stated === undefined ? now : Date.parse(String(stated.value)), record.zone));
  if (day >= from && (to === undefined || day <= to)) return undefined;
  const title = stated === undefined ? voice.say('reason.today') : titleOf(on, known);
  const said = { title, day: voice.day(day) };
  const text =
    day < from || to === undefined
      ? voice.say('reason.from', { ...said, from: voice.day(from) })
      : voice.say('reason.until', { ...said, to: voice.day(to) });
  return { holds: 'no', fields: [on], text };
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [reason.text, reason])).values()];
}

const RANK: Readonly<Record<Outcome, number>> = { applies: 0, open: 1, 'not-applicable': 2 };

function byUrgency(a: JudgedObligation, b: JudgedObligation): number {
  return RANK[a.outcome] - RANK[b.outcome] || nextDue(a) - nextDue(b) || (a.id < b.id ? -1 : 1);
}

/** Duties without a fixed time come first: they are due now. */
function nextDue({ steps }: JudgedObligation): number {
  const waiting = steps.filter(({ state }) => ['due', 'overdue', 'promptly', 'open'].includes(state));
  if (waiting.length === 0) return Number.MAX_SAFE_INTEGER;
  return Math.min(...waiting.map(({ due }) => (due === undefined ? 0 : Date.parse(due))));
}
