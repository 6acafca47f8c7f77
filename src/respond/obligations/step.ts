// SPDX-License-Identifier: Apache-2.0
// One report of an obligation: until when it must be sent, and what of it can be filled.
import type { Clock, ObligationSource, ObligationStep } from '../../model/index.ts';
import { judge, type Known, shown, titleOf } from './condition.ts';
import { type Calendar, endOf, extend } from './deadline.ts';

export type StepState =
  /** Its condition does not hold, or holds only if something open turns out so. */
  | 'not-needed'
  | 'open'
  | 'sent'
  | 'sent-late'
  | 'due'
  | 'overdue'
  /** Without undue delay; no fixed time. */
  | 'promptly'
  /** Its clock has not started: what it runs from has not happened, or is not stated. */
  | 'waiting';

export interface Draft {
  readonly fields: readonly {
    readonly id: string;
    readonly title: string;
    readonly value?: string;
    /** Where the incident record has the value from. */
    readonly source?: string;
  }[];
  readonly filled: number;
}

export interface JudgedStep {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** UTC, ISO 8601, whole seconds. */
  readonly due?: string;
  /** The same moment on the operator's clocks. */
  readonly local?: string;
  /** The rule of the deadline in words. */
  readonly rule: string;
  /** The step it runs from is not sent yet: this is the latest, and moves when that one is sent earlier. */
  readonly provisional?: boolean;
  readonly sent?: string;
  readonly draft: Draft;
}

interface Deadline {
  readonly end?: number;
  readonly clock?: Clock;
  readonly provisional: boolean;
}

/** Judges the steps of one obligation at `now` (milliseconds); a step may run from one before it. */
export function judgeSteps(obligation: ObligationSource, known: Known, now: number): JudgedStep[] {
  const { record, voice } = known;
  const calendar = { zone: record.zone, holidays: record.holidays };
  const sent = record.sent.get(obligation.id) ?? new Map<string, number>();
  const deadlines = new Map<string, Deadline>();
  return obligation.steps.map((step) => {
    const deadline = earliest(step, known, calendar, sent, deadlines);
    deadlines.set(step.id, deadline);
    const { end, provisional } = deadline;
    const sentAt = sent.get(step.id);
    return {
      id: step.id,
      title: voice.titled('obligations', `${obligation.id}/${step.id}`, step.title['en'] as string),
      state: stateOf(step, known, end, sentAt, now),
      ...(end === undefined ? {} : { due: isoSeconds(end), local: voice.local(end, record.zone) }),
      rule: ruleText(step, deadline.clock, obligation, known),
      ...(provisional && sentAt === undefined ? { provisional } : {}),
      ...(sentAt === undefined ? {} : { sent: isoSeconds(sentAt) }),
      draft: draftOf(step, known),
    };
  });
}

function earliest(
  step: ObligationStep,
  known: Known,
  calendar: Calendar,
  sent: ReadonlyMap<string, number>,
  deadlines: ReadonlyMap<string, Deadline>,
): Deadline {
  const extended =
    step.extend !== undefined &&
    (step.extend.when === undefined || judge(step.extend.when, known).holds === 'yes');
  const running = (step.due ?? []).flatMap((clock) => {
    // A clock that may run counts: a deadline is rather early than missed.
    if (clock.when !== undefined && judge(clock.when, known).holds === 'no') return [];
    const anchor = anchorOf(clock, known, sent, deadlines);
    if (anchor === undefined) return [];
    return [{ end: endOf(clock, anchor.at, step, calendar), clock, provisional: anchor.provisional }];
  });
  // The earliest is chosen first: an extension of one clock does not let the other one count.
  const first = running.sort((a, b) => a.end - b.end)[0];
  if (first === undefined || !extended) return first ?? { provisional: false };
  return { ...first, end: extend(first.end, first.clock, step, calendar) };
}

function anchorOf(
  clock: Clock,
  { record }: Known,
  sent: ReadonlyMap<string, number>,
  deadlines: ReadonlyMap<string, Deadline>,
): { readonly at: number; readonly provisional: boolean } | undefined {
  if (clock.afterStep === undefined) {
    const stated = record.fields.get(clock.after as string);
    return stated === undefined ? undefined : { at: Date.parse(String(stated.value)), provisional: false };
  }
  const at = sent.get(clock.afterStep);
  if (at !== undefined) return { at, provisional: false };
  const end = deadlines.get(clock.afterStep)?.end;
  return end === undefined ? undefined : { at: end, provisional: true };
}

function stateOf(
  step: ObligationStep,
  known: Known,
  end: number | undefined,
  sentAt: number | undefined,
  now: number,
): StepState {
  if (sentAt !== undefined) return end !== undefined && sentAt > end ? 'sent-late' : 'sent';
  const needed = step.when === undefined ? 'yes' : judge(step.when, known).holds;
  if (needed === 'no') return 'not-needed';
  if (needed === 'open') return 'open';
  if (step.due === undefined) return 'promptly';
  if (end === undefined) return 'waiting';
  return now > end ? 'overdue' : 'due';
}

function ruleText(
  step: ObligationStep,
  deciding: Clock | undefined,
  obligation: ObligationSource,
  known: Known,
): string {
  const { say } = known.voice;
  if (step.due === undefined) return say('rule.promptly');
  const clocks = deciding === undefined ? step.due : [deciding];
  const { extend: to } = step;
  const isExtended = to !== undefined && (deciding?.hours === undefined || to.to !== 'working-day');
  return clocks
    .map((clock) => clockText(clock, obligation, known))
    .map((rule) => (isExtended ? say(`rule.${to.to}`, { rule }) : rule))
    .reduce((first, second) => say('rule.or', { first, second }));
}

function clockText(clock: Clock, { id, steps }: ObligationSource, known: Known): string {
  const { say, titled } = known.voice;
  const { after, afterStep = '' } = clock;
  const length = lengthText(clock, known);
  if (after !== undefined) return say('rule.after', { length, title: titleOf(after, known) });
  const sent = steps.find((step) => step.id === afterStep)?.title['en'] ?? afterStep;
  return say('rule.after-sending', { length, title: titled('obligations', `${id}/${afterStep}`, sent) });
}

function lengthText({ hours, days, months = 0 }: Clock, { voice: { say } }: Known): string {
  if (hours !== undefined) return say('length.hours', { number: String(hours) }, hours);
  return days === undefined
    ? say('length.months', { number: String(months) }, months)
    : say('length.days', { number: String(days) }, days);
}

function draftOf(step: ObligationStep, known: Known): Draft {
  const fields = step.fields.map((id) => {
    const stated = known.record.fields.get(id);
    return {
      id,
      title: titleOf(id, known),
      ...(stated === undefined
        ? {}
        : {
            value: shown(stated.value, id, known, known.fields.get(id)?.unit),
            source: stated.source ?? `fields.${id}`,
          }),
    };
  });
  return { fields, filled: fields.filter(({ value }) => value !== undefined).length };
}

export function isoSeconds(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}
